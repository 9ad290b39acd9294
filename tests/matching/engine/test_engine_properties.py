"""Properties of the engine on rounds that Hypothesis makes up."""

import json
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import Instance, Result, check, explanations, rerun, solve
from tests.matching.engine.engine_properties import (
    better_score_never_hurts,
    later_round_keeps_earlier_places,
    no_finding,
    relabelling_changes_nothing,
    same_students_without_a_place,
    shuffled,
    students_best,
)
from tests.matching.engine.engine_samples import capped_round, placed, random_round

tries = settings(max_examples=150, deadline=None, derandomize=True, database=None)


@st.composite
def rounds(draw):
    """A round of up to 12 students and 6 positions, scores 8 to 11 so that ties abound."""
    rng = draw(st.randoms(use_true_random=False))
    return random_round(rng, students=12, positions=6, scores=4)


@st.composite
def small_rounds(draw, kinds=(capped_round, random_round)):
    """One of which every outcome can be tried: with nested caps or without, with ties and noes."""
    make = draw(st.sampled_from(kinds))
    return make(draw(st.randoms(use_true_random=False)))


@tries
@given(small_rounds())
def test_every_fair_outcome_of_any_small_round_leaves_the_same_without_a_place(instance):
    """V31: rural hospitals."""
    assert same_students_without_a_place(placed, instance)


@tries
@given(small_rounds((capped_round,)))
def test_nested_caps_are_respected_and_the_outcome_is_the_students_best(instance):
    """V28, B3."""
    assert no_finding(placed, instance)
    assert students_best(placed, instance)


@tries
@given(small_rounds((partial(capped_round, minimum=True),)))
def test_round_with_caps_and_minimums_passes_the_certificate_and_the_second_engine(instance):
    """V28, B3."""
    result = solve(instance)
    assert check(instance, result) == ()
    assert rerun(instance, result) == result.digest


@tries
@given(rounds())
def test_later_round_touches_no_earlier_placement(instance):
    """V28: who has a place keeps it; the others are matched on what is left, same lottery."""
    assert later_round_keeps_earlier_places(placed, instance)


@tries
@given(rounds())
def test_solve_of_any_round_passes_the_certificate_and_the_second_engine(instance):
    """B3: no blocking pair, nobody refused is placed, and the second engine agrees."""
    result = solve(instance)
    assert check(instance, result) == ()
    assert rerun(instance, result) == result.digest


@tries
@given(rounds())
def test_match_after_a_better_score_never_hurts(instance):
    """V28."""
    assert better_score_never_hurts(placed, instance)


@tries
@given(rounds())
def test_match_under_other_ids_is_the_same(instance):
    """V28: an id decides nothing."""
    assert relabelling_changes_nothing(placed, instance)


@tries
@given(rounds(), st.integers(0, 1000))
def test_solve_of_rows_in_another_order_has_the_same_digests(instance, seed):
    """B3."""
    again = Instance.from_dict(shuffled(instance.to_dict(), seed))
    assert again == instance
    assert solve(again) == solve(instance)


@tries
@given(rounds())
def test_stored_round_and_result_come_back_equal_from_json(instance):
    """B3: runs are stored as JSON."""
    result = solve(instance)
    assert Instance.from_dict(json.loads(json.dumps(instance.to_dict()))) == instance
    assert Result.from_dict(json.loads(json.dumps(result.to_dict()))) == result


@tries
@given(rounds())
def test_explanations_tell_every_entry_of_every_student(instance):
    """V31: every student, every choice, in order, and the place itself is told as placed."""
    result = solve(instance)
    told = list(explanations(instance, result))
    entries = [(each.student, row.position) for each in told for row in each.outcomes]
    assert entries == [(row.student, row.position) for row in instance.preferences]
    seated = {(e.student, row.position) for e in told for row in e.outcomes if row.kind == "placed"}
    listed = {(row.student, row.position) for row in result.placements}
    assert seated == listed & set(entries)


@tries
@given(rounds())
def test_plain_certificate_property_holds_for_the_engine(instance):
    """B3: the property the wrong engines are measured by."""
    assert no_finding(placed, instance)
