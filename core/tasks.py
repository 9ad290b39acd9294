"""Background work of the ground floor."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from core.health import HEARTBEAT


@shared_task(name="core.heartbeat")
def heartbeat() -> None:
    """Note that a worker takes tasks (`core.health.worker` reads it)."""
    cache.set(HEARTBEAT, timezone.now(), timeout=None)
