"""The properties find every engine that is wrong, and nothing in the right ones."""

import pytest

from tests.matching.engine.engine_mutants import MUTANTS, plain
from tests.matching.engine.engine_properties import PROPERTIES
from tests.matching.engine.engine_samples import placed, random_round, rotation, seeded


@pytest.fixture(scope="module")
def rounds():
    rng = seeded(31)
    drawn = [random_round(rng, students=5, positions=3, scores=4) for _ in range(150)]
    return [rotation(2), rotation(3), *drawn]


def failing(engine, rounds):
    """The names of the properties that some round shows to be broken."""
    return {
        name
        for name, holds in PROPERTIES.items()
        if not all(holds(engine, instance) for instance in rounds)
    }


@pytest.mark.parametrize("engine", [placed, plain])
def test_right_engine_passes_every_property(engine, rounds):
    """V28, B3: also the plain engine the wrong ones are made of."""
    assert failing(engine, rounds) == set()


FEASIBLE_OR_STABLE = {"no_finding", "students_best"}
CAUGHT = {
    "boston": FEASIBLE_OR_STABLE,
    "capacity_minus_one": FEASIBLE_OR_STABLE,
    "capacity_plus_one": FEASIBLE_OR_STABLE,
    "capacity_zero_takes_one": FEASIBLE_OR_STABLE,
    "displaced_dropped": {*FEASIBLE_OR_STABLE, "relabelling_changes_nothing"},
    "evicts_latest": {*FEASIBLE_OR_STABLE, "relabelling_changes_nothing"},
    "greedy_by_score": {*FEASIBLE_OR_STABLE, "better_score_never_hurts"},
    "ignores_refusals": FEASIBLE_OR_STABLE,
    "last_choice_skipped": FEASIBLE_OR_STABLE,
    "least_sum_of_ranks": {*FEASIBLE_OR_STABLE, "relabelling_changes_nothing"},
    "lottery_per_organisation": {*FEASIBLE_OR_STABLE, "relabelling_changes_nothing"},
    "lottery_reversed": FEASIBLE_OR_STABLE,
    "one_round_only": FEASIBLE_OR_STABLE,
    "organisation_proposing": {"students_best", "better_score_never_hurts"},
    "scores_as_text": {*FEASIBLE_OR_STABLE, "better_score_never_hurts"},
    "serial_dictatorship": FEASIBLE_OR_STABLE,
    "ties_by_id": {*FEASIBLE_OR_STABLE, "relabelling_changes_nothing"},
}


def test_every_wrong_engine_is_caught_by_the_properties(rounds):
    """V28, B3: no certificate sees an engine in favour of organisations, trying everything does."""
    assert {engine.__name__: failing(engine, rounds) for engine in MUTANTS} == CAUGHT
