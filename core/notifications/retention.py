"""How long the platform remembers what it told and sent."""

from datetime import timedelta

from django.utils import timezone

from core.models import Letter, Notification
from core.notifications.again import forget_texts

LETTERS = timedelta(days=90)
NOTIFICATIONS = timedelta(days=365)
BATCH = 5000


def forget_old() -> int:
    """Delete letters that are over and notifications of long ago, a batch of each; wipe the
    texts of letters that were given up and not sent again.

    Returns how many were deleted; a second run goes on where this one stopped.
    """
    forget_texts()
    now = timezone.now()
    letters = Letter.objects.exclude(pk__in=Letter.objects.waiting().values("pk"))
    old_letters = letters.filter(created_at__lt=now - LETTERS)
    old_notifications = Notification.objects.filter(created_at__lt=now - NOTIFICATIONS)
    return sum(_delete(rows) for rows in (old_letters, old_notifications))


def _delete(rows: object) -> int:
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])  # type: ignore[attr-defined]
    return int(rows.model.objects.filter(pk__in=keys).delete()[0])  # type: ignore[attr-defined]
