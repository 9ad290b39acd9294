"""One intake round as the engine sees it: who, where, which lists, which seats are taken already.

Rows may come in any order; an instance keeps them sorted, so that equal rounds are equal and have
the same digest. The rules a round must obey are in `validation.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, Self

from .canonical import digest
from .record import Record, read_rows, require_format
from .validation import require_rules, require_types

FORMAT = "matching-instance/1"


@dataclass(frozen=True, slots=True)
class Student(Record):
    """A student by the random id of the round, with the one lottery number (0 is best)."""

    id: str
    lottery: int


@dataclass(frozen=True, slots=True)
class Position(Record):
    """A position with the number of seats it offers."""

    id: str
    capacity: int


@dataclass(frozen=True, slots=True)
class Preference(Record):
    """One entry of a student's list; rank 1 is the first choice.

    `acceptable` is false after a refusal by host or programme, with its `reason` code; the score
    of a refused entry plays no part (0 where the refusal came before any rating).
    """

    student: str
    position: str
    rank: int
    score: int
    acceptable: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FixedPair(Record):
    """A student placed before the match (own employer).

    The pair takes a seat of the position only where that seat was offered to everybody.
    """

    student: str
    position: str
    seat_offered_to_all: bool


@dataclass(frozen=True)
class Instance:
    """A whole round; InstanceError or DocumentError at once when it contradicts itself."""

    students: tuple[Student, ...]
    positions: tuple[Position, ...]
    preferences: tuple[Preference, ...]
    fixed: tuple[FixedPair, ...] = ()

    def __post_init__(self) -> None:
        """Check the types, sort the rows, check the rules."""
        require_types(self)
        self._sort()
        require_rules(self)

    def _sort(self) -> None:
        orders = {
            "students": attrgetter("id"),
            "positions": attrgetter("id"),
            "preferences": attrgetter("student", "rank"),
            "fixed": attrgetter("student"),
        }
        for name, order in orders.items():
            object.__setattr__(self, name, tuple(sorted(getattr(self, name), key=order)))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON of `to_dict`."""
        return digest(self.to_dict())

    @cached_property
    def lists(self) -> dict[str, list[Preference]]:
        """Every student's entries, first choice first; an empty list where nothing was chosen."""
        lists: dict[str, list[Preference]] = {student.id: [] for student in self.students}
        for preference in self.preferences:
            lists[preference.student].append(preference)
        return lists

    @cached_property
    def seats(self) -> dict[str, int]:
        """Seats per position that the match itself fills: capacity less the fixed pairs in it."""
        seats = {position.id: position.capacity for position in self.positions}
        for pair in self.fixed:
            seats[pair.position] -= pair.seat_offered_to_all
        return seats

    @cached_property
    def fixed_positions(self) -> dict[str, str]:
        """Position by student, for the students placed before the match."""
        return {pair.student: pair.position for pair in self.fixed}

    def to_dict(self) -> dict[str, Any]:
        """Return the round as JSON types, rows sorted."""
        return {
            "format": FORMAT,
            "students": [row.to_dict() for row in self.students],
            "positions": [row.to_dict() for row in self.positions],
            "preferences": [row.to_dict() for row in self.preferences],
            "fixed": [row.to_dict() for row in self.fixed],
        }

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote; raises DocumentError or InstanceError with the place."""
        require_format(document, FORMAT, ["students", "positions", "preferences", "fixed"])
        return cls(
            students=read_rows(Student, document["students"], "students"),
            positions=read_rows(Position, document["positions"], "positions"),
            preferences=read_rows(Preference, document["preferences"], "preferences"),
            fixed=read_rows(FixedPair, document["fixed"], "fixed"),
        )
