"""What accounts do at night."""

from celery import shared_task

from accounts.sessions import clear_expired


@shared_task(name="accounts.clear_sessions")
def clear_sessions() -> None:
    """Forget where people were signed in long ago."""
    clear_expired()
