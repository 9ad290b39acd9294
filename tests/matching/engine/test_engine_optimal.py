"""The engine against trying everything."""

from dataclasses import replace
from itertools import product

import pytest

from matching.engine import solve
from tests.matching.engine.engine_oracle import Facts, best_of, best_stable
from tests.matching.engine.engine_samples import (
    placed,
    random_round,
    rotation,
    round_of,
    seeded,
    with_rows,
)

LISTS = ((), ("p",), ("q",), ("p", "q"), ("q", "p"))
SEATS = ((0, 1), (1, 1), (1, 2), (2, 2))
# all scores of 0 or 1 (ties), and the exact opposite of the lottery: every order of three appears
SCORES = (*product((0, 1), repeat=3), (0, 1, 2))


def small_rounds():
    """Every round of 3 students and 2 positions with these lists, scores and seats, as facts."""
    for seats, lists in product(SEATS, product(LISTS, repeat=3)):
        for at_p, at_q in product(SCORES, SCORES):
            score = {"p": at_p, "q": at_q}
            priority = {
                (me, place): (score[place][me], -me)
                for me, entries in enumerate(lists)
                for place in entries
            }
            groups = [({name}, count) for name, count in zip("pq", seats, strict=True)]
            yield Facts(groups, dict(enumerate(lists)), priority)


def test_match_of_every_small_round_is_the_students_best():
    """V28, B3: all 40 500 rounds of 3 students and 2 positions with capacities 0 to 2.

    They are matched as one round in which nobody meets anybody of another, so that it is large
    enough for the arrays; and each is compared with trying everything.
    """
    lists, seats, best = {}, {}, {}
    for number, facts in enumerate(small_rounds()):
        seats |= {f"{number}{name}": count for (name,), count in facts.groups}
        for me, entries in facts.choices.items():
            rows = [(f"{number}{place}", facts.priority[me, place][0]) for place in entries]
            lists[f"{number}s{me}"] = rows
        best |= {f"{number}s{me}": f"{number}{at}" for me, at in best_of(facts).items()}
    assert len(lists) == 3 * 40_500
    assert placed(round_of(lists, seats)) == best


@pytest.mark.usefixtures("few")
def test_match_of_random_rounds_is_the_students_best():
    """V28, B3: up to 6 students and 4 positions with ties, refusals, no seats and fixed pairs."""
    rng = seeded(28)
    rounds = [random_round(rng) for _ in range(400)]
    assert [placed(each) for each in rounds] == [best_stable(each) for each in rounds]


def test_match_of_scores_below_zero_is_the_same():
    """V28: only the order of scores counts, wherever the scale lies."""
    for drawn in [random_round(seeded(seed)) for seed in range(100)]:
        lower = tuple(replace(row, score=row.score - 9) for row in drawn.preferences)
        assert placed(with_rows(drawn, preferences=lower)) == placed(drawn)


@pytest.mark.parametrize("size", [2, 3, 4])
def test_match_with_many_stable_outcomes_gives_all_their_first_choice(size):
    """V27: of all stable outcomes the students' best."""
    instance = rotation(size)
    assert placed(instance) == {f"s{me}": f"p{me}" for me in range(size)}
    assert placed(instance) == best_stable(instance)


def test_solve_of_an_empty_round_places_nobody():
    """An intake nobody applied to is no error."""
    result = solve(round_of({}, {"p": 2}))
    assert (result.placements, result.unplaced) == ((), ())


def test_position_with_more_seats_than_there_are_people_takes_all_who_ask():
    """V27: a capacity may be any number; memory goes by who asks."""
    lists = {f"s{me}": [("p", 5), ("q", 5)] for me in range(100)}
    seats = dict.fromkeys(["p", "q", *(f"r{at}" for at in range(2000))], 2**41)
    assert set(placed(round_of(lists, seats)).values()) == {"p"}
