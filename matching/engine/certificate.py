"""Check a result without solving anything: is it possible, permitted, and is nobody passed over?

A result that passes is feasible and stable. That it is the best stable one for the students is
what the second run (`audit.rerun`) shows; no certificate of this size can.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .canonical import digest
from .instance import Instance, Preference
from .record import Record
from .result import Cutoff, Placement, Result

Priority = tuple[int, int]  # the score and minus the lottery number: higher goes first


@dataclass(frozen=True, slots=True)
class Finding(Record):
    """Something wrong with a result: a code for machines, the place for people."""

    code: str
    place: str


def check(instance: Instance, result: Result) -> tuple[Finding, ...]:
    """Return every fault of the result, none when it is right; linear in the length of the lists.

    Codes: instance_digest, result_digest, unknown_student, student_twice, student_missing,
    unknown_position, fixed_pair, not_listed, not_acceptable, over_capacity, cutoff, blocking_pair.
    """
    review = _Review(instance, result)
    steps = (review.digests, review.people, review.places, review.seats, review.blocking)
    return tuple(Finding(code, place) for step in steps for code, place in step())


class _Review:
    def __init__(self, instance: Instance, result: Result) -> None:
        self.instance = instance
        self.result = result
        self.lots = {row.id: row.lottery for row in instance.students}
        self.entries = {(row.student, row.position): row for row in instance.preferences}
        self.fixed = {(row.student, row.position) for row in instance.fixed}
        self.pool_seats = {row.id: row.capacity for row in instance.positions}
        for pair in instance.fixed:
            if pair.seat_offered_to_all:
                self.pool_seats[pair.position] -= 1
        self.pool = [row for row in result.placements if not row.fixed]
        self.last = self._last_admitted()
        self.count = Counter(row.position for row in self.pool)

    def _last_admitted(self) -> dict[str, Priority]:
        last: dict[str, Priority] = {}
        for row in self.pool:
            entry = self.entries.get((row.student, row.position))
            if entry is not None:
                priority = self.priority(entry)
                last[row.position] = min(priority, last.get(row.position, priority))
        return last

    def priority(self, entry: Preference) -> Priority:
        return (entry.score, -self.lots[entry.student])

    def digests(self) -> Iterator[tuple[str, str]]:
        if self.result.instance_digest != digest(self.instance.to_dict()):
            yield "instance_digest", self.result.instance_digest
        if self.result.digest != digest(self.result.outcome()):
            yield "result_digest", self.result.digest

    def people(self) -> Iterator[tuple[str, str]]:
        named = Counter([row.student for row in self.result.placements])
        named.update(self.result.unplaced)
        for student, times in named.items():
            if student not in self.lots:
                yield "unknown_student", student
            if times > 1:
                yield "student_twice", student
        yield from (("student_missing", name) for name in self.lots if name not in named)

    def places(self) -> Iterator[tuple[str, str]]:
        kept = {(row.student, row.position) for row in self.result.placements if row.fixed}
        for student, position in sorted(kept ^ self.fixed):
            yield "fixed_pair", f"{student} at {position}"
        for row in self.pool:
            code = self._fault(row)
            if code:
                yield code, f"{row.student} at {row.position}"

    def _fault(self, row: Placement) -> str:
        if row.position not in self.pool_seats:
            return "unknown_position"
        entry = self.entries.get((row.student, row.position))
        if entry is None:
            return "not_listed"
        return "" if entry.acceptable else "not_acceptable"

    def seats(self) -> Iterator[tuple[str, str]]:
        for position, seats in self.pool_seats.items():
            if self.count[position] > seats:
                yield "over_capacity", position
        found = {row.position: row for row in self.result.cutoffs}
        right = {position: self._cutoff(position) for position in self.pool_seats}
        for position in sorted(found.keys() | right.keys()):
            if found.get(position) != right.get(position):
                yield "cutoff", position
        if len(found) != len(self.result.cutoffs):
            yield "cutoff", "a position appears twice"

    def _cutoff(self, position: str) -> Cutoff:
        seats, count = self.pool_seats[position], self.count[position]
        if count < seats or position not in self.last:
            return Cutoff(position, seats, count, None, None)
        score, minus_lottery = self.last[position]
        return Cutoff(position, seats, count, score, -minus_lottery)

    def blocking(self) -> Iterator[tuple[str, str]]:
        """Find who would rather be somewhere that has a free seat or admitted a lower priority."""
        placed = {row.student: row.position for row in self.result.placements}
        settled = {student for student, _ in self.fixed}
        for row in self.instance.preferences:
            if row.student in settled or not row.acceptable or not self.pool_seats[row.position]:
                continue
            own = self.entries.get((row.student, placed.get(row.student, "")))
            if (own is None or row.rank < own.rank) and self._would_admit(row):
                yield "blocking_pair", f"{row.student} at {row.position}"

    def _would_admit(self, row: Preference) -> bool:
        if self.count[row.position] < self.pool_seats[row.position]:
            return True
        return row.position in self.last and self.last[row.position] < self.priority(row)
