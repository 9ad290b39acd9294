"""Where a person is signed in: one row per browser, ended by the person."""

from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from ua_parser import parse

SEEN = "seen"
NOTE_EVERY = timedelta(minutes=5)


def note_activity(request: Any) -> None:
    """Write down that this browser was here, at most once in five minutes."""
    now = timezone.now()
    before = request.session.get(SEEN, 0)
    if now.timestamp() - before >= NOTE_EVERY.total_seconds():
        request.session[SEEN] = now.timestamp()
        UserSession.objects.create_from_request(request)


def sessions_of(user: Any) -> list[UserSession]:
    """The person's sessions that still work, the last seen first."""
    found = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda session: session.last_seen_at, reverse=True)


def end_sessions(user: Any, *, but: str | None = None) -> int:
    """Sign the person out everywhere, or everywhere but in one session; returns how many."""
    ended = [s for s in UserSession.objects.filter(user=user) if s.session_key != but]
    for session in ended:
        session.end()
    return len(ended)


@transaction.atomic
def clear_expired() -> int:
    """Delete sessions that are over, and what was noted about them; returns how many notes.

    Two statements, whatever the number of sessions; a second run finds nothing to do.
    """
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    alive = Session.objects.values("session_key")
    return UserSession.objects.exclude(session_key__in=alive).delete()[0]


def device(user_agent: str) -> str:
    """The browser and the system in words, as far as the browser tells: "Firefox, Linux"."""
    found = parse(user_agent)
    parts = [part.family for part in (found.user_agent, found.os) if part]
    return ", ".join(parts) or _("Unknown browser")
