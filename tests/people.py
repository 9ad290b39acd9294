"""Signing in, in tests that are about something else."""

import time

from accounts.sessions import SEEN


def sign_in(client, user) -> None:
    """Give the client this person's session, as after a sign-in some moments ago."""
    client.force_login(user)
    session = client.session
    session[SEEN] = time.time()  # else the first page also notes that this browser is here
    session.save()
