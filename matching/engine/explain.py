"""Why each choice of each student ended as it did: true sentences, as data to be worded.

The last admitted score is a fact and no promise: a higher own score moves others too, and
`suffices` runs the match again before anybody says so. Where few seats are at stake the score would
be one person's, and is withheld; that the lottery decided is told all the same, for nobody can be
refused by a number without hearing it, and it tells that somebody had an equal score.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from .acceptance import match
from .decision import Match
from .errors import InstanceError
from .instance import Instance
from .outcomes import (
    CLOSED,
    KINDS,
    NO_SEATS,
    NOT_ACCEPTABLE,
    OUTRANKED_BY_LOTTERY,
    OUTRANKED_BY_SCORE,
    Document,
    Explanation,
)
from .reasons import reasons
from .result import Result, match_of, positions_of
from .standing import Standing


def explanations(
    instance: Instance, result: Result, minimum_seats_for_cutoff: int = 5
) -> Iterator[Explanation]:
    """Yield one explanation per student, by id.

    A last admitted score is told only where the match gave `minimum_seats_for_cutoff` seats.
    InstanceError when the result is not of this round, was changed, or passes somebody over.
    """
    told = explanation_documents(instance, result, minimum_seats_for_cutoff)
    return map(Explanation.from_dict, told)


def explanation_documents(
    instance: Instance, result: Result, minimum_seats_for_cutoff: int = 5
) -> Iterator[Document]:
    """Yield what `Explanation.to_dict` of everybody says, without making rows of it first."""
    teller = _Teller(instance, match_of(instance, result), minimum_seats_for_cutoff)
    return map(teller.tell, range(len(instance.students)))


class _Teller:
    """Every column as a list: single numbers are quicker to take out of those than out of arrays.

    `_facts` has a line for every kind, by its number in `KINDS`.
    """

    def __init__(self, instance: Instance, decided: Match, minimum: int) -> None:
        self.instance = instance
        self.minimum = minimum
        standing = Standing.of(instance, decided)
        why = reasons(instance, decided, standing)
        self.kind, self.level = why.kind.tolist(), why.line.tolist()
        self.start, self.position = instance.start.tolist(), instance.position.tolist()
        self.score, self.lottery = instance.score.tolist(), instance.lottery.tolist()
        self.refusal = instance.reason.tolist()
        self.names = [row.id for row in instance.positions]
        self.groups = [line.group.tolist() for line in standing.lines]
        self.seats = [line.seats.tolist() for line in standing.lines]
        self.last = [line.last.tolist() for line in standing.lines]
        self.closings = {row.position: row for row in decided.closings}
        self.at = positions_of(instance, decided).tolist()
        self.fixed = instance.fixed_positions
        self.facts = [self._facts_of(kind) for kind in KINDS]

    def tell(self, number: int) -> Document:
        """The whole document of a student, by number."""
        student, at = self.instance.students[number], self.at[number]
        first, end = self.start[number], self.start[number + 1]
        return {
            "student": student,
            "position": self.names[at] if at >= 0 else None,
            "fixed": student in self.fixed,
            "outcomes": [self._outcome(entry, number, first) for entry in range(first, end)],
        }

    def _outcome(self, entry: int, number: int, first: int) -> Document:
        kind, at = self.kind[entry], self.position[entry]
        said = {
            "position": self.names[at],
            "rank": entry - first + 1,
            "kind": KINDS[kind],
            "seats": self.seats[0][at],
        }
        facts = self.facts[kind]
        if facts is not None:
            facts(said, entry, number)
        return said

    def _facts_of(self, kind: str) -> Callable[[Document, int, int], None] | None:
        """What adds to place, rank and seats what else is told of a choice and its student."""
        return {
            OUTRANKED_BY_SCORE: self._outranked,
            OUTRANKED_BY_LOTTERY: self._by_lottery,
            NOT_ACCEPTABLE: self._refused,
            CLOSED: self._closed,
            NO_SEATS: self._without_seats,
        }.get(kind)

    def _outranked(self, said: Document, entry: int, number: int) -> None:
        group, level = self._deciding(entry)
        said["seats"], said["score"] = self.seats[level][group], self.score[entry]
        if said["seats"] >= self.minimum:
            said["last_score"] = self.score[self.last[level][group]]
        else:
            said["withheld"] = True
        self._name_cap(said, group, level)

    def _by_lottery(self, said: Document, entry: int, number: int) -> None:
        self._outranked(said, entry, number)
        said["lottery"] = self.lottery[number]
        if "last_score" in said:
            group, level = self._deciding(entry)
            said["last_lottery"] = self.lottery[self.instance.student_of[self.last[level][group]]]

    def _refused(self, said: Document, entry: int, number: int) -> None:
        said["reason"] = self.instance.reasons[self.refusal[entry]]

    def _closed(self, said: Document, entry: int, number: int) -> None:
        closing = self.closings[self.names[self.position[entry]]]
        said |= {"seats": 0, "students": closing.students, "minimum": closing.minimum}

    def _without_seats(self, said: Document, entry: int, number: int) -> None:
        group, level = self._deciding(entry)
        said["seats"] = 0
        self._name_cap(said, group, level)

    def _name_cap(self, said: Document, group: int, level: int) -> None:
        """The cap that decided, where it was not the position itself."""
        if level:
            said["cap"] = self.instance.caps[group].id

    def _deciding(self, entry: int) -> tuple[int, int]:
        """The number of the place that had no room for this choice, and its level: 0 for the
        position itself.
        """
        level = self.level[entry]
        return self.groups[level][self.position[entry]], level


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
