"""Whose calendar counts: filled by the room that knows institutions and their closings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.deadlines.days import LEGAL, Calendar, union

Source = Callable[[], Mapping[int, Calendar]]
_source: list[Source] = []


def provide_calendars(source: Source) -> Source:
    """Name the function that reads the calendars of all institutions, by their key."""
    _source[:] = [source]
    return source


@dataclass(frozen=True)
class Calendars:
    """The calendars of all institutions, read once."""

    own: Mapping[int, Calendar]

    def of(self, institution: int | None) -> Calendar:
        """An institution's own calendar; the general one for all others."""
        return self.own.get(institution, LEGAL) if institution else LEGAL

    def all_closed(self) -> Calendar:
        """The calendar in which a day counts only when it counts everywhere."""
        return union([LEGAL, *self.own.values()])


def calendars() -> Calendars:
    """The calendars as they are now, one query."""
    return Calendars(_source[0]() if _source else {})
