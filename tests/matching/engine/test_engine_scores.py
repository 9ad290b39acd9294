"""Scores are exact, comparable within a round, and complete."""

from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pytest

from matching.engine import Choices, Scheme, ScoreError, combine, shown
from tests.matching.engine.engine_ratings import Rating, combined, sheets_of

SCHEME = Scheme({"skill": 5, "motive": 3, "travel": 2}, {"host": 1}, lowest=1, highest=10)
PAIR = ("ann", "p")


def ratings(marks, student="ann", party="host", rater="r1"):
    return [
        Rating(student, "p", criterion, party, rater, mark)
        for criterion, mark in zip(SCHEME.criteria, marks, strict=True)
    ]


def score(marks):
    return combined(SCHEME, ratings(marks), [PAIR])[1][PAIR]


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
    denominator, scores = combined(scheme, given, [("ben", "p"), PAIR])
    assert denominator == 9
    assert scores == {PAIR: 34, ("ben", "p"): 36}
    assert [str(shown(scores[pair], 9)) for pair in (PAIR, ("ben", "p"))] == ["3.78", "4.00"]


def exactly(scheme, given, pair):
    """The weighted mean by its definition, in fractions."""
    mean, whole = Fraction(0), sum(scheme.parties.values())
    for party, weight in scheme.parties.items():
        mine = [
            row
            for row in given
            if row.party == party and row.student == pair[0] and row.position in (None, pair[1])
        ]
        raters = {row.rater for row in mine}
        total = sum(scheme.criteria[row.criterion] * row.mark for row in mine)
        mean += Fraction(weight * total, whole * len(raters) * sum(scheme.criteria.values()))
    return mean


@pytest.mark.parametrize("seed", range(30))
def test_scores_of_random_rounds_are_the_weighted_means(seed):
    """V28: the institution's marks count at every choice, a host's at its own; refused ones not."""
    chance = Random(seed)  # noqa: S311
    criteria = {f"c{n}": chance.randint(1, 9) for n in range(chance.randint(1, 4))}
    scheme = Scheme(criteria, {"host": chance.randint(1, 5), "school": 2}, lowest=1, highest=5)
    pairs = [pair for pair in product("abc", "pqrs") if chance.random() < 0.7]
    refused = {pair for pair in pairs if chance.random() < 0.2}
    given = []
    for student in "abc":
        for rater in range(chance.randint(1, 3)):
            given += rated_by(chance, scheme, student, None, "school", rater)
    for student, position in pairs:
        for rater in range(chance.randint(1, 3)):
            given += rated_by(chance, scheme, student, position, "host", rater)
    denominator, scores = combined(scheme, given, pairs, refused)
    for pair in pairs:
        expected = 0 if pair in refused else exactly(scheme, given, pair)
        assert Fraction(scores[pair], denominator) == expected


def rated_by(chance, scheme, student, position, party, rater):
    return [
        Rating(student, position, criterion, party, f"{party}{rater}", chance.randint(1, 5))
        for criterion in scheme.criteria
    ]


def test_shown_mark_rounds_halves_up_exactly():
    """V31: 3.845 is shown as 3.85, where a float would show 3.84."""
    assert str(shown(769, 200)) == "3.85"


WRONG = {
    "missing_rating": ratings((5, 5, 5))[:2],
    "mark_out_of_range": ratings((5, 11, 5)),
    "unknown_pair": ratings((5, 5, 5)) + ratings((5, 5, 5), student="eve"),
    "unknown_party": ratings((5, 5, 5)) + ratings((5, 5, 5), party="club"),
}


@pytest.mark.parametrize("code", WRONG)
def test_combine_of_ratings_that_do_not_fit_is_refused(code):
    """V28."""
    with pytest.raises(ScoreError) as refusal:
        combined(SCHEME, WRONG[code], [PAIR])
    assert refusal.value.code == code


def test_sheet_that_is_given_twice_is_refused():
    """V28: nobody counts double."""
    twice = sheets_of([("ann", "p", "r1", [5, 5, 5])] * 2, ["ann"], ["p"], 3)
    one = np.zeros(1, np.int64)
    choices = Choices(["ann"], ["p"], one, one, np.ones(1, bool))
    with pytest.raises(ScoreError) as refusal:
        combine(SCHEME, choices, {"host": twice})
    assert str(refusal.value) == "rating 1 for host of ann at p: was given before"


def test_missing_rating_names_rater_and_criterion_or_the_party():
    """V28: nobody is scored on half of the criteria."""
    with pytest.raises(ScoreError) as left_open:
        combined(SCHEME, ratings((5, 5, 5))[:2], [PAIR])
    assert str(left_open.value) == "rating 0 for host of ann at p: travel was left open"
    with pytest.raises(ScoreError) as nobody:
        combined(SCHEME, [], [PAIR])
    assert str(nobody.value) == "ratings of ann at p: nobody rated for host"


def test_refused_choice_needs_no_rating():
    """V27: who said no does not rate."""
    assert combined(SCHEME, [], [PAIR], refused={PAIR})[1] == {PAIR: 0}


def test_weights_beyond_whole_numbers_that_json_carries_are_refused():
    """V28: no score is rounded."""
    scheme = Scheme({"skill": 2**50}, {"host": 1}, lowest=1, highest=10)
    given = [Rating("ann", "p", "skill", "host", "r1", 5)]
    with pytest.raises(ScoreError) as refusal:
        combined(scheme, given, [PAIR])
    assert refusal.value.code == "too_fine"


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


def test_scheme_comes_back_equal_from_its_document():
    """B3."""
    assert Scheme.from_dict(SCHEME.to_dict()) == SCHEME
