"""Does each part of the platform answer: asked by monitoring, answered without details."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from kombu import Connection

logger = logging.getLogger(__name__)

HEARTBEAT = "worker-heartbeat"
# Beat asks every 30 seconds (settings): four missed beats are no coincidence.
OLDEST_HEARTBEAT = timedelta(minutes=2)
PATIENCE_SECONDS = 2


class NotAnswering(Exception):
    """A part of the platform does not do its work."""


def database() -> None:
    """One question to PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


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


PARTS: dict[str, Callable[[], None]] = {
    "database": database,
    "cache": shared_cache,
    "broker": broker,
    "worker": worker,
}


def readiness() -> dict[str, str]:
    """For each part ``ok`` or ``failing``; why, stands in the log only."""
    return {name: _answer(name, ask) for name, ask in PARTS.items()}


def _answer(name: str, ask: Callable[[], None]) -> str:
    try:
        ask()
    except Exception:
        # Whatever is wrong with a part: this page must say which one, not fall over with it.
        logger.warning("The %s does not answer", name, exc_info=True)
        return "failing"
    return "ok"
