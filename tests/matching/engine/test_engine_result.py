"""A sealed result, its certificate, and the second engine."""

from dataclasses import replace

import pytest

from matching.engine import (
    Cutoff,
    DocumentError,
    Finding,
    Placement,
    RerunError,
    Result,
    check,
    rerun,
    result_of,
    solve,
)
from tests.matching.engine.engine_samples import decided, round_of

LISTS = {
    "ann": [("p", 5), ("q", 5)],
    "ben": [("p", 9), ("q", 1)],
    "cas": [("q", "no_show"), ("p", 5)],
    "own": [],
}
ROUND = round_of(LISTS, {"p": 1, "q": 2, "r": 1}, fixed=[("own", "r", True)])
RIGHT = solve(ROUND)


def sealed(**placed):
    return result_of(ROUND, decided(ROUND, placed), "any", "1")


def test_result_holds_placements_unplaced_and_cutoffs():
    """V27, B3: a cut-off only where the match filled every seat."""
    assert RIGHT.placements == (
        Placement("ann", "q", False),
        Placement("ben", "p", False),
        Placement("own", "r", True),
    )
    assert RIGHT.unplaced == ("cas",)
    assert RIGHT.cutoffs == (
        Cutoff("p", 1, 1, 9, 1),
        Cutoff("q", 2, 1, None, None),
        Cutoff("r", 0, 0, None, None),
    )
    assert (RIGHT.engine, RIGHT.version) == ("deferred-acceptance-numpy", "2")
    assert RIGHT.instance_digest == ROUND.digest


def test_digests_of_a_known_round_stay_what_they_were():
    """B3: a sealed round must verify years later; a change of format needs a new format number."""
    assert (ROUND.digest, RIGHT.digest) == (
        "4fff2c62950afe0455b48ca56240e55af8057a2d3daa8b3209df5a7490cca07b",
        "429e9b8138f963654ad8f5b84382224e3f99291817326ab01661b6ff4bb37faa",
    )


WRONG = {
    "blocking_pair": (sealed(ann="p", ben="q"), "ben at p"),
    "not_acceptable": (sealed(ann="q", ben="p", cas="q"), "cas at q"),
    "over_capacity": (sealed(ann="p", ben="p"), "p"),
    "student_missing": (replace(RIGHT, unplaced=()), "cas"),
    "student_twice": (replace(RIGHT, unplaced=("ann", "cas")), "ann"),
    "unknown_student": (replace(RIGHT, unplaced=("cas", "eve")), "eve"),
    "fixed_pair": (replace(RIGHT, placements=RIGHT.placements[:2]), "own at r"),
    "not_listed": (
        replace(RIGHT, placements=(Placement("ann", "r", False), *RIGHT.placements[1:])),
        "ann at r",
    ),
    "unknown_position": (
        replace(RIGHT, placements=(Placement("ann", "x", False), *RIGHT.placements[1:])),
        "ann at x",
    ),
    "cutoff": (replace(RIGHT, cutoffs=(Cutoff("p", 1, 1, 8, 1), *RIGHT.cutoffs[1:])), "p"),
    "instance_digest": (replace(RIGHT, instance_digest="0"), "0"),
    "result_digest": (replace(RIGHT, digest="1"), "1"),
}


@pytest.mark.parametrize("code", WRONG)
def test_certificate_of_a_wrong_result_names_the_fault_and_the_place(code):
    """V28, B3."""
    result, place = WRONG[code]
    assert [row for row in check(ROUND, result) if row.code == code] == [Finding(code, place)]


def test_certificate_of_another_round_is_refused():
    """B3: a result belongs to the round it was made of."""
    other = round_of(LISTS, {"p": 2, "q": 2, "r": 1}, fixed=[("own", "r", True)])
    assert check(other, RIGHT)[0] == Finding("instance_digest", ROUND.digest)


def test_rerun_of_a_right_result_finds_the_same_digest():
    """B3."""
    assert rerun(ROUND, RIGHT) == RIGHT.digest


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (sealed(ben="p"), "placements: stored {'student': 'ben'"),
        (replace(RIGHT, instance_digest="0"), "instance_digest: stored '0'"),
        (replace(RIGHT, digest="1"), "digest: stored 1"),
        (replace(RIGHT, unplaced=()), "unplaced: stored 0 rows, found 1"),
    ],
)
def test_rerun_of_a_wrong_result_names_the_first_difference(result, text):
    """B3."""
    with pytest.raises(RerunError) as refusal:
        rerun(ROUND, result)
    assert str(refusal.value).startswith(text)


def test_rerun_tells_an_outcome_that_is_stable_but_not_the_students_best():
    """B3: the certificate cannot see this one."""
    lists = {"ann": [("p", 1), ("q", 2)], "ben": [("q", 1), ("p", 2)]}
    instance = round_of(lists, {"p": 1, "q": 1})
    result = result_of(instance, decided(instance, {"ann": "q", "ben": "p"}), "organisations", "1")
    assert check(instance, result) == ()
    with pytest.raises(RerunError) as refusal:
        rerun(instance, result)
    assert refusal.value.code == "different_outcome"


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"unplaced": [5]}, "unplaced[0]"),
        ({"unplaced": "cas"}, "unplaced"),
        ({"digest": 1}, "digest"),
    ],
)
def test_stored_result_of_another_shape_is_refused(wrong, place):
    """B3."""
    with pytest.raises(DocumentError) as refusal:
        Result.from_dict(RIGHT.to_dict() | wrong)
    assert refusal.value.place == place
