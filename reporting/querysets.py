"""Who sees which exports."""

from typing import Any, Self

from core.querysets import ScopedQuerySet
from partnerships.enums import Role
from partnerships.standing import standing_of


class ExportLogQuerySet(ScopedQuerySet):
    """What was fetched."""

    def visible_to(self, user: Any) -> Self:
        """The analysts of the organisation that fetched."""
        return self.filter(client__organisation__in=standing_of(user).organisations(Role.ANALYST))
