"""Check a result without solving anything: is it possible, permitted, and is nobody passed over?

A result that passes is feasible and stable. That it is the best stable one for the students is
what the second run (`audit.rerun`) shows; no certificate of this size can.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .decision import Match
from .instance import Instance
from .pool import Int64
from .record import Record
from .result import Cutoff, Placement, Result, cutoffs_of, entries_of
from .standing import Standing

MOST = 100  # findings of one kind that are told: a wholly wrong result has as many as choices


@dataclass(frozen=True, slots=True)
class Finding(Record):
    """Something wrong with a result: a code for machines, the place for people."""

    code: str
    place: str


def check(instance: Instance, result: Result) -> tuple[Finding, ...]:
    """Return every fault of the result, none when it is right; linear in the length of the lists.

    Codes: instance_digest, result_digest, unknown_student, student_twice, student_missing,
    unknown_position, fixed_pair, not_listed, not_acceptable, over_capacity, cutoff, closing,
    blocking_pair (at most `MOST` of these). DocumentError where JSON cannot carry the result.
    """
    review = _Review(instance, result)
    steps = (
        review.digests,
        review.people,
        review.places,
        review.closings,
        review.seats,
        review.blocking,
    )
    return tuple(Finding(code, place) for step in steps for code, place in step())


def blocking_choices(instance: Instance, decided: Match, standing: Standing) -> Iterator[Int64]:
    """Yield the choices that their students prefer to what they got and would have been admitted
    to: a free seat, or one of somebody with a lower priority, under every cap.
    """
    last = np.where(decided.entry >= 0, decided.entry, instance.start[1:])
    last[instance.fixed_at >= 0] = -1
    for part in standing.parts():
        student = instance.student_of[part]
        entry = np.arange(part.start, part.start + len(student))
        preferred = (entry < last[student]) & (instance.reason[part] == 0)
        entry, student = entry[preferred], student[preferred]
        priority = standing.priorities(entry, student)
        yield entry[priority > standing.barrier[instance.position[entry]]]


class _Review:
    def __init__(self, instance: Instance, result: Result) -> None:
        self.instance = instance
        self.result = result
        self.pool = [row for row in result.placements if not row.fixed]
        self.names = [row.id for row in instance.positions]
        at = np.full(len(instance.students), -1, np.int64)
        for row in self.pool:
            number = instance.student_numbers.get(row.student)
            if number is not None:
                at[number] = instance.position_numbers.get(row.position, -1)
        known = (row for row in result.closings if row.position in instance.position_numbers)
        self.decided = Match(entries_of(instance, at), tuple(known))
        self.standing = Standing.of(instance, self.decided)
        self.listed = {
            instance.students[number] for number in np.flatnonzero(self.decided.entry >= 0).tolist()
        }

    def digests(self) -> Iterator[tuple[str, str]]:
        if self.result.instance_digest != self.instance.digest:
            yield "instance_digest", self.result.instance_digest
        if not self.result.sealed:
            yield "result_digest", self.result.digest

    def people(self) -> Iterator[tuple[str, str]]:
        named = Counter([row.student for row in self.result.placements])
        named.update(self.result.unplaced)
        for student, times in named.items():
            if student not in self.instance.student_numbers:
                yield "unknown_student", student
            if times > 1:
                yield "student_twice", student
        missing = (name for name in self.instance.students if name not in named)
        yield from (("student_missing", name) for name in missing)

    def places(self) -> Iterator[tuple[str, str]]:
        kept = {(row.student, row.position) for row in self.result.placements if row.fixed}
        fixed = {(row.student, row.position) for row in self.instance.fixed}
        for student, position in sorted(kept ^ fixed):
            yield "fixed_pair", f"{student} at {position}"
        for row in self.pool:
            code = self._fault(row)
            if code:
                yield code, f"{row.student} at {row.position}"

    def _fault(self, row: Placement) -> str:
        if row.position not in self.instance.position_numbers:
            return "unknown_position"
        if row.student not in self.listed:
            return "not_listed"
        entry = self.decided.entry[self.instance.student_numbers[row.student]]
        return "not_acceptable" if self.instance.reason[entry] else ""

    def closings(self) -> Iterator[tuple[str, str]]:
        """What closed had a minimum and fell short; what is open has none, or reached it."""
        rows = {row.id: row for row in self.instance.positions}
        for closing in self.result.closings:
            row = rows.get(closing.position)
            if (
                row is None
                or closing.minimum != row.minimum
                or row.minimum < 2
                or not 0 < closing.students < row.minimum
            ):
                yield "closing", closing.position
        if len({row.position for row in self.result.closings}) != len(self.result.closings):
            yield "closing", "a position closed twice"
        there = Counter(row.position for row in self.result.placements)
        matched = Counter(row.position for row in self.pool)
        for name in self.instance.closing_order:
            if matched[name] and there[name] < rows[name].minimum:
                yield "closing", name

    def seats(self) -> Iterator[tuple[str, str]]:
        right = cutoffs_of(self.instance, self.standing)
        for row in (*right.positions, *right.caps):
            if row.admitted > row.seats:
                yield "over_capacity", row.place
        yield from self._cutoffs(right.positions, self.result.cutoffs)
        yield from self._cutoffs(right.caps, self.result.cap_cutoffs)

    def _cutoffs(
        self, right: tuple[Cutoff, ...], claimed: tuple[Cutoff, ...]
    ) -> Iterator[tuple[str, str]]:
        found, wanted = ({row.place: row for row in rows} for rows in (claimed, right))
        for place in sorted(found.keys() | wanted.keys()):
            if found.get(place) != wanted.get(place):
                yield "cutoff", place
        if len(found) != len(claimed):
            yield "cutoff", "a place appears twice"

    def blocking(self) -> Iterator[tuple[str, str]]:
        told = 0
        for entries in blocking_choices(self.instance, self.decided, self.standing):
            for entry in entries[: MOST - told].tolist():
                told += 1
                student = self.instance.students[self.instance.student_of[entry]]
                yield "blocking_pair", f"{student} at {self.names[self.instance.position[entry]]}"
