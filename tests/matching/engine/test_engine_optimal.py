"""The engine against trying everything."""

from dataclasses import replace
from itertools import product

import pytest

from matching.engine import solve
from matching.engine.acceptance import match
from tests.matching.engine.engine_oracle import best_stable
from tests.matching.engine.engine_samples import random_round, rotation, round_of, seeded

LISTS = ((), ("p",), ("q",), ("p", "q"), ("q", "p"))
SEATS = ((0, 1), (1, 1), (1, 2), (2, 2))
# all scores of 0 or 1 (ties), and the exact opposite of the lottery: every order of three appears
SCORES = (*product((0, 1), repeat=3), (0, 1, 2))


@pytest.mark.parametrize("seats", SEATS)
def test_match_of_every_small_round_is_the_students_best(seats):
    """V28, B3: all 40 500 rounds of 3 students and 2 positions with these scores and seats."""
    different, count = [], 0
    for lists, at_p, at_q in product(product(LISTS, repeat=3), SCORES, SCORES):
        score = {"p": at_p, "q": at_q}
        rows = {
            f"s{me}": [(place, score[place][me]) for place in entries]
            for me, entries in enumerate(lists)
        }
        instance = round_of(rows, dict(zip("pq", seats, strict=True)))
        count += 1
        if match(instance) != best_stable(instance):
            different.append(instance)
    assert different == []
    assert count == 40_500 // len(SEATS)


def test_match_of_random_rounds_is_the_students_best():
    """V28, B3: up to 6 students and 4 positions with ties, refusals, no seats and fixed pairs."""
    rng = seeded(28)
    rounds = [random_round(rng) for _ in range(400)]
    assert [match(each) for each in rounds] == [best_stable(each) for each in rounds]


def test_match_of_scores_below_zero_is_the_same():
    """V28: only the order of scores counts, wherever the scale lies."""
    for drawn in [random_round(seeded(seed)) for seed in range(100)]:
        lower = tuple(replace(row, score=row.score - 9) for row in drawn.preferences)
        assert match(replace(drawn, preferences=lower)) == match(drawn)


@pytest.mark.parametrize("size", [2, 3, 4])
def test_match_with_many_stable_outcomes_gives_all_their_first_choice(size):
    """V27: of all stable outcomes the students' best."""
    instance = rotation(size)
    assert match(instance) == {f"s{me}": f"p{me}" for me in range(size)}
    assert match(instance) == best_stable(instance)


def test_solve_of_an_empty_round_places_nobody():
    """An intake nobody applied to is no error."""
    result = solve(round_of({}, {"p": 2}))
    assert (result.placements, result.unplaced) == ((), ())
