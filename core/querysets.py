"""Question one, does this row exist for you: the scope that every queryset must answer."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q


class ScopedQuerySet(models.QuerySet):
    """A queryset that knows what a person may see. Denies until a room says otherwise."""

    def visible_to(self, user: Any) -> Self:
        """The rows that exist for this person; outside them the answer is 404."""
        return self.none()


class OwnQuerySet(ScopedQuerySet):
    """Rows that exist for their own ``actor`` only."""

    def visible_to(self, user: Any) -> Self:
        """What the person did."""
        return self.filter(actor=user.pk) if user.is_authenticated else self.none()


class OwnedQuerySet(ScopedQuerySet):
    """Rows that exist for their own ``user`` only."""

    def visible_to(self, user: Any) -> Self:
        """What the person chose."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()


class AdministratorQuerySet(ScopedQuerySet):
    """Rows that exist for the administrators of the platform only."""

    def visible_to(self, user: Any) -> Self:
        """All of them, or none."""
        return self if getattr(user, "is_administrator", False) else self.none()


class ValidPeriodQuerySet(ScopedQuerySet):
    """Rows with valid_from and valid_to (open end allowed)."""

    def valid_on(self, day: date) -> Self:
        """The rows that hold on that day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class DatedRuleQuerySet(ValidPeriodQuerySet):
    """Amounts and terms of law."""

    def visible_to(self, user: Any) -> Self:
        """Law is public: everybody who is signed in."""
        return self if user.is_authenticated else self.none()

    def of(self, code: Any) -> Self:
        """The periods of one `RuleCode`, in their order."""
        return self.filter(code=code.code).order_by("valid_from")
