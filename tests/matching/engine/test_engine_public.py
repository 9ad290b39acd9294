"""The public certificate: what anyone can check of it, alone and beside the auditor's."""

import copy
import subprocess
import sys

import pytest

from matching.engine import (
    Cap,
    Instance,
    Position,
    Student,
    canonical,
    commit,
    digest,
    full_certificate,
    public_certificate,
    solve,
    verify,
)
from matching.engine.caps import room
from tests.matching.engine.engine_samples import entry
from tests.matching.engine.test_engine_verify import (
    CRITERIA,
    FILE,
    LISTS,
    LOTTERY,
    RIGHT,
    ROUND,
    reseal,
    silence,
)

SEALS = {"criteria": digest(CRITERIA)}
PUBLIC = public_certificate(ROUND, LOTTERY, solve(ROUND), SEALS, fewest=5)
# Five took part, and four were ranked: the fifth was placed beforehand, and hides nobody.
NAMES = ["s0", "s1", "s4", "s6", "s7"]
DRAWN = LOTTERY.numbers(NAMES)
SMALL = Instance.of(
    students=[Student(name, DRAWN[name]) for name in NAMES],
    positions=ROUND.positions,
    preferences=[
        entry(name, rank, at, given)
        for name in NAMES
        for rank, (at, given) in enumerate(LISTS[name], start=1)
    ],
    fixed=ROUND.fixed,
    caps=ROUND.caps,
    closing_order=["pair"],
)
FEW = public_certificate(SMALL, LOTTERY, solve(SMALL), SEALS, fewest=5)
FEW_RIGHT = full_certificate(SMALL, LOTTERY, solve(SMALL), SEALS)


@pytest.mark.parametrize(
    ("told", "full"), [(PUBLIC, RIGHT), (FEW, FEW_RIGHT)], ids=["totals", "withheld"]
)
def test_right_public_certificate_passes_alone_and_beside_the_full_one(told, full):
    """V38, B3: with a party that kept its secret, a fixed pair, a closing and a refusal."""
    assert list(verify.check(told, [("criteria.json", CRITERIA)])) == []
    assert list(verify.check(full, [("criteria", CRITERIA), ("public", told)])) == []


def test_whoever_was_placed_beforehand_hides_nobody_among_few_others():
    """V38, B3: of five with one at the own employer nobody reads what became of the other four."""
    assert FEW["totals"] is None
    assert "Fewer than 5 students were ranked" in FEW["says"]["en"]
    told = public_certificate(SMALL, LOTTERY, solve(SMALL), SEALS, fewest=4) | {"totals_from": 5}
    assert {question for question, _ in verify.check(told)} == {"totals"}
    assert "totals" in {question for question, _ in verify.check(FEW_RIGHT, [("public", told)])}
    before = told | {"format": "matching-public-certificate/4"}
    assert not list(verify.check(before))  # sealed before that was seen
    assert not list(verify.check(FEW_RIGHT, [("public", before)]))


def total(**changes):
    return lambda c: c["totals"].update(changes)


def one_more_party(c):
    c["lottery"]["commitments"].append(commit("friend", "a secret of a friend, chosen later"))
    c["lottery"]["commitments"][-1] = c["lottery"]["commitments"][-1].to_dict()


ALONE = {
    "another seed": ("seed", lambda c: c["lottery"].update(seed="0" * 64)),
    "another secret": (
        "commitment",
        lambda c: c["lottery"]["secrets"].update(students="a secret that suits somebody better"),
    ),
    "another promise": (
        "commitment",
        lambda c: c["lottery"]["commitments"][0].update(sha256="0" * 64),
    ),
    "a secret nobody promised": (
        "commitment",
        lambda c: c["lottery"]["secrets"].update(stranger="never promised, and long enough"),
    ),
    "a secret kept back, the seed not made anew": (
        "seed",
        lambda c: c["lottery"]["secrets"].pop("students"),
    ),
    "parties in another order": ("seed", lambda c: c["lottery"]["commitments"].reverse()),
    "a party more": ("seed", one_more_party),
    "a party that promised twice": (
        "commitment",
        lambda c: c["lottery"]["commitments"].append(c["lottery"]["commitments"][0]),
    ),
    "a lottery that nobody committed to": (
        "commitment",
        lambda c: c["lottery"].update(commitments=[], secrets={}, seed=digest([])),
    ),
    "a hash that is none": ("form", lambda c: c.update(certificate_digest="unknown")),
    "a seal that is none": ("form", lambda c: c["seals"].update(inputs="F" * 64)),
    "a student smuggled in": ("form", lambda c: c.update(student="s0")),
    "a name in the lottery": ("form", lambda c: c["lottery"].update(placements=["Jan"])),
    "a name beside a promise": (
        "form",
        lambda c: c["lottery"]["commitments"][0].update(name="Jan"),
    ),
    "words in another language": ("form", lambda c: c["says"].update(de="Jan")),
    "a seal with a name": ("form", lambda c: c["seals"].update(jan="0" * 64)),
    "a hash left out": ("form", lambda c: c.pop("result_digest")),
    "other criteria than were sealed": ("seal", lambda c: c["seals"].update(criteria="0" * 64)),
    "somebody without a place hushed up": ("totals", total(unplaced=0)),
    "more placed than there are seats": ("totals", total(seats=1)),
    "more placed than the limits allow": ("totals", total(students_at_most=1)),
    "more under the limits than there are seats": ("totals", total(students_at_most=99)),
    "limits that nobody tells": ("totals", lambda c: c["totals"].pop("students_at_most")),
    "more placed than there are choices": ("totals", total(choices=2)),
    "more first choices than places": ("totals", total(first_choices=99)),
    "more closed than there are positions": ("totals", total(closed_positions=99)),
    "a number below nothing": ("totals", total(refused_choices=-1)),
    "a truth value for a number": ("totals", total(closed_positions=True)),
    "a number left out": ("totals", lambda c: c["totals"].pop("seats")),
    "totals of fewer students than are told of": ("totals", lambda c: c.update(totals_from=9)),
    "a rule that is no number": ("totals", lambda c: c.update(totals_from="5")),
    "totals kept back without a rule": ("totals", lambda c: c.update(totals_from=0, totals=None)),
    "totals kept back by a rule of one's own": (
        "totals",
        lambda c: c.update(totals_from=6, totals=None),
    ),
    "a lottery of another format": ("form", lambda c: c["lottery"].update(format="lottery/9")),
}
# What agrees with itself is found beside the full certificate only.
BESIDE = {
    "a student more with a place": total(students=9, matched=5),
    "a first choice more": total(first_choices=4),
    "a refusal fewer": total(refused_choices=0),
    "a closing hushed up": total(closed_positions=0),
    "a limit hushed up": total(students_at_most=10),
    "totals kept back": lambda c: c.update(totals=None),
    "totals kept back without a number": lambda c: c.update(totals=None, totals_from="5"),
    "the hash of another round": lambda c: c.update(instance_digest="0" * 64),
    "the hash of another result": lambda c: c.update(result_digest="0" * 64),
    "the hash of another certificate": lambda c: c.update(certificate_digest="0" * 64),
    "a seal left out": lambda c: c["seals"].clear(),
    "another lottery, right in itself": silence,
}


def test_public_certificate_of_before_the_limits_were_told_is_checked_as_ever():
    """B3: alone and beside the full one; it has a number fewer, and no other."""
    before = copy.deepcopy(PUBLIC) | {"format": "matching-public-certificate/3"}
    assert (PUBLIC["totals"]["seats"], before["totals"].pop("students_at_most")) == (10, 9)
    assert list(verify.check(before, [("criteria.json", CRITERIA)])) == []
    assert list(verify.check(RIGHT, [("criteria", CRITERIA), ("public", before)])) == []
    assert verify.asked(before, []) == verify.asked(PUBLIC, [])
    before["totals"]["students_at_most"] = 9
    assert [code for code, _ in verify.check(before)] == ["totals"]


def test_how_many_fit_in_under_nested_limits_is_counted_twice_the_same():
    """B3: the lowest limits first, in whatever order they are written."""
    caps = [Cap("whole", 4), Cap("a", 3, within="whole"), Cap("b", 9, within="whole")]
    positions = [Position("p", 2, within="a"), Position("q", 2, within="a")]
    positions += [Position("r", 3, within="b"), Position("s", 2), Position("t", 0)]
    nothing = {"students": [], "preferences": [], "fixed": [], "closing_order": []}
    for order in (caps, caps[::-1]):
        instance = Instance.of(positions=positions, caps=order, **nothing)
        assert room(instance) == verify.room(instance.to_dict()) == 6
    assert verify.room(RIGHT["instance"]) == room(ROUND) == 9


def test_public_certificate_with_parts_missing_is_not_called_the_same():
    """B3: what could not be compared is never right."""
    told = copy.deepcopy(PUBLIC)
    del told["says"]
    found = {code for code, _ in verify.check(RIGHT, [("public", told)])}
    assert {"form", "same", "totals"} <= found


@pytest.mark.parametrize("name", ALONE)
def test_tampering_with_the_public_certificate_is_named(name):
    """V38, B3: from what everybody may have."""
    question, tamper = ALONE[name]
    told = copy.deepcopy(PUBLIC)
    tamper(told)
    found = verify.check(told, [("criteria.json", CRITERIA)])
    assert question in {code for code, _ in found}


@pytest.mark.parametrize("name", BESIDE)
def test_public_certificate_of_something_else_is_named_beside_the_full_one(name):
    """B3: digests, seals and lottery compared, totals counted anew."""
    told = copy.deepcopy(PUBLIC)
    BESIDE[name](told)
    assert "same" in {code for code, _ in verify.check(RIGHT, [("public", told)])}


def test_full_certificate_of_something_else_is_named_beside_the_public_one():
    """B3: whoever changes the full one afterwards is told by what everybody has."""
    other = copy.deepcopy(RIGHT)
    other["instance"]["students"].pop(6)
    reseal(other)
    found = [place for code, place in verify.check(other, [("public", PUBLIC)]) if code == "same"]
    assert {"public: certificate_digest", "public: totals"} <= set(found)


def run(tmp_path, *documents, language="en"):
    """The command, with these documents as files; the first is the certificate."""
    names = [f"{number}.json" for number in range(len(documents))]
    for name, document in zip(names, documents, strict=True):
        (tmp_path / name).write_bytes(canonical(document))
    more = [word for name in names[1:] for word in ("--document", name)]
    command = [sys.executable, "-I", str(FILE), names[0], *more, "--language", language]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)


def test_command_says_of_a_public_certificate_what_it_proved_and_what_not(tmp_path):
    """V38, B3: nothing of a match that it could not see is called right."""
    done = run(tmp_path, PUBLIC, CRITERIA)
    assert done.returncode == 0, done.stdout
    assert f"0.json: public certificate\n      SHA-256 {digest(PUBLIC)}" in done.stdout
    assert (
        "Not revealed, so this certificate says (ask them); the promise itself counts: hosts"
        in done.stdout
    )
    assert "RIGHT Every secret of the lottery" in done.stdout
    assert "OPEN  What was sealed before is what was matched" in done.stdout
    assert "passed over for" not in done.stdout
    assert "These documents cannot prove:\n    - Who got a place" in done.stdout
    assert "- That this is word for word what was sealed, also of an earlier" in done.stdout
    dutch = run(tmp_path, FEW, language="nl")
    assert "Te weinig studenten voor totalen." in dutch.stdout
    assert "Niet te bewijzen uit deze documenten:\n    - Wie een plaats kreeg" in dutch.stdout


def test_command_takes_the_two_certificates_in_any_order(tmp_path):
    """B3."""
    for files in ((RIGHT, PUBLIC), (PUBLIC, RIGHT)):
        done = run(tmp_path, *files)
        assert done.returncode == 0
        assert "RIGHT The public certificate is of this match" in done.stdout


def test_command_says_open_to_what_a_public_certificate_without_its_parts_leaves_open(tmp_path):
    """B3."""
    done = run(tmp_path, {key: value for key, value in PUBLIC.items() if key != "totals"})
    assert done.returncode == 1
    assert "WRONG The certificate has its shape" in done.stdout
    assert "OPEN  The totals do not contradict one another" in done.stdout
    assert "OPEN  Every secret of the lottery" in done.stdout


def test_command_calls_nothing_right_that_it_could_not_work_out(tmp_path):
    """B3: of a round that contradicts itself."""
    broken = copy.deepcopy(RIGHT)
    broken["instance"]["students"].append(broken["instance"]["students"][0])
    reseal(broken)
    done = run(tmp_path, broken)
    assert done.returncode == 1
    assert "WRONG The round does not contradict itself" in done.stdout
    assert "OPEN  Nobody was passed over" in done.stdout
