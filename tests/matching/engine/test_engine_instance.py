"""A round that contradicts itself is refused with the place."""

import pytest

from matching.engine import (
    DocumentError,
    EngineError,
    FixedPair,
    Instance,
    InstanceError,
    Position,
    Preference,
    Student,
)
from tests.matching.engine.engine_samples import round_of, seats_of

ANN, BEN = Student("ann", 0), Student("ben", 1)
P, Q = Position("p", 1), Position("q", 2)


def entry(student="ann", position="p", rank=1, score=5, **refusal):
    return Preference(student, position, rank, score, **refusal)


WRONG = {
    "duplicate_student": ([ANN, Student("ann", 3)], [P], [], [], "student ann"),
    "duplicate_position": ([ANN], [P, Position("p", 4)], [], [], "position p"),
    "duplicate_lottery": ([ANN, Student("ben", 0)], [P], [], [], "student ben"),
    "lottery_out_of_range": ([Student("ann", -1)], [P], [], [], "student ann"),
    "empty_student": ([Student("", 0)], [P], [], [], "student "),
    "capacity_out_of_range": ([ANN], [Position("p", -1)], [], [], "position p"),
    "unknown_student": ([ANN], [P], [entry("eve")], [], "preference of eve for p"),
    "unknown_position": ([ANN], [P], [entry(position="x")], [], "preference of ann for x"),
    "duplicate_entry": ([ANN], [P], [entry(), entry(rank=2)], [], "preference of ann for p"),
    "duplicate_rank": ([ANN], [P, Q], [entry(), entry("ann", "q")], [], "preference of ann for q"),
    "rank_out_of_range": ([ANN], [P], [entry(rank=0)], [], "preference of ann for p"),
    "score_out_of_range": ([ANN], [P], [entry(score=2**53)], [], "preference of ann for p"),
    "needless_reason": ([ANN], [P], [entry(reason="late")], [], "preference of ann for p"),
    "missing_reason": ([ANN], [P], [entry(acceptable=False)], [], "preference of ann for p"),
    "duplicate_fixed": (
        [ANN],
        [P, Q],
        [],
        [FixedPair("ann", "p", False), FixedPair("ann", "q", False)],
        "fixed pair ann at q",
    ),
    "fixed_refused": (
        [ANN],
        [P],
        [entry(acceptable=False, reason="no_show")],
        [FixedPair("ann", "p", False)],
        "fixed pair ann at p",
    ),
    "fixed_over_capacity": (
        [ANN, BEN],
        [P],
        [],
        [FixedPair("ann", "p", True), FixedPair("ben", "p", True)],
        "position p",
    ),
}


@pytest.mark.parametrize("code", WRONG)
def test_instance_with_a_contradiction_is_refused_with_its_place(code):
    """V28."""
    *rows, place = WRONG[code]
    with pytest.raises(InstanceError) as refusal:
        Instance.of(*rows)
    assert (refusal.value.code, refusal.value.place) == (code, place)


def test_fixed_pair_at_an_unknown_position_is_refused():
    """The place of the error is the pair."""
    with pytest.raises(InstanceError) as refusal:
        Instance.of((ANN,), (P,), (), (FixedPair("ann", "x", True),))
    assert str(refusal.value) == "fixed pair ann at x: there is no position x"


@pytest.mark.parametrize("score", [8.0, "8", True, None])
def test_instance_with_a_score_that_is_no_integer_names_the_row(score):
    """V28: a float would decide ties by chance."""
    with pytest.raises(DocumentError) as refusal:
        Instance.of((ANN,), (P,), (entry(score=score),))
    assert str(refusal.value) == f"preferences[0].score: must be int, is {score!r}"


def test_stored_round_with_another_key_or_format_is_refused():
    """Nothing is guessed when a stored round is read."""
    document = round_of({"ann": [("p", 5)]}, {"p": 1}).to_dict()
    wrong_row = document | {"students": [{"id": "ann", "lot": 0, "choices": []}]}
    for wrong, text in [
        (document | {"format": "matching-instance/1"}, "$.format: must be matching-instance/2"),
        (document | {"more": 1}, "$: lacking: none; unknown: more"),
        (document | {"students": {}}, "students: must be list, is {}"),
        (wrong_row, "students[0]: lacking: lottery; unknown: lot"),
    ]:
        with pytest.raises(DocumentError) as refusal:
            Instance.from_dict(wrong)
        assert str(refusal.value).startswith(text)


@pytest.mark.parametrize(
    ("choice", "code", "place"),
    [
        (["p", 5], "wrong_type", "students[1].choices[1]"),
        ({"position": "p"}, "wrong_keys", "students[1].choices[1]"),
        ({"position": "p", "score": 5, "more": 1}, "wrong_keys", "students[1].choices[1]"),
        ({"position": 1, "score": 5}, "wrong_type", "students[1].choices[1].position"),
        ({"position": "p", "score": True}, "wrong_type", "students[1].choices[1].score"),
        ({"position": "x", "score": 5}, "unknown_position", "students[1].choices[1]"),
        ({"position": "p", "score": -(2**53)}, "score_out_of_range", "students[1].choices[1]"),
        ({"position": "p", "refused": ""}, "missing_reason", "students[1].choices[1]"),
    ],
)
def test_stored_choice_that_is_wrong_is_refused_with_its_place(choice, code, place):
    """V28: among sound ones."""
    lists = {"ann": [("p", 5)], "ben": [("q", 5)]}
    document = round_of(lists, {"p": 1, "q": 1}).to_dict()
    document["students"][1]["choices"].append(choice)
    with pytest.raises(EngineError) as refusal:
        Instance.from_dict(document)
    assert (refusal.value.code, refusal.value.place) == (code, place)


def test_fixed_pair_takes_a_seat_only_where_it_was_offered_to_all():
    """V28: an own employer's extra seat leaves the others theirs."""
    lists = {"ann": [], "ben": []}
    fixed = [("ann", "p", True), ("ben", "q", False)]
    assert seats_of(round_of(lists, {"p": 2, "q": 2}, fixed=fixed)) == {"p": 1, "q": 2}
