"""Why each choice of each student ended as it did: true sentences, as data to be worded.

The last admitted score is a fact and no promise: a higher own score moves others too. Where few
seats are at stake it would be one person's score, and is withheld.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Any, Final, Self

from .instance import Instance, Preference
from .record import Record, read_rows, require_keys, require_type
from .result import Cutoff, Result

PLACED: Final = "placed"
NOT_NEEDED: Final = "not_needed"
OUTRANKED_BY_SCORE: Final = "outranked_by_score"
OUTRANKED_BY_LOTTERY: Final = "outranked_by_lottery"
NOT_ACCEPTABLE: Final = "not_acceptable"
NO_SEATS: Final = "no_seats"


@dataclass(frozen=True, slots=True)
class Outcome(Record):
    """One list entry: its kind, and the facts that decided it.

    `seats` are those the match could give. Own `score` and `lottery` are there where they decided;
    `last_score` and `last_lottery` are those of the last student admitted, None with `withheld`
    true where too few seats were at stake. `reason` is the code of a refusal.
    """

    position: str
    rank: int
    kind: str
    seats: int
    reason: str = ""
    score: int | None = None
    lottery: int | None = None
    last_score: int | None = None
    last_lottery: int | None = None
    withheld: bool = False


@dataclass(frozen=True)
class Explanation:
    """All outcomes of one student, in the order of the list; `position` is None if unplaced.

    `fixed` tells that the place was given before the match: then no entry was needed.
    """

    student: str
    position: str | None
    fixed: bool
    outcomes: tuple[Outcome, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return JSON types: one document per student."""
        return {
            "student": self.student,
            "position": self.position,
            "fixed": self.fixed,
            "outcomes": [row.to_dict() for row in self.outcomes],
        }

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote; raises DocumentError."""
        require_keys(document, ["student", "position", "fixed", "outcomes"], "$")
        require_type(document["student"], "student", str)
        require_type(document["position"], "position", str, NoneType)
        require_type(document["fixed"], "fixed", bool)
        rows = read_rows(Outcome, document["outcomes"], "outcomes")
        return cls(document["student"], document["position"], document["fixed"], rows)


def explanations(
    instance: Instance, result: Result, minimum_seats_for_cutoff: int = 5
) -> tuple[Explanation, ...]:
    """Return one explanation per student, sorted by id.

    A last admitted score is told only where the match gave `minimum_seats_for_cutoff` seats.
    """
    placed = {row.student: row for row in result.placements}
    cutoffs = {row.position: row for row in result.cutoffs}
    made = []
    for student in instance.students:
        own = placed.get(student.id)
        reader = _Reader(student.lottery, cutoffs, minimum_seats_for_cutoff)
        at, fixed = (own.position, own.fixed) if own else (None, False)
        outcomes = tuple(reader.outcomes(instance.lists[student.id], at, settled=fixed))
        made.append(Explanation(student.id, at, fixed, outcomes))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Reader:
    lottery: int
    cutoffs: Mapping[str, Cutoff]
    minimum: int

    def outcomes(
        self, entries: list[Preference], at: str | None, *, settled: bool
    ) -> Iterator[Outcome]:
        """Walk down the list; after the own place (or before, when fixed) nothing was needed."""
        for entry in entries:
            seats = self.cutoffs[entry.position].seats
            if entry.position == at:
                settled = True
                yield Outcome(entry.position, entry.rank, PLACED, seats)
            elif settled:
                yield Outcome(entry.position, entry.rank, NOT_NEEDED, seats)
            else:
                yield self._refused(entry, self.cutoffs[entry.position])

    def _refused(self, entry: Preference, last: Cutoff) -> Outcome:
        if not entry.acceptable:
            kind, reason = NOT_ACCEPTABLE, entry.reason
            return Outcome(entry.position, entry.rank, kind, last.seats, reason=reason)
        if last.seats == 0:
            return Outcome(entry.position, entry.rank, NO_SEATS, 0)
        by_lottery = entry.score == last.score
        told = last.seats >= self.minimum
        return Outcome(
            position=entry.position,
            rank=entry.rank,
            kind=OUTRANKED_BY_LOTTERY if by_lottery else OUTRANKED_BY_SCORE,
            seats=last.seats,
            score=entry.score,
            lottery=self.lottery if by_lottery else None,
            last_score=last.score if told else None,
            last_lottery=last.lottery if told and by_lottery else None,
            withheld=not told,
        )
