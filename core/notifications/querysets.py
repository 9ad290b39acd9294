"""Which notifications exist for whom, and which letters wait."""

from datetime import datetime
from typing import Any, Self

from django.db.models import Q

from core.notifications.enums import Delivery
from core.querysets import ScopedQuerySet


class NotificationQuerySet(ScopedQuerySet):
    """Notifications."""

    def visible_to(self, user: Any) -> Self:
        """One's own, as far as they are for the list."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(recipient=user.pk, listed=True)

    def unread(self) -> Self:
        """Not opened yet."""
        return self.filter(read_at__isnull=True)

    def for_digest(self, before: datetime) -> Self:
        """Those that wait for the daily letter, made before that moment and not read since."""
        return self.filter(
            delivery=Delivery.DAILY, letter__isnull=True, created_at__lt=before
        ).unread()


class LetterQuerySet(ScopedQuerySet):
    """Letters. They exist for nobody, except those that did not arrive for administrators."""

    def visible_to(self, user: Any) -> Self:
        """Those that were given up: whereto and why, never their text."""
        administers = getattr(user, "is_administrator", False)
        return self.filter(given_up_at__isnull=False) if administers else self.none()

    def stuck(self) -> Self:
        """Given up, with their text: they can be sent again."""
        return self.filter(given_up_at__isnull=False).exclude(sealed="")

    def waiting(self) -> Self:
        """Neither sent nor given up."""
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True)

    def due(self, now: datetime) -> Self:
        """Those that a worker may take now: their moment came, and nobody else has them."""
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
        return self.waiting().filter(free, send_after__lte=now)
