"""Why each choice of each student ended as it did: true sentences, as data to be worded.

The last admitted score is a fact and no promise: a higher own score moves others too, and
`suffices` runs the match again before anybody says so. Where few seats are at stake the score would
be one person's, and is withheld; that the lottery decided is told all the same, for nobody can be
refused by a number without hearing it, and it tells that somebody had an equal score.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import NoneType
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from .acceptance import match
from .decision import Match
from .errors import InstanceError
from .instance import Instance
from .pool import Int64
from .record import Record, read_rows, require_keys, require_type
from .result import Result, match_of, positions_of
from .rows import Preference
from .standing import Standing

PLACED: Final = "placed"
NOT_NEEDED: Final = "not_needed"
OUTRANKED_BY_SCORE: Final = "outranked_by_score"
OUTRANKED_BY_LOTTERY: Final = "outranked_by_lottery"
NOT_ACCEPTABLE: Final = "not_acceptable"
CLOSED: Final = "closed_below_minimum"
NO_SEATS: Final = "no_seats"
KINDS: Final = (
    PLACED,
    NOT_NEEDED,
    OUTRANKED_BY_SCORE,
    OUTRANKED_BY_LOTTERY,
    NOT_ACCEPTABLE,
    CLOSED,
    NO_SEATS,
)


@dataclass(frozen=True, slots=True)
class Outcome(Record):
    """One list entry: its kind, and the facts that decided it.

    `seats` are those the match could give at the place that decided: the position, or with `cap` a
    cap above it that was full. Own `score` and `lottery` are there where they decided; `last_score`
    and `last_lottery` are those of the last student admitted there, None with `withheld` true where
    too few seats were at stake. `reason` is the code of a refusal; `students` and `minimum` tell of
    a position that closed.
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
    cap: str = ""
    students: int | None = None
    minimum: int | None = None


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


@dataclass(frozen=True, eq=False)
class Reasons:
    """Why, for all E choices at once: ``kind`` is a number in `KINDS`, ``line`` the level that
    decided (0 the position itself, then the caps above), where one did.
    """

    kind: NDArray[np.uint8]
    line: NDArray[np.uint8]


def reasons(instance: Instance, decided: Match, standing: Standing | None = None) -> Reasons:
    """Work out the reason of every choice, in the order of the round."""
    standing = standing or Standing.of(instance, decided)
    found = Reasons(
        np.full(len(instance.position), KINDS.index(NOT_NEEDED), np.uint8),
        np.zeros(len(instance.position), np.uint8),
    )
    shut = np.zeros(len(instance.positions), bool)
    shut[[instance.position_numbers[row.position] for row in decided.closings]] = True
    # Who was placed needed nothing further down; who was placed beforehand, nothing at all.
    reached = np.where(decided.entry >= 0, decided.entry, len(instance.position))
    reached[instance.fixed_at >= 0] = -1
    last_scores = [standing.last_scores(line) for line in standing.lines]
    for part in standing.parts():
        entry = np.arange(part.start, min(part.stop, len(instance.position)))
        student = instance.student_of[part]
        above = entry < reached[student]
        entry, student = entry[above], student[above]
        kind, level = _outranked(standing, last_scores, entry, student)
        kind[shut[instance.position[entry]]] = KINDS.index(CLOSED)
        kind[instance.reason[entry] > 0] = KINDS.index(NOT_ACCEPTABLE)
        found.kind[entry], found.line[entry] = kind, level
    found.kind[decided.entry[decided.entry >= 0]] = KINDS.index(PLACED)
    _tell_fixed(instance, found)
    return found


def _tell_fixed(instance: Instance, found: Reasons) -> None:
    """The choice at which somebody was placed beforehand, where it is on the list."""
    for pair in instance.fixed:
        number = instance.student_numbers[pair.student]
        mine = slice(instance.start[number], instance.start[number + 1])
        here = instance.position[mine] == instance.position_numbers[pair.position]
        found.kind[mine][here] = KINDS.index(PLACED)


def _outranked(
    standing: Standing, last_scores: list[Any], entry: Int64, student: NDArray[np.integer]
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The nearest level that had no room for each of these choices, and what decided there."""
    priority, position = standing.priorities(entry, student), standing.instance.position[entry]
    score = standing.scores[entry]
    kind = np.full(len(entry), KINDS.index(OUTRANKED_BY_SCORE), np.uint8)
    level = np.zeros(len(entry), np.uint8)
    undecided = np.ones(len(entry), bool)
    for number, line in enumerate(standing.lines):
        group = line.group[position]
        here = undecided & (line.cutoff[group] > priority)
        level[here] = number
        kind[here & (last_scores[number][group] == score)] = KINDS.index(OUTRANKED_BY_LOTTERY)
        kind[here & (line.seats[group] == 0)] = KINDS.index(NO_SEATS)
        undecided &= ~here
    return kind, level


def explanations(
    instance: Instance, result: Result, minimum_seats_for_cutoff: int = 5
) -> Iterator[Explanation]:
    """Yield one explanation per student, by id.

    A last admitted score is told only where the match gave `minimum_seats_for_cutoff` seats.
    InstanceError when the result is not of this round.
    """
    teller = _Teller(instance, match_of(instance, result), minimum_seats_for_cutoff)
    for number, student in enumerate(instance.students):
        yield teller.tell(number, student)


class _Teller:
    def __init__(self, instance: Instance, decided: Match, minimum: int) -> None:
        self.instance = instance
        self.minimum = minimum
        standing = Standing.of(instance, decided)
        why = reasons(instance, decided, standing)
        self.kind, self.level = why.kind.tolist(), why.line.tolist()
        self.groups = [line.group.tolist() for line in standing.lines]
        self.seats = [line.seats.tolist() for line in standing.lines]
        self.last = [line.last.tolist() for line in standing.lines]
        self.closings = {row.position: row for row in decided.closings}
        self.at = positions_of(instance, decided).tolist()

    def tell(self, number: int, student: str) -> Explanation:
        first = int(self.instance.start[number])
        rows = enumerate(self.instance.list_of(number, student), start=first)
        outcomes = tuple(self._outcome(entry, number, row) for entry, row in rows)
        at = self.at[number]
        name = self.instance.positions[at].id if at >= 0 else None
        return Explanation(student, name, student in self.instance.fixed_positions, outcomes)

    def _outcome(self, entry: int, number: int, row: Preference) -> Outcome:
        kind, level = KINDS[self.kind[entry]], self.level[entry]
        position = int(self.instance.position[entry])
        if kind in (OUTRANKED_BY_SCORE, OUTRANKED_BY_LOTTERY):
            return self._outranked(entry, number, row, kind)
        if kind == CLOSED:
            closing = self.closings[row.position]
            return Outcome(
                row.position,
                row.rank,
                kind,
                0,
                students=closing.students,
                minimum=closing.minimum,
            )
        if kind == NO_SEATS:
            return Outcome(row.position, row.rank, kind, 0, cap=self._cap(level, position))
        seats = self.seats[0][position]
        reason = row.reason if kind == NOT_ACCEPTABLE else ""
        return Outcome(row.position, row.rank, kind, seats, reason=reason)

    def _outranked(self, entry: int, number: int, row: Preference, kind: str) -> Outcome:
        level, position = self.level[entry], int(self.instance.position[entry])
        group = self.groups[level][position]
        seats, last = self.seats[level][group], self.last[level][group]
        by_lottery = kind == OUTRANKED_BY_LOTTERY
        told = seats >= self.minimum
        of = self.instance.student_of[last]
        return Outcome(
            position=row.position,
            rank=row.rank,
            kind=kind,
            seats=seats,
            score=row.score,
            lottery=int(self.instance.lottery[number]) if by_lottery else None,
            last_score=int(self.instance.score[last]) if told else None,
            last_lottery=int(self.instance.lottery[of]) if told and by_lottery else None,
            withheld=not told,
            cap=self._cap(level, position),
        )

    def _cap(self, level: int, position: int) -> str:
        """The cap of that level above a position; "" for the position itself."""
        return self.instance.caps[self.groups[level][position]].id if level else ""


def suffices(instance: Instance, student: str, position: str, score: int) -> bool:
    """Whether this score, everything else as it was, would have given the student that position.

    Runs the match again: a score above the last admitted one moves others, and does not always
    suffice (measured: in 11 % of small rounds).
    """
    number, at = instance.student_numbers[student], instance.position_numbers[position]
    mine = range(int(instance.start[number]), int(instance.start[number + 1]))
    entry = next((entry for entry in mine if instance.position[entry] == at), None)
    if entry is None:
        place = f"{student} at {position}"
        raise InstanceError("not_listed", place, "the position is not on the list")
    scores = instance.score.copy()
    scores[entry] = score
    return bool(match(replace(instance, score=scores)).entry[number] == entry)


def sufficient_score(
    instance: Instance,
    result: Result,
    student: str,
    position: str,
    minimum_seats_for_cutoff: int = 5,
) -> int | None:
    """A score that one may call sufficient for a choice that was outranked; not always the lowest.

    It is the last admitted one, or one more where the lottery would then have decided against the
    student; None when a second run does not confirm it, and where so few seats were given that
    the last admitted score is withheld.
    """
    standing = Standing.of(instance, match_of(instance, result))
    number, at = instance.student_numbers[student], instance.position_numbers[position]
    line = max(standing.lines, key=lambda line: int(line.cutoff[line.group[at]]))
    last = int(line.last[line.group[at]])
    if last < 0 or line.seats[line.group[at]] < minimum_seats_for_cutoff:
        return None
    better = standing.rank[number] < standing.rank[instance.student_of[last]]
    wanted = int(instance.score[last]) + int(better)
    return wanted if suffices(instance, student, position, wanted) else None
