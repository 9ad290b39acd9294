"""Signing in, in tests that are about something else."""


def sign_in(client, user) -> None:
    """Give the client this person's session, as after a sign-in."""
    client.force_login(user)
