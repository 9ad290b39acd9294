"""What students are promised: no other list is better, no other fair outcome would have helped."""

from itertools import permutations

import pytest

from matching.engine import Preference
from tests.matching.engine.engine_oracle import all_stable, facts_of
from tests.matching.engine.engine_properties import rank_of
from tests.matching.engine.engine_samples import (
    capped_round,
    placed,
    random_round,
    rotation,
    seeded,
    with_rows,
)


def other_lists(rows):
    """Every other order of every part of a list, with the scores and refusals as they are."""
    for length in range(len(rows) + 1):
        for chosen in permutations(rows, length):
            if list(chosen) != rows:
                yield [
                    Preference(
                        row.student, row.position, rank, row.score, row.acceptable, row.reason
                    )
                    for rank, row in enumerate(chosen, start=1)
                ]


@pytest.mark.parametrize("seed", range(40))
def test_no_other_list_gets_a_student_anything_better(seed):
    """V27, V38: every order and every shortening of every list, with and without caps."""
    make = capped_round if seed % 2 else random_round
    instance = make(seeded(seed))
    honest = placed(instance)
    given = list(instance.preferences)
    for student in instance.students:
        mine = [row for row in given if row.student == student]
        others = [row for row in given if row.student != student]
        best = rank_of(instance, student, honest)
        for told in other_lists(mine):
            lying = placed(with_rows(instance, preferences=[*others, *told]))
            assert rank_of(instance, student, lying) >= best, (student, told)


@pytest.mark.parametrize("seed", range(120))
def test_every_fair_outcome_leaves_the_same_students_without_a_place(seed):
    """V31 (Roth 1986): another fair outcome would not have placed who has none."""
    instance = (capped_round if seed % 2 else random_round)(seeded(seed))
    facts = facts_of(instance)
    without = {
        frozenset(
            name
            for name, pick in zip(facts.choices, picks, strict=True)
            if pick == len(facts.choices[name])
        )
        for picks in all_stable(facts)
    }
    assert without == {frozenset(set(facts.choices) - set(placed(instance)))}


def test_there_are_rounds_with_several_fair_outcomes():
    """The test before this one has something to look at."""
    assert [len(all_stable(facts_of(rotation(size)))) for size in (2, 3)] == [2, 3]
