"""What a match decided, before anybody words or seals it."""

from dataclasses import dataclass

from .pool import Int64
from .record import Record


@dataclass(frozen=True, slots=True)
class Closing(Record):
    """A position that closed: so many students would have come, of the minimum it asked for."""

    position: str
    students: int
    minimum: int


@dataclass(frozen=True, eq=False)
class Match:
    """What was decided: the choice each student got (N, its number among all choices, -1 for
    none) and the positions that closed, in the order in which they did.
    """

    entry: Int64
    closings: tuple[Closing, ...] = ()
