"""Seats that several positions share: nested caps, and positions with a minimum."""

from dataclasses import replace

import pytest

from matching.engine import (
    Cap,
    Closing,
    Cutoff,
    Instance,
    InstanceError,
    check,
    explanations,
    match,
    rerun,
    rounds,
    solve,
)
from matching.engine.bench import chain
from tests.matching.engine.engine_oracle import best_stable
from tests.matching.engine.engine_samples import (
    capped_round,
    names_of,
    placed,
    round_of,
    seeded,
)

CAPPED = round_of(
    {"ann": [("p", 5), ("r", 1)], "ben": [("q", 7)], "cas": [("q", 6), ("r", 2)]},
    {"p": (2, 0, "host"), "q": (2, 0, "host"), "r": 1},
    caps={"host": 2},
)


def test_host_takes_no_more_than_its_cap_over_all_its_positions():
    """V28: the best of all who ask at the host, whichever position they ask for."""
    assert placed(CAPPED) == {"ben": "q", "cas": "q", "ann": "r"}
    result = solve(CAPPED)
    assert result.cap_cutoffs == (Cutoff("host", 2, 2, 6, 2),)
    assert result.cutoffs[0] == Cutoff("p", 2, 0, None, None)


def test_student_hears_that_the_host_was_full_and_not_the_position():
    """V31."""
    told = {row.student: row for row in explanations(CAPPED, solve(CAPPED))}
    refusal = told["ann"].outcomes[0]
    assert (refusal.kind, refusal.cap, refusal.seats) == ("outranked_by_score", "host", 2)


@pytest.mark.usefixtures("few")
def test_match_with_nested_caps_is_the_students_best():
    """V28, B3: against trying everything, where a cap stands over positions and over caps."""
    rounds = [capped_round(seeded(seed)) for seed in range(300)]
    assert [placed(each) for each in rounds] == [best_stable(each) for each in rounds]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("minimum", [False, True])
def test_capped_rounds_pass_the_certificate_and_the_second_engine(minimum):
    """B3."""
    for seed in range(300):
        instance = capped_round(seeded(seed), minimum=minimum)
        result = solve(instance)
        assert check(instance, result) == ()
        assert rerun(instance, result) == result.digest


def test_long_chain_under_caps_costs_no_round_for_each_step(monkeypatch):
    """B3: where a host with two positions has two seats, who is displaced asks on at once."""
    drawn = chain(400)
    limits = tuple(Cap(f"host{number}", 2) for number in range(100, 300))
    rows = tuple(
        replace(row, within=limits[number // 2].id) for number, row in enumerate(drawn.positions)
    )
    instance = replace(drawn, positions=rows, caps=limits)
    asked = []
    ask = rounds._ask
    monkeypatch.setattr(rounds, "_ask", lambda *given: asked.append(1) or ask(*given))
    assert (match(instance).entry >= 0).all()
    assert len(asked) < 10
    assert rerun(instance, solve(instance))


def test_overlapping_caps_are_refused_in_words():
    """V28: no best outcome is defined for them."""
    document = CAPPED.to_dict()
    document["positions"][1]["within"] = ["host", "region"]
    with pytest.raises(InstanceError) as refusal:
        Instance.from_dict(document)
    assert refusal.value.code == "overlapping_caps"
    assert refusal.value.place == "positions[1].within"


WRONG_CAPS = {
    "cap_cycle": {"a": (1, "b"), "b": (1, "a")},
    "unknown_cap": {"a": (1, "nowhere")},
    "capacity_out_of_range": {"a": -1},
}


@pytest.mark.parametrize("code", WRONG_CAPS)
def test_caps_that_contradict_themselves_are_refused(code):
    """V28."""
    with pytest.raises(InstanceError) as refusal:
        round_of({"ann": []}, {"p": 1}, caps=WRONG_CAPS[code])
    assert refusal.value.code == code


def test_fixed_pairs_fit_the_cap_above_them():
    """V28."""
    with pytest.raises(InstanceError) as refusal:
        round_of({"ann": []}, {"p": (1, 0, "h")}, fixed=[("ann", "p", True)], caps={"h": 0})
    assert (refusal.value.code, refusal.value.place) == ("fixed_over_capacity", "cap h")


# Two or none

PAIRS = {
    "ann": [("p", 5), ("q", 5)],
    "ben": [("r", 5), ("q", 4)],
    "cas": [("q", 1), ("p", 1)],
}


def test_position_below_its_minimum_closes_and_its_students_go_on():
    """V28: the one that lacks most, then, of equals, the first announced; each is told."""
    instance = round_of(
        PAIRS, {"p": (3, 3), "q": (2, 2), "r": (2, 2)}, closing_order=["r", "q", "p"]
    )
    decided = match(instance)
    assert decided.closings == (Closing("p", 1, 3), Closing("r", 1, 2))
    assert names_of(instance, decided) == {"ann": "q", "ben": "q"}
    told = {row.student: row.outcomes[0] for row in explanations(instance, solve(instance))}
    assert (told["ann"].kind, told["ann"].students, told["ann"].minimum) == (
        "closed_below_minimum",
        1,
        3,
    )


def test_equal_shortages_close_in_the_announced_order():
    """V28."""
    lists = {"ann": [("p", 5), ("q", 5)], "ben": [("q", 5), ("p", 5)]}
    seats = {"p": (2, 2), "q": (2, 2)}
    for order, left in ((["p", "q"], "q"), (["q", "p"], "p")):
        assert placed(round_of(lists, seats, closing_order=order)) == {"ann": left, "ben": left}


def test_own_employers_student_counts_towards_the_minimum():
    """V28: who is there is there."""
    lists = {"own": [], "ann": [("p", 5)]}
    instance = round_of(lists, {"p": (2, 2)}, fixed=[("own", "p", True)])
    assert placed(instance) == {"ann": "p"}


@pytest.mark.parametrize("seed", range(60))
def test_closing_is_trying_everything_again_without_what_closed(seed):
    """V28, B3: the announced rule, followed with the oracle."""
    instance = capped_round(seeded(seed), minimum=True)
    closings, closed = [], set()
    while True:
        best = best_stable(instance, closed)
        there = [*best.values(), *instance.fixed_positions.values()]
        short = [
            (there.count(name) - 2, number, name)
            for number, name in enumerate(instance.closing_order)
            if 0 < there.count(name) < 2 and name in best.values()
        ]
        if not short:
            break
        closings.append(min(short)[2])
        closed.add(closings[-1])
    decided = match(instance)
    assert [row.position for row in decided.closings] == closings
    assert names_of(instance, decided) == best


@pytest.mark.parametrize(
    ("seats", "order", "code"),
    [
        ({"p": (1, 2)}, ["p"], "minimum_over_capacity"),
        ({"p": (2, 2)}, [], "missing_closing"),
        ({"p": (2, 1)}, ["p"], "unknown_closing"),
        ({"p": (2, 2)}, ["p", "p"], "duplicate_closing"),
        ({"p": (2, -1)}, [], "minimum_out_of_range"),
    ],
)
def test_minimum_that_cannot_be_followed_is_refused(seats, order, code):
    """V28: at set-up, before anybody applies."""
    with pytest.raises(InstanceError) as refusal:
        round_of({"ann": []}, seats, closing_order=order)
    assert refusal.value.code == code
