"""Pages of a list whose count stops at a cap: counting a million rows helps nobody."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property


class CappedPaginator(Paginator):
    """Counts exactly up to the cap, and reads no further.

    Above the cap `count` is the cap itself and `has_more` says so; whoever wants the rows
    beyond searches or filters. Takes a queryset, or the rows of a table around one.
    """

    cap: ClassVar[int] = 10_000

    @cached_property
    def counted(self) -> int:
        """The number of rows, at most one more than the cap."""
        rows: Any = self.object_list
        rows = getattr(getattr(rows, "data", rows), "data", rows)
        if isinstance(rows, QuerySet):
            return rows.order_by()[: self.cap + 1].count()
        return min(len(rows), self.cap + 1)

    @cached_property
    def count(self) -> int:
        """The number of rows that can be paged through."""
        return min(self.counted, self.cap)

    @property
    def has_more(self) -> bool:
        """True when there are more rows than are counted."""
        return self.counted > self.cap


class FoundPaginator(CappedPaginator):
    """Pages of what a search found, of which the keys are known: nothing is counted again.

    A search stops sooner than a list: who types another word is there faster than who pages.
    """

    cap: ClassVar[int] = 250

    def __init__(self, *args: Any, found: int, **kwargs: Any) -> None:
        self.found = found
        super().__init__(*args, **kwargs)

    @cached_property
    def counted(self) -> int:
        """As many as the search found, at most one more than the cap."""
        return self.found
