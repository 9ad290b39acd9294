"""Does each part of the platform answer: asked by monitoring, answered without details."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from kombu import Connection

from core.database import may_rewrite_history
from core.models import Letter

logger = logging.getLogger(__name__)

HEARTBEAT = "worker-heartbeat"
# Beat asks every 30 seconds (settings): four missed beats are no coincidence.
OLDEST_HEARTBEAT = timedelta(minutes=2)
PATIENCE_SECONDS = 2


# The sweeper comes every minute (settings): then nothing waits as long as this.
LONGEST_UNSWEPT = timedelta(minutes=15)


class NotAnswering(Exception):
    """A part of the platform does not do its work."""


def database() -> None:
    """One question to PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def rights() -> None:
    """The platform's login cannot rewrite history (ADR 0004); raise NotAnswering otherwise."""
    if may_rewrite_history():
        message = "This login may change history: see DATABASE_APP_ROLE in docs/operations.md."
        raise NotAnswering(message)


def shared_cache() -> None:
    """Read from the cache; raise when it cannot be reached."""
    cache.get(HEARTBEAT)


def broker() -> None:
    """Open and close a connection to the broker of the tasks."""
    with Connection(
        settings.CELERY_BROKER_URL,
        connect_timeout=PATIENCE_SECONDS,
        transport_options={"socket_timeout": PATIENCE_SECONDS},
    ) as opened:
        opened.ensure_connection(max_retries=1, interval_start=0, timeout=PATIENCE_SECONDS)


def worker() -> None:
    """A worker took a heartbeat not long ago; raise NotAnswering otherwise."""
    last: datetime | None = cache.get(HEARTBEAT)
    if last is None or timezone.now() - last > OLDEST_HEARTBEAT:
        message = f"No worker took a heartbeat since {last}."
        raise NotAnswering(message)


def outbox() -> None:
    """No letter that could be taken waits for long; raise NotAnswering otherwise.

    A mail server that is away does not count: its letters have a later moment to try again.
    """
    oldest = Letter.objects.due(timezone.now() - LONGEST_UNSWEPT).order_by("send_after").first()
    if oldest:
        message = f"A letter waits since {oldest.send_after}."
        raise NotAnswering(message)


PARTS: dict[str, Callable[[], None]] = {
    "database": database,
    "rights": rights,
    "cache": shared_cache,
    "broker": broker,
    "worker": worker,
    "outbox": outbox,
}


# Where the one does not answer, the other is not asked: each would wait as long again.
STANDS_ON = {"rights": "database", "outbox": "database", "worker": "cache"}


def readiness() -> dict[str, str]:
    """For each part ``ok`` or ``failing``; why, stands in the log only."""
    answers: dict[str, str] = {}
    for name, ask in PARTS.items():
        below = answers.get(STANDS_ON.get(name, ""), "ok")
        answers[name] = _answer(name, ask) if below == "ok" else below
    return answers


def _answer(name: str, ask: Callable[[], None]) -> str:
    try:
        ask()
    except Exception:
        # Whatever is wrong with a part: this page must say which one, not fall over with it.
        logger.warning("The %s does not answer", name, exc_info=True)
        return "failing"
    return "ok"
