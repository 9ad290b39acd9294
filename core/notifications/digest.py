"""Once a day, together: one letter per person of what they chose to hear daily."""

from datetime import datetime, time

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from core.models import Notification
from core.notifications.letters import digest_letter
from core.notifications.service import post

# People at a time; the rest comes with the next quarter of an hour.
BATCH = 500


def write_digests(limit: int = BATCH) -> int:
    """Write the letters of today for what happened before today; returns how many.

    Each person is a transaction of their own: a run that is killed goes on where it was,
    and what stands in a letter stands in no other one.
    """
    today = timezone.localdate()
    before = timezone.make_aware(datetime.combine(today, time.min))
    waiting = Notification.objects.for_digest(before).filter(recipient__is_active=True)
    keys = waiting.order_by("recipient").values_list("recipient", flat=True).distinct()
    return sum(_write(key, before) for key in list(keys[:limit]))


@transaction.atomic
def _write(person_key: int, before: datetime) -> int:
    rows = Notification.objects.for_digest(before).filter(recipient=person_key)
    # Another worker has them, when they are locked.
    locked = list(rows.order_by("pk").select_for_update(skip_locked=True))
    if not locked:
        return 0
    person = get_user_model()._default_manager.get(pk=person_key)
    letter = digest_letter(person, locked)
    post([letter])
    Notification.objects.filter(pk__in=[row.pk for row in locked]).update(letter=letter)
    return 1
