"""Scores are exact, comparable within a round, and complete."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest

from matching.engine import DocumentError, Rating, Scheme, Score, ScoreError, Scores, combine

SCHEME = Scheme({"skill": 5, "motive": 3, "travel": 2}, {"host": 1}, lowest=1, highest=10)
PAIR = ("ann", "p")


def ratings(marks, student="ann", party="host", rater="r1"):
    return [
        Rating(student, "p", criterion, party, rater, mark)
        for criterion, mark in zip(SCHEME.criteria, marks, strict=True)
    ]


def score(marks):
    return combine(SCHEME, ratings(marks), [PAIR]).rows[0].score


def test_equal_weighted_marks_have_equal_scores_where_floats_differ():
    """V28: of all marks 1 to 10, every exact tie is a tie, though hundreds are none as floats."""
    by_score, split = {}, 0
    for marks in product(range(1, 11), repeat=3):
        by_score.setdefault(score(marks), []).append(marks)
    for value, group in by_score.items():
        assert {Fraction(5 * a + 3 * b + 2 * c) for a, b, c in group} == {Fraction(value)}
        split += len({0.5 * a + 0.3 * b + 0.2 * c for a, b, c in group}) > 1
    assert split > 0
    assert score((4, 8, 1)) == score((4, 4, 7))


def test_scores_of_different_numbers_of_raters_share_one_denominator():
    """V27, V28: three raters weigh as much as one, and marks stay comparable."""
    scheme = Scheme({"skill": 1}, {"host": 2, "school": 1}, lowest=0, highest=5)
    marks = [("host", "r1", 4), ("host", "r2", 3), ("host", "r3", 4), ("school", "r4", 4)]
    given = [Rating("ann", "p", "skill", *each) for each in marks]
    given += [Rating("ben", "p", "skill", *each) for each in [("host", "r1", 4), marks[3]]]
    scores = combine(scheme, given, [("ben", "p"), PAIR])
    assert scores.denominator == 9
    assert scores.rows == (Score("ann", "p", 34), Score("ben", "p", 36))
    assert scores.mark(scores.rows[0]) == Fraction(34, 9)
    assert [scores.shown(row) for row in scores.rows] == [Decimal("3.78"), Decimal("4.00")]


def test_shown_mark_rounds_halves_up_exactly():
    """V31: 3.845 is shown as 3.85, where a float would show 3.84."""
    row = Score("ann", "p", 769)
    assert str(Scores(200, (row,)).shown(row)) == "3.85"


WRONG = {
    "missing_rating": ratings((5, 5, 5))[:2],
    "duplicate_rating": ratings((5, 5, 5)) + ratings((6, 6, 6)),
    "mark_out_of_range": ratings((5, 11, 5)),
    "unknown_pair": ratings((5, 5, 5)) + ratings((5, 5, 5), student="eve"),
    "unknown_party": ratings((5, 5, 5)) + ratings((5, 5, 5), party="club"),
    "unknown_criterion": [*ratings((5, 5, 5)), Rating("ann", "p", "looks", "host", "r1", 5)],
}


@pytest.mark.parametrize("code", WRONG)
def test_combine_of_ratings_that_do_not_fit_is_refused(code):
    """V28."""
    with pytest.raises(ScoreError) as refusal:
        combine(SCHEME, WRONG[code], [PAIR])
    assert refusal.value.code == code


def test_missing_rating_names_rater_and_criterion_or_the_party():
    """V28: nobody is scored on half of the criteria."""
    with pytest.raises(ScoreError) as left_open:
        combine(SCHEME, ratings((5, 5, 5))[:2], [PAIR])
    assert str(left_open.value) == "ratings of ann at p: r1 of host left travel open"
    with pytest.raises(ScoreError) as nobody:
        combine(SCHEME, [], [PAIR])
    assert str(nobody.value) == "ratings of ann at p: nobody rated for host"


def test_mark_that_is_no_integer_is_refused():
    """V28."""
    with pytest.raises(DocumentError, match=r"must be int, is 7\.5$"):
        combine(SCHEME, ratings((5, 7.5, 5)), [PAIR])


@pytest.mark.parametrize(
    ("code", "criteria", "scale"),
    [
        ("no_weights", {}, (1, 5)),
        ("wrong_weight", {"a": 0}, (1, 5)),
        ("wrong_scale", {"a": 1}, (5, 5)),
    ],
)
def test_scheme_without_sense_is_refused(code, criteria, scale):
    """V28: weights are whole numbers of 1 or more."""
    with pytest.raises(ScoreError) as refusal:
        Scheme(criteria, {"host": 1}, *scale)
    assert refusal.value.code == code


def test_scheme_and_scores_come_back_equal_from_their_documents():
    """B3."""
    scores = combine(SCHEME, ratings((5, 6, 7)), [PAIR])
    assert Scheme.from_dict(SCHEME.to_dict()) == SCHEME
    assert Scores.from_dict(scores.to_dict()) == scores
