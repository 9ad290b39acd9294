"""Ratings of several people made into one exact score per student and position.

A score is the weighted mean over criteria and parties, each party speaking with the mean of its
raters. All scores of a round are integers over one common denominator, so that equal marks are
equal: with 0.5, 0.3 and 0.2 in binary floating point a third of the exact ties would be lost.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from .canonical import LARGEST_INTEGER
from .errors import ScoreError
from .pool import Int64
from .scheme import Scheme

OPEN = np.iinfo(np.int64).min  # a criterion without a mark


@dataclass(frozen=True, eq=False)
class Choices:
    """The E choices to be scored: the numbers of student and position, and which count.

    A refused choice does not count: it needs no rating and has score 0. ``students`` and
    ``positions`` are the names behind the numbers.
    """

    students: Sequence[str]
    positions: Sequence[str]
    student: Int64
    position: Int64
    counts: NDArray[np.bool_]

    def name(self, entry: int) -> str:
        """A choice in words, for whoever must mend it."""
        return f"{self.students[self.student[entry]]} at {self.positions[self.position[entry]]}"


@dataclass(frozen=True, eq=False)
class Sheets:
    """What the raters of one party gave: S whole sheets, a row each.

    ``student``, ``rater`` and, for a party that rates for one position, ``position`` are numbers
    (S); a party without positions speaks of the student wherever that one asks. ``marks`` (S x C)
    has the criteria in the order of the scheme, `OPEN` where none was given.
    """

    student: Int64
    rater: Int64
    marks: Int64
    position: Int64 | None = None


@dataclass(frozen=True, eq=False)
class Scores:
    """The score of every choice (E), over the common denominator."""

    denominator: int
    score: Int64


@dataclass(frozen=True, eq=False)
class _Heard:
    """Of one party, for every choice: the sum of its weighted marks, and how many raters."""

    total: Int64
    raters: Int64


def shown(score: int, denominator: int, places: int = 2) -> Decimal:
    """Return the mark to show to people, halves rounded up: 3.85 where the scale ends at 5."""
    rounded = math.floor(Fraction(score * 10**places, denominator) + Fraction(1, 2))
    return Decimal(rounded).scaleb(-places)


def combine(scheme: Scheme, choices: Choices, sheets: Mapping[str, Sheets]) -> Scores:
    """Return the scores of the choices that count, 0 for the others.

    ScoreError with the place for a missing rating (a party without rater, or a rater who left a
    criterion open), a sheet given twice, marks outside the scale, an unknown party, a sheet for a
    position that is not on the list, and weights whose scores no whole number carries exactly.
    """
    for party in sheets:
        if party not in scheme.parties:
            raise ScoreError("unknown_party", f"ratings for {party}", "has no weight in the round")
    none = _nobody(len(scheme.criteria))
    heard = {
        party: _heard(scheme, choices, party, sheets.get(party, none)) for party in scheme.parties
    }
    counted = [each.raters[choices.counts] for each in heard.values()]
    least = math.lcm(*np.unique(np.concatenate(counted)).tolist())
    denominator = sum(scheme.criteria.values()) * sum(scheme.parties.values()) * least
    if denominator * max(abs(scheme.lowest), abs(scheme.highest)) > LARGEST_INTEGER:
        raise ScoreError("too_fine", "ratings", "weights and numbers of raters are too large")
    score = np.zeros(len(choices.student), np.int64)
    for party, each in heard.items():
        share = least // np.maximum(each.raters, 1)
        score += np.where(choices.counts, each.total * share * scheme.parties[party], 0)
    return Scores(denominator, score)


def _nobody(criteria: int) -> Sheets:
    """A party of which nobody rated."""
    nothing = np.empty(0, np.int64)
    return Sheets(nothing, nothing, np.empty((0, criteria), np.int64))


def _heard(scheme: Scheme, choices: Choices, party: str, sheets: Sheets) -> _Heard:
    """Raises ScoreError unless every choice that counts has a whole sheet, and none has two."""
    _require_once(choices, party, sheets)
    # What a sheet speaks of, and what a choice asks: a student, or one choice.
    if sheets.position is None:
        said, asked, size = sheets.student, choices.student, len(choices.students)
    else:
        asked = np.arange(len(choices.student))
        said, size = _entries(choices, party, sheets, sheets.position), len(asked)
    wanted = np.zeros(size, bool)
    wanted[asked[choices.counts]] = True
    counts = wanted[said]
    _require_marks(scheme, choices, party, sheets, counts)
    weights = np.array(list(scheme.criteria.values()), np.int64)
    total, raters = np.zeros(size, np.int64), np.zeros(size, np.int64)
    np.add.at(total, said[counts], sheets.marks[counts] @ weights)
    np.add.at(raters, said[counts], 1)
    missing = np.flatnonzero(choices.counts & (raters[asked] == 0))
    if len(missing):
        place = f"ratings of {choices.name(int(missing[0]))}"
        raise ScoreError("missing_rating", place, f"nobody rated for {party}")
    return _Heard(total[asked], raters[asked])


def _entries(choices: Choices, party: str, sheets: Sheets, position: Int64) -> Int64:
    """The choice of which each sheet speaks; ScoreError where there is none."""
    width = len(choices.positions)
    listed = choices.student * width + choices.position
    wanted = sheets.student * width + position
    order = np.argsort(listed)
    place = np.searchsorted(listed, wanted, sorter=order)
    there = place < len(listed)
    there[there] = listed[order[place[there]]] == wanted[there]
    if not there.all():
        strange = _sheet(choices, party, sheets, int(np.argmin(there)))
        raise ScoreError("unknown_pair", strange, "the position is not on the list")
    return order[place]


def _require_once(choices: Choices, party: str, sheets: Sheets) -> None:
    """No rater gives two sheets for the same."""
    at = np.zeros_like(sheets.student) if sheets.position is None else sheets.position
    order = np.lexsort((sheets.rater, at, sheets.student))
    same = np.ones(max(len(order) - 1, 0), bool)
    for column in (sheets.student, at, sheets.rater):
        same &= column[order][1:] == column[order][:-1]
    if same.any():
        place = _sheet(choices, party, sheets, int(order[1:][same][0]))
        raise ScoreError("duplicate_rating", place, "was given before")


def _require_marks(
    scheme: Scheme, choices: Choices, party: str, sheets: Sheets, counts: NDArray[np.bool_]
) -> None:
    """Every sheet that counts is whole, and every mark on the scale."""
    off = (sheets.marks < scheme.lowest) | (sheets.marks > scheme.highest)
    wrong = np.argwhere(off & counts[:, None])
    if not len(wrong):
        return
    number, criterion = wrong[0].tolist()
    place = _sheet(choices, party, sheets, number)
    mark = int(sheets.marks[number, criterion])
    if mark == OPEN:
        detail = f"{list(scheme.criteria)[criterion]} was left open"
        raise ScoreError("missing_rating", place, detail)
    detail = f"{mark} lies outside {scheme.lowest} to {scheme.highest}"
    raise ScoreError("mark_out_of_range", place, detail)


def _sheet(choices: Choices, party: str, sheets: Sheets, number: int) -> str:
    """A sheet in words."""
    place = f"rating {number} for {party} of {choices.students[sheets.student[number]]}"
    if sheets.position is None:
        return place
    return f"{place} at {choices.positions[sheets.position[number]]}"
