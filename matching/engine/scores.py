"""Ratings of several people made into one exact score per student and position.

A score is the weighted mean over criteria and parties, each party speaking with the mean of its
raters. All scores of a round are integers over one common denominator, so that equal marks are
equal: with 0.5, 0.3 and 0.2 in binary floating point a third of the exact ties would be lost.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self

from .errors import DocumentError, ScoreError
from .record import Record, read_rows, require_format, require_type
from .scheme import Rating, Scheme

FORMAT = "matching-scores/1"

Pair = tuple[str, str]  # the student and the position
Marks = dict[tuple[str, str], dict[str, int]]  # by party and rater: the mark per criterion


@dataclass(frozen=True, slots=True)
class Score(Record):
    """The integer score of one student at one position, over the round's denominator."""

    student: str
    position: str
    score: int


@dataclass(frozen=True)
class Scores:
    """All scores of a round over one common denominator, sorted by student and position."""

    denominator: int
    rows: tuple[Score, ...]

    def mark(self, row: Score) -> Fraction:
        """Return the exact weighted mark on the scale of the ratings."""
        return Fraction(row.score, self.denominator)

    def shown(self, row: Score, places: int = 2) -> Decimal:
        """Return the mark to show to people, halves rounded up: 3.85 where the scale ends at 5."""
        mark = Fraction(row.score * 10**places, self.denominator)
        rounded = math.floor(mark + Fraction(1, 2))
        return Decimal(rounded).scaleb(-places)

    def to_dict(self) -> dict[str, Any]:
        """Return JSON types."""
        rows = [row.to_dict() for row in self.rows]
        return {"format": FORMAT, "denominator": self.denominator, "rows": rows}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote; raises DocumentError."""
        require_format(document, FORMAT, ["denominator", "rows"])
        denominator = document["denominator"]
        require_type(denominator, "denominator", int)
        if denominator < 1:
            raise DocumentError("out_of_range", "denominator", "must be 1 or more")
        return cls(denominator, read_rows(Score, document["rows"], "rows"))


def combine(scheme: Scheme, ratings: Iterable[Rating], pairs: Iterable[Pair]) -> Scores:
    """Return the scores of exactly these pairs of student and position.

    ScoreError with the place for a missing rating (a party without rater, or a rater who left a
    criterion open), a rating given twice, outside the scale, or of an unknown party, criterion
    or pair.
    """
    marks: dict[Pair, Marks] = {pair: {} for pair in pairs}
    for rating in ratings:
        _add(marks, rating, scheme)
    raters = {pair: _raters(scheme, given, pair) for pair, given in marks.items()}
    least = math.lcm(*(count for counts in raters.values() for count in counts.values()))
    rows = [
        Score(*pair, _weighted(scheme, given, raters[pair], least))
        for pair, given in sorted(marks.items())
    ]
    weight = sum(scheme.criteria.values()) * sum(scheme.parties.values())
    return Scores(weight * least, tuple(rows))


def _add(marks: dict[Pair, Marks], rating: Rating, scheme: Scheme) -> None:
    place = f"rating by {rating.rater} of {rating.student} at {rating.position}"
    rating.require_types(place)
    known = {
        "pair": (rating.student, rating.position) in marks,
        "criterion": rating.criterion in scheme.criteria,
        "party": rating.party in scheme.parties,
    }
    for what, found in known.items():
        if not found:
            raise ScoreError(f"unknown_{what}", place, f"this {what} is not part of the round")
    if not scheme.lowest <= rating.mark <= scheme.highest:
        detail = f"{rating.mark} lies outside {scheme.lowest} to {scheme.highest}"
        raise ScoreError("mark_out_of_range", place, detail)
    given = marks[rating.student, rating.position].setdefault((rating.party, rating.rater), {})
    if rating.criterion in given:
        raise ScoreError("duplicate_rating", place, f"{rating.criterion} was rated before")
    given[rating.criterion] = rating.mark


def _raters(scheme: Scheme, given: Marks, pair: Pair) -> Counter[str]:
    """Count the raters per party, every one of whom must have rated every criterion."""
    counts = Counter(party for party, _ in given)
    place = f"ratings of {pair[0]} at {pair[1]}"
    for party in scheme.parties:
        if not counts[party]:
            raise ScoreError("missing_rating", place, f"nobody rated for {party}")
    for (party, rater), by_criterion in sorted(given.items()):
        for criterion in scheme.criteria:
            if criterion not in by_criterion:
                detail = f"{rater} of {party} left {criterion} open"
                raise ScoreError("missing_rating", place, detail)
    return counts


def _weighted(scheme: Scheme, given: Marks, counts: Mapping[str, int], least: int) -> int:
    return sum(
        scheme.criteria[criterion] * scheme.parties[party] * mark * (least // counts[party])
        for (party, _), by_criterion in given.items()
        for criterion, mark in by_criterion.items()
    )
