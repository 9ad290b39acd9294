"""Every kind of explanation, and that none tells more than it may."""

import json

import pytest

from matching.engine import (
    Explanation,
    InstanceError,
    Outcome,
    explanations,
    solve,
    suffices,
    sufficient_score,
)
from tests.matching.engine.engine_samples import random_round, round_of, seeded


def told(instance, student, **options):
    by_student = {row.student: row for row in explanations(instance, solve(instance), **options)}
    return by_student[student]


FULL = {f"s{number}": [("big", 10 + number)] for number in range(5)}


def test_placed_entry_and_the_ones_below_it_are_told():
    """V31."""
    instance = round_of({"ann": [("p", 5), ("q", "no_show")]}, {"p": 1, "q": 1})
    outcomes = (Outcome("p", 1, "placed", 1), Outcome("q", 2, "not_needed", 1))
    assert told(instance, "ann") == Explanation("ann", "p", False, outcomes)


def test_refused_entry_tells_the_reason_and_no_score():
    """V31."""
    instance = round_of({"ann": [("p", "no_show")]}, {"p": 1})
    outcome = Outcome("p", 1, "not_acceptable", 1, reason="no_show")
    assert told(instance, "ann") == Explanation("ann", None, False, (outcome,))


def test_entry_outranked_by_score_at_five_seats_tells_the_last_admitted_score():
    """V31: the lottery played no part and is not told."""
    instance = round_of({**FULL, "zoe": [("big", 9)]}, {"big": 5})
    outcome = Outcome("big", 1, "outranked_by_score", 5, score=9, last_score=10)
    assert told(instance, "zoe").outcomes == (outcome,)


def test_entry_outranked_by_lottery_at_five_seats_tells_both_numbers():
    """V31."""
    instance = round_of({**FULL, "zoe": [("big", 10)]}, {"big": 5})
    outcome = Outcome(
        "big", 1, "outranked_by_lottery", 5, score=10, lottery=5, last_score=10, last_lottery=0
    )
    assert told(instance, "zoe").outcomes == (outcome,)


@pytest.mark.parametrize(
    ("score", "kind", "lottery"), [(9, "outranked_by_score", None), (10, "outranked_by_lottery", 5)]
)
def test_entry_outranked_where_few_seats_are_at_stake_withholds_the_others(score, kind, lottery):
    """V31: with few seats the last admitted score is somebody's own."""
    instance = round_of({**FULL, "zoe": [("big", score)]}, {"big": 5})
    outcome = Outcome("big", 1, kind, 5, score=score, lottery=lottery, withheld=True)
    assert told(instance, "zoe", minimum_seats_for_cutoff=6).outcomes == (outcome,)


def test_seats_taken_by_fixed_pairs_do_not_count_for_telling_a_score():
    """V31: five seats of which one is fixed leave four at stake."""
    lists = {**FULL, "own": [], "zoe": [("big", 9)]}
    instance = round_of(lists, {"big": 5}, fixed=[("own", "big", True)])
    outcome = Outcome("big", 1, "outranked_by_score", 4, score=9, withheld=True)
    assert told(instance, "zoe").outcomes == (outcome,)


def test_entry_without_seats_is_told_so():
    """V31: also where the only seat went to an own employer's student."""
    lists = {"ann": [("none", 5), ("taken", 5)], "own": []}
    instance = round_of(lists, {"none": 0, "taken": 1}, fixed=[("own", "taken", True)])
    outcomes = (Outcome("none", 1, "no_seats", 0), Outcome("taken", 2, "no_seats", 0))
    assert told(instance, "ann").outcomes == outcomes


def test_student_fixed_beforehand_needed_no_other_entry():
    """V31: also the entries above the own employer on the list."""
    lists = {"ann": [("p", 5), ("own", 5)]}
    instance = round_of(lists, {"p": 1, "own": 1}, fixed=[("ann", "own", False)])
    outcomes = (Outcome("p", 1, "not_needed", 1), Outcome("own", 2, "placed", 1))
    assert told(instance, "ann") == Explanation("ann", "own", True, outcomes)


def test_explanation_comes_back_equal_from_json():
    """V31: one document per student is kept."""
    explanation = told(round_of({**FULL, "zoe": [("big", 10)]}, {"big": 5}), "zoe")
    assert Explanation.from_dict(json.loads(json.dumps(explanation.to_dict()))) == explanation


def test_score_above_the_last_admitted_is_not_always_sufficient():
    """V31: with 11 sam takes the seat of ann, who takes that of ben, who has 20 and takes sam's."""
    lists = {"ann": [("p", 10), ("q", 9)], "ben": [("q", 5), ("p", 20)], "sam": [("p", 5)]}
    instance = round_of(lists, {"p": 1, "q": 1})
    assert not suffices(instance, "sam", "p", 11)
    assert sufficient_score(instance, solve(instance), "sam", "p", 1) is None


def test_score_is_called_sufficient_only_when_a_second_run_confirms_it():
    """V31: and never where it would be one person's score."""
    confirmed = 0
    for seed in range(60):
        instance = random_round(seeded(seed), students=9, positions=4, scores=4)
        result = solve(instance)
        for row in explanations(instance, result):
            for choice in row.outcomes:
                if choice.kind not in ("outranked_by_score", "outranked_by_lottery"):
                    continue
                enough = sufficient_score(instance, result, row.student, choice.position, 1)
                if enough is None:
                    continue
                confirmed += 1
                assert enough >= choice.score
                assert suffices(instance, row.student, choice.position, enough)
                assert sufficient_score(instance, result, row.student, choice.position) is None
    assert confirmed > 50


def test_result_of_another_round_is_not_explained():
    """V31: an explanation would be untrue."""
    one, other = (round_of({"ann": [("p", score)]}, {"p": 1}) for score in (5, 6))
    with pytest.raises(InstanceError) as refusal:
        list(explanations(one, solve(other)))
    assert refusal.value.code == "other_round"


def test_score_for_a_position_that_is_not_on_the_list_is_refused():
    """V31."""
    with pytest.raises(InstanceError) as refusal:
        suffices(round_of({"ann": []}, {"p": 1}), "ann", "p", 9)
    assert refusal.value.code == "not_listed"
