"""One intake round as the engine sees it: who, where, which lists, which seats are taken already.

Kept in columns, so that a million students fit and nothing loops over them. Rows may come in any
order: students, positions and caps are sorted by id and choices by rank, so that equal rounds are
equal and have the same digest. The rules a round must obey are in `validation.py`.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from .canonical import spelled
from .pool import Int64
from .reading import columns_of_document, columns_of_rows
from .rows import Cap, FixedPair, Position, Preference, Student
from .validation import require_rules

FORMAT = "matching-instance/2"


@dataclass(frozen=True, eq=False)
class Instance:
    """A whole round of N students with E choices; InstanceError when it contradicts itself.

    ``students`` (N ids) and ``lottery`` (N); ``start`` (N + 1) where each student's choices begin;
    per choice ``position`` (its number in ``positions``), ``score`` and ``reason`` (its number in
    ``reasons``, 0 for none). ``closing_order`` names the positions with a minimum in the announced
    order, in which equal shortages close.
    """

    students: tuple[str, ...]
    lottery: NDArray[np.integer]
    positions: tuple[Position, ...]
    start: NDArray[np.integer]
    position: NDArray[np.integer]
    score: NDArray[np.integer]
    reason: NDArray[np.integer]
    reasons: tuple[str, ...] = ("",)
    caps: tuple[Cap, ...] = ()
    fixed: tuple[FixedPair, ...] = ()
    closing_order: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the rules; afterwards no column can be written to."""
        require_rules(self)
        for name in ("lottery", "start", "position", "score", "reason"):
            getattr(self, name).setflags(write=False)

    @classmethod
    def of(
        cls,
        students: Iterable[Student],
        positions: Iterable[Position],
        preferences: Iterable[Preference] = (),
        fixed: Iterable[FixedPair] = (),
        *,
        caps: Iterable[Cap] = (),
        closing_order: Iterable[str] = (),
    ) -> Self:
        """Make a round of rows in any order; DocumentError or InstanceError with the place."""
        parts = {"caps": caps, "fixed": fixed, "closing_order": closing_order}
        return cls(**columns_of_rows(students, positions, preferences, **parts))

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote; raises DocumentError or InstanceError with the place."""
        return cls(**columns_of_document(document, FORMAT))

    def __eq__(self, other: object) -> bool:
        """Equal rounds have equal digests."""
        return isinstance(other, Instance) and self.digest == other.digest

    def __hash__(self) -> int:
        """As equality: by digest."""
        return hash(self.digest)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON of `to_dict`."""
        return hashlib.sha256(self.spelled()).hexdigest()

    def spelled(self, document: dict[str, Any] | None = None) -> bytes:
        """Return the canonical JSON of `to_dict`, which the caller may have already; not kept, for
        it is large.
        """
        text = spelled(document or self.to_dict())
        self.__dict__["digest"] = hashlib.sha256(text).hexdigest()  # worked out along the way
        return text

    @cached_property
    def student_numbers(self) -> dict[str, int]:
        """The place of every student's id in ``students``."""
        return {name: number for number, name in enumerate(self.students)}

    @cached_property
    def position_numbers(self) -> dict[str, int]:
        """The place of every position's id in ``positions``."""
        return {row.id: number for number, row in enumerate(self.positions)}

    @cached_property
    def fixed_positions(self) -> dict[str, str]:
        """Position by student, for the students placed before the match."""
        return {pair.student: pair.position for pair in self.fixed}

    @cached_property
    def fixed_at(self) -> Int64:
        """The number of each student's fixed position, -1 for the others (N)."""
        at = np.full(len(self.students), -1, np.int64)
        for pair in self.fixed:
            at[self.student_numbers[pair.student]] = self.position_numbers[pair.position]
        return at

    @cached_property
    def student_of(self) -> NDArray[np.integer]:
        """The number of the student of each choice (E)."""
        kind = np.min_scalar_type(len(self.students))
        return np.repeat(np.arange(len(self.students), dtype=kind), np.diff(self.start))

    @property
    def preferences(self) -> Iterator[Preference]:
        """Every choice as a row, by student and rank."""
        for number, student in enumerate(self.students):
            yield from self.list_of(number, student)

    def list_of(self, number: int, student: str) -> Iterator[Preference]:
        """The choices of one student, given by number and id, the first choice first."""
        first = int(self.start[number])
        for entry in range(first, int(self.start[number + 1])):
            why = self.reasons[self.reason[entry]]
            name = self.positions[self.position[entry]].id
            rank, score = entry - first + 1, int(self.score[entry])
            yield Preference(student, name, rank, score, acceptable=not why, reason=why)

    def to_dict(self) -> dict[str, Any]:
        """Return the round as JSON types, rows sorted; a choice has a score or a refusal."""
        choices = self._choices()
        starts = self.start.tolist()
        return {
            "format": FORMAT,
            "students": [
                {"id": name, "lottery": lottery, "choices": choices[first:end]}
                for name, lottery, first, end in zip(
                    self.students, self.lottery.tolist(), starts, starts[1:], strict=False
                )
            ],
            "positions": [row.to_dict() for row in self.positions],
            "caps": [row.to_dict() for row in self.caps],
            "fixed": [row.to_dict() for row in self.fixed],
            "closing_order": list(self.closing_order),
        }

    def _choices(self) -> list[dict[str, Any]]:
        names = [row.id for row in self.positions]
        return [
            {"position": names[at], "refused": self.reasons[reason]}
            if reason
            else {"position": names[at], "score": score}
            for at, score, reason in zip(
                self.position.tolist(), self.score.tolist(), self.reason.tolist(), strict=True
            )
        ]
