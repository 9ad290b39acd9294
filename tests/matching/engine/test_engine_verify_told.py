"""What every student was told, held against the match by the auditor's one file."""

import copy
import json

import pytest

from matching.engine import (
    Cap,
    FixedPair,
    Instance,
    Lottery,
    Position,
    Student,
    commit,
    digest,
    explanations,
    full_certificate,
    public_certificate,
    solve,
    verify,
)
from tests.matching.engine.engine_samples import capped_round, entry, random_round, seeded

SECRET = {"institution": "what the programme leader thought of"}
LOTTERY = Lottery(tuple(commit(*pair) for pair in SECRET.items()), SECRET)
# Seven for five seats, of whom two are equal; a limit, a refusal, a closing, no seat, a fixed pair.
LISTS = {
    "s0": [("wide", 9), ("small", 5)],
    "s1": [("wide", 9), ("small", 6)],
    "s2": [("wide", 9), ("pair", 3)],
    "s3": [("wide", 8), ("small", 4)],
    "s4": [("wide", 5), ("other", 2)],
    "s5": [("wide", 5), ("other", 1)],
    "s6": [("small", "host:travel"), ("pair", 7), ("none", 4), ("other", 1)],
    "s7": [("small", 4)],
    "s8": [("wide", 4)],
}
NUMBERS = LOTTERY.numbers(list(LISTS))
ROUND = Instance.of(
    students=[Student(name, NUMBERS[name]) for name in LISTS],
    positions=[
        Position("wide", 5),
        Position("small", 2, within="host"),
        Position("other", 2, within="host"),
        Position("pair", 3, minimum=3),
        Position("none", 1),
        Position("own", 1),
    ],
    preferences=[
        entry(name, rank, at, given)
        for name, choices in LISTS.items()
        for rank, (at, given) in enumerate(choices, start=1)
    ],
    fixed=[FixedPair("s7", "none", True)],
    caps=[Cap("host", 0)],
    closing_order=["pair"],
)


def told_of(instance, fewest=5):
    """What the platform hands out: all explanations as one document."""
    same = {"format": "student-explanation/1", "round": "r", "denominator": 200}
    rows = explanations(instance, solve(instance), fewest)
    whole = {"format": "round-explanations/2", "round": "r"}
    return whole | {"explanations": [same | row.to_dict() for row in rows]}


def sealed_with(told, instance=ROUND):
    """The full certificate, with the hash of all hashes."""
    hashes = {row["student"]: digest(row) for row in told["explanations"]}
    whole = full_certificate(instance, LOTTERY, solve(instance), {})
    return whole | {"explanations_sha256": digest(hashes)}


def found(told, certificate=None, **options):
    """What is wrong with these explanations, sealed as they are."""
    certificate = certificate or sealed_with(told, **options)
    return [place for code, place in verify.check(certificate, [("told", told)]) if code == "told"]


def test_true_explanations_of_every_kind_pass():
    """V31, B3: with the last one's score and without."""
    kinds = {row["kind"] for one in told_of(ROUND)["explanations"] for row in one["outcomes"]}
    assert kinds == {
        "placed",
        "not_needed",
        "outranked_by_score",
        "outranked_by_lottery",
        "not_acceptable",
        "closed_below_minimum",
        "no_seats",
    }
    assert [found(told_of(ROUND, fewest)) for fewest in (1, 5, 99)] == [[], [], []]


@pytest.mark.parametrize("seed", range(60))
def test_explanations_of_random_rounds_are_true(seed):
    """V31, B3: worked out by two programs that share no code."""
    rng = seeded(seed)
    instance = capped_round(rng, minimum=seed % 3 == 0) if seed % 2 else random_round(rng)
    told = told_of(instance, fewest=2)
    assert found(told, instance=instance) == []


def row_of(told, student, rank=1):
    one = next(row for row in told["explanations"] if row["student"] == student)
    return one["outcomes"][rank - 1]


def one_of(told, student):
    return next(row for row in told["explanations"] if row["student"] == student)


def kept_back(row):
    del row["last_score"]
    row["withheld"] = True


def unlucky():
    """Who lost the lottery for the last of five seats."""
    rows = told_of(ROUND)["explanations"]
    kinds = {row["student"]: row["outcomes"][0]["kind"] for row in rows}
    return next(name for name, kind in kinds.items() if kind == "outranked_by_lottery")


UNLUCKY = unlucky()
UNTRUE = {
    "another reason": (UNLUCKY, lambda told: row_of(told, UNLUCKY).update(kind="no_seats")),
    "a better score": (UNLUCKY, lambda told: row_of(told, UNLUCKY).update(score=6)),
    "another lottery number": (UNLUCKY, lambda told: row_of(told, UNLUCKY).update(lottery=99)),
    "another last score": (UNLUCKY, lambda told: row_of(told, UNLUCKY).update(last_score=6)),
    "another last number": (UNLUCKY, lambda told: row_of(told, UNLUCKY).update(last_lottery=99)),
    "other seats": (UNLUCKY, lambda told: row_of(told, UNLUCKY).update(seats=6)),
    "another rank": ("s6", lambda told: row_of(told, "s6", 2).update(rank=1)),
    "another refusal": ("s6", lambda told: row_of(told, "s6").update(reason="host:no_show")),
    "a closing with others": ("s6", lambda told: row_of(told, "s6", 2).update(students=2)),
    "a closing with another minimum": ("s6", lambda told: row_of(told, "s6", 2).update(minimum=2)),
    "another limit": ("s6", lambda told: row_of(told, "s6", 4).update(cap="")),
    "a place that was not given": ("s6", lambda told: one_of(told, "s6").update(position="pair")),
    "a place without its name": ("s0", lambda told: one_of(told, "s0").update(position=None)),
    "a fixed place that is none": ("s0", lambda told: one_of(told, "s0").update(fixed=True)),
    "a choice left out": ("s6", lambda told: one_of(told, "s6")["outcomes"].pop()),
    "a choice that was none": (
        "s6",
        lambda told: one_of(told, "s6")["outcomes"].append(row_of(told, "s6")),
    ),
    "somebody left out": ("s6", lambda told: told["explanations"].remove(one_of(told, "s6"))),
    "somebody who took no part": ("s99", lambda told: one_of(told, "s6").update(student="s99")),
    "a word more": ("s0", lambda told: one_of(told, "s0").update(message="Alas.")),
    "another shape": ("s0", lambda told: one_of(told, "s0").update(format="letter/1")),
    "a truth value for a rank": ("s0", lambda told: row_of(told, "s0").update(rank=True)),
    "a number for a truth value": ("s0", lambda told: one_of(told, "s0").update(fixed=0)),
    "a score kept back that there is not": (
        "s0",
        lambda told: row_of(told, "s0").update(withheld=True),
    ),
    "somebody twice": (
        "told: somebody twice",
        lambda told: told["explanations"].append(one_of(told, "s0")),
    ),
    "another round": (
        "told: another round",
        lambda told: one_of(told, "s0").update(round="another"),
    ),
    "no scale": (
        "s0: marks on another scale",
        lambda told: one_of(told, "s0").update(denominator="x"),
    ),
    "another scale for one": (
        "told: marks on different scales",
        lambda told: one_of(told, "s0").update(denominator=100),
    ),
    "a score kept from some only": (
        "told: a score kept from some only",
        lambda told: kept_back(row_of(told, "s8")),
    ),
}


@pytest.mark.parametrize("what", UNTRUE)
def test_untrue_explanation_is_named_although_it_was_sealed_so(what):
    """V31, B3: the seal alone does not make it true."""
    place, tamper = UNTRUE[what]
    told = copy.deepcopy(told_of(ROUND))
    tamper(told)
    assert place in found(told)


def test_explanation_that_was_changed_after_the_seal_is_named():
    """B3: also where what it says now is as true as before."""
    told = told_of(ROUND)
    certificate = sealed_with(told)
    told["round"] = "another"
    for row in told["explanations"]:
        row["round"] = "another"
    assert found(told, certificate) == ["told: not what was sealed"]


def test_explanation_of_one_student_is_held_against_the_sealed_one_and_against_the_match():
    """B3, V31: what a student kept, beside the auditor's files."""
    told = told_of(ROUND)
    mine, certificate = one_of(told, "s0"), sealed_with(told)
    other = mine | {"round": "another"}
    untrue = mine | {"position": None}
    assert list(verify.check(certificate, [("told", told), ("mine", mine)])) == []
    both = list(verify.check(certificate, [("told", told), ("mine", other)]))
    strange = mine | {"student": 5}
    assert list(verify.check(certificate, [("mine", strange)])) == [("told", 5)]
    assert both == [("told", "s0: not what was sealed")]
    assert list(verify.check(certificate, [("mine", untrue)])) == [("told", "s0")]


def test_question_is_open_where_it_could_not_be_asked():
    """B3: without all explanations, and beside the public certificate, which names nobody."""
    told = told_of(ROUND)
    mine, full = one_of(told, "s0"), sealed_with(told)
    public = public_certificate(ROUND, LOTTERY, solve(ROUND), {})
    assert verify.asked(full, [("told", told)])["told"]
    assert not verify.asked(full, [("mine", mine)])["told"]
    assert not verify.asked(public, [("mine", mine)])["told"]
    assert "told" not in verify.asked(public, [])
    assert list(verify.check(public, [("mine", mine)])) == []


def test_command_says_who_was_told_something_untrue(tmp_path, capsys):
    """B3."""
    told = told_of(ROUND)
    one_of(told, "s6")["position"] = "pair"
    (tmp_path / "told.json").write_text(json.dumps(told))
    (tmp_path / "full.json").write_text(json.dumps(sealed_with(told)))
    files = [str(tmp_path / "full.json"), "--document", str(tmp_path / "told.json")]
    assert verify.main([*files, "--language", "en"]) == 1
    printed = capsys.readouterr().out
    assert "told.json: explanation to every student" in printed
    assert "WRONG Every explanation is the sealed one and says what happened" in printed
    assert "told: s6" in printed
