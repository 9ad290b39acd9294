"""Who sees which exports."""

from typing import Any, Self

from core.querysets import ScopedQuerySet
from partnerships.standing import standing_of


class ExportLogQuerySet(ScopedQuerySet):
    """What was fetched."""

    def visible_to(self, user: Any) -> Self:
        """Who looks after the programs of the organisation that fetched."""
        return self.filter(client__organisation__in=standing_of(user).kept())
