"""Lists that the rooms fill when the application starts, so that core knows none of them."""

from collections.abc import Iterator
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


class Registry(Generic[Entry]):
    """An ordered list that refuses to hold the same entry twice."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def register(self, entry: Entry) -> Entry:
        """Add an entry; usable as a decorator."""
        if entry not in self._entries:
            self._entries.append(entry)
        return entry

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)
