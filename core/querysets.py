"""Question one, does this row exist for you: the scope that every queryset must answer."""

from typing import Any, Self

from django.db import models


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
