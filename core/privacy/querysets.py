"""Who sees requests, holds, and notes of who looked at a file."""

from typing import Any, Self

from django.db.models import Q
from django.utils import timezone

from core.privacy.people import kept_people
from core.querysets import ScopedQuerySet


class OfPersonQuerySet(ScopedQuerySet):
    """Rows about one person."""

    def visible_to(self, user: Any) -> Self:
        """The person, and who looks after the person's rights."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(person=user.pk) | Q(person__in=kept_people(user)))


class OwnDataQuerySet(ScopedQuerySet):
    """Copies of somebody's data: for that person alone, whoever asked for them."""

    def visible_to(self, user: Any) -> Self:
        """One's own."""
        return self.filter(person=user.pk) if user.is_authenticated else self.none()

    def ready(self) -> Self:
        """Those that can be fetched."""
        return self.filter(delete_on__gte=timezone.now())


class HoldQuerySet(ScopedQuerySet):
    """Reasons why somebody's data must stay."""

    def in_force(self) -> Self:
        """Those that forbid erasure today."""
        today = timezone.localdate()
        return self.filter(lifted_at__isnull=True).filter(Q(until=None) | Q(until__gte=today))

    def visible_to(self, user: Any) -> Self:
        """Who looks after the person's rights; the person reads the reason on a refusal."""
        return self.filter(person__in=kept_people(user))


class RunQuerySet(ScopedQuerySet):
    """Nights in which what was kept long enough was forgotten."""

    def visible_to(self, user: Any) -> Self:
        """Platform administrators."""
        return self if getattr(user, "is_administrator", False) else self.none()
