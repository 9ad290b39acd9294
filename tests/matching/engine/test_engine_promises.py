"""What students are promised: no other list is better, no other fair outcome would have helped."""

from itertools import permutations

import pytest

from matching.engine import Preference, solve
from tests.matching.engine.engine_oracle import all_stable, facts_of
from tests.matching.engine.engine_properties import rank_of, same_students_without_a_place
from tests.matching.engine.engine_samples import (
    capped_round,
    placed,
    random_round,
    rotation,
    round_of,
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


def better_lists(instance):
    """Every list with which its student would have got something better."""
    honest, given = placed(instance), list(instance.preferences)
    for student in instance.students:
        mine = [row for row in given if row.student == student]
        others = [row for row in given if row.student != student]
        for told in other_lists(mine):
            lying = placed(with_rows(instance, preferences=[*others, *told]))
            if rank_of(instance, student, lying) < rank_of(instance, student, honest):
                yield told


@pytest.mark.parametrize("part", range(10))
def test_with_minimum_numbers_it_is_so_as_long_as_nothing_closes(part):
    """V27, V38: what the procedure says of minimum numbers."""
    rounds = [capped_round(seeded(seed), minimum=True) for seed in range(40 * part, 40 * part + 40)]
    still_open = [instance for instance in rounds if not solve(instance).closings]
    assert 0 < len(still_open) < len(rounds)
    assert not [told for instance in still_open for told in better_lists(instance)]


def test_where_a_position_closed_another_list_can_be_better():
    """V38: so the exception must be told. The school closes with Ben alone, who then takes Ann's
    place at the bakery; had she asked for the school, both would have stayed there.
    """
    lists = {"ann": [("bakery", 5), ("school", 5)], "ben": [("school", 5), ("bakery", 9)]}
    instance = round_of(lists, {"bakery": 1, "school": (2, 2)})
    assert placed(instance) == {"ben": "bakery"}
    assert ["school"] in [[row.position for row in told] for told in better_lists(instance)]


@pytest.mark.parametrize("seed", range(120))
def test_every_fair_outcome_leaves_the_same_students_without_a_place(seed):
    """V31 (Roth 1986): another fair outcome would not have placed who has none."""
    instance = (capped_round if seed % 2 else random_round)(seeded(seed))
    assert same_students_without_a_place(placed, instance)


def test_there_are_rounds_with_several_fair_outcomes():
    """The test before this one has something to look at."""
    assert [len(all_stable(facts_of(rotation(size)))) for size in (2, 3)] == [2, 3]
