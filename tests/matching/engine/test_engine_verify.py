"""The auditor's one file: it lets a right round pass, and names what was tampered with."""

import ast
import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest
import vermin

from matching.engine import (
    Cap,
    FixedPair,
    Instance,
    Lottery,
    Position,
    Preference,
    Student,
    commit,
    digest,
    full_certificate,
    result_of,
    solve,
    verify,
)
from tests.matching.engine.engine_mutants import organisation_proposing
from tests.matching.engine.engine_ratings import packed
from tests.matching.engine.engine_samples import decided, entry, rotation

FILE = Path(verify.__file__)
SECRETS = {
    "programme": "what the programme leader thought of",
    "students": "what the students' delegate thought of",
    "hosts": "what somebody of a host thought of",
}
LOTTERY = Lottery(
    tuple(commit(party, secret) for party, secret in SECRETS.items()),
    {party: secret for party, secret in SECRETS.items() if party != "hosts"},
)
STUDENTS = [f"s{number}" for number in range(8)]
NUMBERS = LOTTERY.numbers(STUDENTS)
CRITERIA = {"format": "criteria", "weights": {"motivation": 2, "skill": 1}}
# In "line" every rank of the lottery counts: all have the same score there.
LISTS = {
    "s0": [("line", 7), ("wide", 5)],
    "s1": [("line", 7), ("wide", 6)],
    "s2": [("line", 7), ("pair", 9)],
    "s3": [("wide", 4), ("line", 7)],
    "s4": [("never", "host:no_show"), ("wide", 8)],
    "s5": [("pair", 3), ("tower", 2)],
    "s6": [("tower", 9), ("never", 1)],
    "s7": [],
}
ROUND = Instance.of(
    students=[Student(name, NUMBERS[name]) for name in STUDENTS],
    positions=[
        Position("line", 2, within="host"),
        Position("wide", 2, within="host"),
        Position("pair", 3, minimum=3),
        Position("tower", 1),
        Position("never", 1),
        Position("own", 1),
    ],
    preferences=[
        entry(name, rank, at, given)
        for name, choices in LISTS.items()
        for rank, (at, given) in enumerate(choices, start=1)
    ],
    fixed=[FixedPair("s7", "own", True)],
    caps=[Cap("host", 3)],
    closing_order=["pair"],
)
RIGHT = full_certificate(ROUND, LOTTERY, solve(ROUND), {"criteria": digest(CRITERIA)})


def test_right_certificate_passes_every_question():
    """V28, B3: the round has caps, a closing, a refusal, a fixed pair and a party kept silent."""
    assert RIGHT["result"]["closings"] == [{"position": "pair", "students": 1, "minimum": 3}]
    assert RIGHT["result"]["cap_cutoffs"][0]["admitted"] == 3
    assert list(verify.check(RIGHT, [("criteria.json", CRITERIA)])) == []


def rows(certificate, name):
    return {row.get("id", row.get("student", row.get("place"))): row for row in certificate[name]}


def reseal(certificate):
    """Who tampers computes the fingerprints anew: that alone must not be enough."""
    result = certificate["result"]
    result["instance_digest"] = digest(certificate["instance"])
    kept = {key: value for key, value in result.items() if key not in verify.NOT_SEALED}
    result["digest"] = digest(kept)


def student(certificate, name):
    return rows(certificate["instance"], "students")[name]


def position(certificate, name):
    return rows(certificate["instance"], "positions")[name]


def place(certificate, name):
    return rows(certificate["result"], "placements")[name]


def cutoff(certificate, name):
    return rows(certificate["result"], "cutoffs")[name]


def at(name):
    return {row["student"]: row["position"] for row in RIGHT["result"]["placements"]}.get(name)


def unplace(certificate, name):
    result = certificate["result"]
    result["placements"] = [row for row in result["placements"] if row["student"] != name]
    result["unplaced"] = sorted([*result["unplaced"], name])


def give(certificate, name, where):
    result = certificate["result"]
    result["unplaced"] = [other for other in result["unplaced"] if other != name]
    result["placements"] = [row for row in result["placements"] if row["student"] != name]
    result["placements"].append({"student": name, "position": where, "fixed": False})


def worst_first(certificate):
    """A tie on the seat of the line decided against the lottery."""
    line = [name for name in ("s0", "s1", "s2", "s3") if at(name) == "line"]
    out = next(name for name in ("s0", "s1", "s2") if name not in line)
    give(certificate, out, "line")
    unplace(certificate, line[0])


def other_number(certificate):
    one, other = student(certificate, "s0"), student(certificate, "s1")
    one["lottery"], other["lottery"] = other["lottery"], one["lottery"]


def another_seed(certificate):
    certificate["lottery"]["seed"] = "0" * 64


def another_secret(certificate):
    certificate["lottery"]["secrets"]["students"] = "a secret that suits somebody better"


def secret_of_nobody(certificate):
    certificate["lottery"]["secrets"]["stranger"] = "never promised, and quite long enough"


def silence(certificate):
    """Somebody's secret is left out to get another order; the seed is computed anew."""
    lottery = certificate["lottery"]
    del lottery["secrets"]["students"]
    parts = [lottery["secrets"].get(r["party"], r["sha256"]) for r in lottery["commitments"]]
    lottery["seed"] = digest(parts)


def other_numbers_in_the_same_order(certificate):
    for row in certificate["instance"]["students"]:
        row["lottery"] = 1000 * row["lottery"] + 7
    for row in certificate["result"]["cutoffs"] + certificate["result"]["cap_cutoffs"]:
        if row["lottery"] is not None:
            row["lottery"] = 1000 * row["lottery"] + 7


TAMPERINGS = {
    "numbers that were not drawn, in the same order": ("lottery", other_numbers_in_the_same_order),
    "the name of a student": ("form", lambda c: student(c, "s0").update(name="Jan")),
    "a name beside a position": ("form", lambda c: position(c, "own").update(mentor="An")),
    "places given by hand": ("form", lambda c: c["result"].update(placed_by_hand=[])),
    "a part more": ("form", lambda c: c.update(remarks="Jan")),
    "a lottery of another format": ("form", lambda c: c["lottery"].update(format="lottery/9")),
    "a seal with a name": ("form", lambda c: c["seals"].update(jan="0" * 64)),
    "a seal that is none": ("form", lambda c: c["seals"].update(inputs="Jan")),
    "a name for an engine": ("form", lambda c: c["result"].update(engine="Jan Peeters")),
    "a fingerprint of reasons that is none": (
        "form",
        lambda c: c.update(explanations_sha256="Jan"),
    ),
    "words that are none": ("form", lambda c: c["says"].update(nl={"Jan": 1})),
    "lots kept in a first round": ("form", lambda c: c["lottery"].update(kept=[])),
    "a result of another format": ("form", lambda c: c["result"].update(format="result/9")),
    "another lottery number": ("lottery", other_number),
    "another seed": ("seed", another_seed),
    "another secret": ("commitment", another_secret),
    "a secret nobody promised": ("commitment", secret_of_nobody),
    "a party that promised twice": (
        "commitment",
        lambda c: c["lottery"]["commitments"].append(c["lottery"]["commitments"][0]),
    ),
    "a secret kept back afterwards": ("lottery", silence),
    "a lottery number given twice": (
        "round",
        lambda c: student(c, "s0").update(lottery=student(c, "s1")["lottery"]),
    ),
    "a lottery number that is none": (
        "round",
        lambda c: student(c, "s0").update(lottery=True),
    ),
    "a lottery that nobody committed to": (
        "commitment",
        lambda c: c["lottery"].update(commitments=[], secrets={}, seed=digest([])),
    ),
    "a fixed place at a position that is not there": (
        "round",
        lambda c: c["instance"]["fixed"][0].update(position="moon", seat_offered_to_all=False),
    ),
    "a fixed place in spite of a no": (
        "round",
        lambda c: student(c, "s7")["choices"].append({"position": "own", "refused": "host:no"}),
    ),
    "a refusal without a reason": (
        "round",
        lambda c: student(c, "s4")["choices"][0].update(refused=""),
    ),
    "a choice with a score and a no": (
        "round",
        lambda c: student(c, "s4")["choices"][0].update(score=1),
    ),
    "a number of seats that is a truth value": (
        "round",
        lambda c: position(c, "never").update(capacity=True),
    ),
    "another format of the round": (
        "round",
        lambda c: c["instance"].update(format="matching-instance/9"),
    ),
    "a false written as nothing": ("other_outcome", lambda c: place(c, "s6").update(fixed=0)),
    "a student added": (
        "lottery",
        lambda c: c["instance"]["students"].append(
            {"id": "s00", "lottery": 99, "choices": [{"position": "tower", "score": 99}]}
        ),
    ),
    "a student left out": (
        "unknown_student",
        lambda c: c["instance"]["students"].remove(student(c, "s6")),
    ),
    "a student there twice": (
        "round",
        lambda c: c["instance"]["students"].append(copy.deepcopy(student(c, "s6"))),
    ),
    "a score raised": ("other_outcome", lambda c: student(c, "s3")["choices"][0].update(score=9)),
    "a score that is no whole number": (
        "round",
        lambda c: student(c, "s3")["choices"][0].update(score=True),
    ),
    "a choice added": (
        "blocking_pair",
        lambda c: student(c, "s3")["choices"].insert(0, {"position": "never", "score": 1}),
    ),
    "a choice removed": ("not_listed", lambda c: student(c, "s6")["choices"].clear()),
    "a choice there twice": (
        "round",
        lambda c: student(c, "s6")["choices"].append({"position": "tower", "score": 1}),
    ),
    "choices in another order": ("blocking_pair", lambda c: student(c, "s6")["choices"].reverse()),
    "a refusal withdrawn": (
        "blocking_pair",
        lambda c: student(c, "s4")["choices"].__setitem__(0, {"position": "never", "score": 1}),
    ),
    "a refusal added": (
        "not_acceptable",
        lambda c: student(c, "s6")["choices"].__setitem__(
            0, {"position": "tower", "refused": "host:no_show"}
        ),
    ),
    "a position that is not there": (
        "round",
        lambda c: student(c, "s6")["choices"].append({"position": "moon", "score": 1}),
    ),
    "a seat added": ("cutoff", lambda c: position(c, "tower").update(capacity=2)),
    "a seat removed": ("over_capacity", lambda c: position(c, "tower").update(capacity=0)),
    "a negative number of seats": ("round", lambda c: position(c, "never").update(capacity=-1)),
    "a cap lowered": ("over_cap", lambda c: c["instance"]["caps"][0].update(capacity=2)),
    "a cap lifted": ("blocking_pair", lambda c: position(c, "wide").update(within="")),
    "a cap within itself": ("round", lambda c: c["instance"]["caps"][0].update(within="host")),
    "a cap that is not there": ("round", lambda c: position(c, "wide").update(within="moon")),
    "a minimum lowered": ("closing", lambda c: position(c, "pair").update(minimum=2)),
    "a closing order without a position": (
        "round",
        lambda c: c["instance"]["closing_order"].clear(),
    ),
    "a closing hushed up": ("closing", lambda c: give(c, "s5", "pair")),
    "a closing invented": (
        "closing",
        lambda c: c["result"]["closings"].append(
            {"position": "never", "students": 1, "minimum": 2}
        ),
    ),
    "a closing told otherwise": (
        "other_outcome",
        lambda c: c["result"]["closings"][0].update(students=2),
    ),
    "a student without a place given one": ("over_capacity", lambda c: give(c, "s5", "tower")),
    "a place taken away": ("blocking_pair", lambda c: unplace(c, "s6")),
    "a place off the list": ("not_listed", lambda c: give(c, "s6", "wide")),
    "a place in spite of a no": ("not_acceptable", lambda c: give(c, "s4", "never")),
    "a tie decided against the lottery": ("blocking_pair", worst_first),
    "a student forgotten": ("student_missing", lambda c: c["result"]["unplaced"].clear()),
    "a student placed and unplaced": (
        "student_twice",
        lambda c: c["result"]["unplaced"].append("s6"),
    ),
    "a stranger placed": ("unknown_student", lambda c: place(c, "s6").update(student="eve")),
    "a match called fixed": ("fixed_pair", lambda c: place(c, "s6").update(fixed=True)),
    "a fixed place taken away": ("fixed_pair", lambda c: place(c, "s7").update(fixed=False)),
    "a cut-off lowered": ("cutoff", lambda c: cutoff(c, "tower").update(score=1)),
    "a cut-off with another lottery number": (
        "cutoff",
        lambda c: cutoff(c, "tower").update(lottery=99),
    ),
    "a cut-off left out": ("cutoff", lambda c: c["result"]["cutoffs"].pop()),
    "a cut-off there twice": (
        "cutoff",
        lambda c: c["result"]["cutoffs"].append(c["result"]["cutoffs"][0]),
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_named_although_the_seals_were_made_anew(name):
    """V28, B3: what was changed after the fact is found by what it breaks."""
    question, tamper = TAMPERINGS[name]
    certificate = copy.deepcopy(RIGHT)
    tamper(certificate)
    reseal(certificate)
    assert question in {code for code, _ in verify.check(certificate)}


@pytest.mark.parametrize("part", ["instance", "result"])
def test_tampering_without_a_new_seal_is_named(part):
    """B3."""
    certificate = copy.deepcopy(RIGHT)
    row = student(certificate, "s6") if part == "instance" else place(certificate, "s6")
    row["lottery" if part == "instance" else "position"] = "changed"
    assert ("seal", part) in verify.check_seals(certificate, ())


def test_document_that_was_not_sealed_is_named():
    """B3: other weights than those that were published."""
    other = {**CRITERIA, "weights": {"motivation": 1, "skill": 2}}
    assert list(verify.check(RIGHT, [("criteria.json", other)])) == [("seal", "criteria.json")]


# As the platform makes rounds: positions with seats, lists, refusals, and no other rule.
PLAIN = Instance.of(
    students=[Student(name, NUMBERS[name]) for name in STUDENTS],
    positions=[Position("line", 2), Position("wide", 2), Position("never", 1)],
    preferences=[
        Preference("s0", "line", 1, 7),
        Preference("s0", "wide", 2, 5),
        Preference("s4", "never", 1, 0, acceptable=False, reason="student:travel"),
        Preference("s4", "wide", 2, 8),
    ],
)
PLAIN_CERTIFICATE = full_certificate(PLAIN, LOTTERY, solve(PLAIN), {})


def inputs():
    """What the platform seals before the match, of the same round."""
    never = {"student": "s4", "position": "never", "acceptable": False}
    return {
        "format": "round-inputs/3",
        "students": list(STUDENTS),
        "positions": [
            {"id": row.id, "code": f"POS-{row.id}", "capacity": row.capacity, "minimum": 0}
            for row in PLAIN.positions
        ],
        "lists": [
            {"student": row.student, "position": row.position, "rank": row.rank}
            for row in reversed(list(PLAIN.preferences))
        ],
        "acceptability": [
            never | {"party": "student", "reason": "travel"},
            never | {"party": "host", "reason": "no_show"},
            {
                "student": "s0",
                "position": "line",
                "acceptable": True,
                "party": "host",
                "reason": "",
            },
        ],
        "ratings": [],
    }


SEALED_OTHERWISE = {
    "lists": lambda c: c["lists"].pop(),
    "who said no": lambda c: c["acceptability"].clear(),
    "seats": lambda c: c["positions"][0].update(capacity=9),
    "minimum numbers": lambda c: c["positions"][0].update(minimum=1),
}
NOBODY_SEALED = {
    "seats that several positions share": lambda c: c["caps"].append(
        {"id": "host", "capacity": 1, "within": ""}
    ),
    "who was placed beforehand": lambda c: c["fixed"].append(
        {"student": "s7", "position": "wide", "seat_offered_to_all": True}
    ),
}


def test_sealed_input_is_what_was_matched():
    """B3."""
    assert list(verify.check_document(PLAIN_CERTIFICATE, "inputs", packed(inputs()))) == []


@pytest.mark.parametrize("what", SEALED_OTHERWISE)
def test_what_changed_after_the_seal_is_named(what):
    """B3: an order of lists, a no or a seat."""
    document = inputs()
    SEALED_OTHERWISE[what](document)
    found = list(verify.check_document(PLAIN_CERTIFICATE, "inputs", packed(document)))
    assert found == [("document", f"inputs: {what}")]


UNREADABLE = {
    "a student twice": lambda d: d["students"].append(d["students"][0]),
    "a student who was left out": lambda d: d.update(left_out=[{"student": d["students"][0]}]),
    "a position twice": lambda d: d["positions"].append(d["positions"][0]),
    "a column too short": lambda d: d["lists"]["rank"].pop(),
    "a number of nobody": lambda d: d["lists"].update(student=[99] * len(d["lists"]["rank"])),
    "a number below nothing": lambda d: d["lists"].update(position=[-1] * len(d["lists"]["rank"])),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_sealed_input_whose_numbers_name_nobody_for_certain_is_not_read(what):
    """B3: a number stands for one name, and a row has a value in every column."""
    document = packed(inputs())
    UNREADABLE[what](document)
    with pytest.raises(ValueError, match=r"twice|different lengths|no name"):
        verify.read_inputs(document)


def test_document_of_an_unknown_kind_leaves_the_question_open():
    """B3: what could not be compared is never called right."""
    known, strange = packed(inputs()), {"format": "round-inputs/1"}
    assert verify.asked(PLAIN_CERTIFICATE, [("inputs", known)])["document"]
    assert not verify.asked(PLAIN_CERTIFICATE, [("inputs", known), ("x", strange)])["document"]


@pytest.mark.parametrize("what", NOBODY_SEALED)
def test_rule_that_nobody_sealed_is_named(what):
    """B3: a place given beforehand or a shared limit that came in afterwards."""
    certificate = copy.deepcopy(PLAIN_CERTIFICATE)
    NOBODY_SEALED[what](certificate["instance"])
    found = list(verify.check_document(certificate, "inputs", packed(inputs())))
    assert found == [("document", f"inputs: {what}")]


def test_sealed_promise_of_the_lottery_is_the_one_that_was_kept():
    """B3: and no party joined later, with a secret that suits somebody."""
    promise = LOTTERY.commitments[0]
    criteria = {"format": "round-criteria/1", "lottery_commitment": promise.to_dict()}
    other = commit("programme", "a secret of the programme that suits better")
    cases = (((promise,), []), ((other,), ["document"]), (LOTTERY.commitments, ["document"]))
    for commitments, said in cases:
        certificate = RIGHT | {"lottery": Lottery(tuple(commitments)).to_dict()}
        found = verify.check_document(certificate, "criteria", criteria)
        assert [question for question, _ in found] == said


KEPT_WRONGLY = {
    "another lot": [{"seed": "0" * 64, "students": [max(NUMBERS, key=NUMBERS.get)]}],
    "a stranger": [{"seed": LOTTERY.seed, "students": ["s0", "nobody"]}],
    "two lots": [
        {"seed": "0" * 64, "students": ["s0"]},
        {"seed": LOTTERY.seed, "students": ["s0"]},
    ],
}


@pytest.mark.parametrize("what", KEPT_WRONGLY)
def test_lot_that_was_not_kept_or_kept_by_nobody_is_named(what):
    """B3: a lot of an earlier round is that of its seed, of one student of this round."""
    lottery = LOTTERY.to_dict() | {"kept": KEPT_WRONGLY[what]}
    found = list(verify.check_numbers_drawn(PLAIN.to_dict(), lottery))
    assert {question for question, _ in found} == {"lottery"}
    best = min(NUMBERS, key=NUMBERS.get)
    for students in ([], [best]):
        same = LOTTERY.to_dict() | {"kept": [{"seed": LOTTERY.seed, "students": students}]}
        assert not list(verify.check_numbers_drawn(PLAIN.to_dict(), same))


def silenced(commitments):
    """The same promises; the secret of the students is dropped, and the seed computed anew."""
    secrets = {name: secret for name, secret in LOTTERY.secrets.items() if name != "students"}
    return Lottery(tuple(commitments), secrets).to_dict()


OTHER_LOTTERIES = {
    "a party left out": lambda rows: Lottery(rows[:2]).to_dict(),
    "a party more": lambda rows: Lottery(
        (*rows, commit("friends", "a secret chosen later"))
    ).to_dict(),
    "another order": lambda rows: Lottery((rows[1], rows[0], rows[2])).to_dict(),
    "another promise": lambda rows: Lottery(
        (rows[0], commit("students", "a secret that suits somebody better"), rows[2])
    ).to_dict(),
}


def criteria_of_several():
    promises = [row.to_dict() for row in LOTTERY.commitments]
    return {"format": "round-criteria/2", "lottery_commitments": promises}


@pytest.mark.parametrize("what", OTHER_LOTTERIES)
def test_lottery_of_other_parties_than_were_announced_is_named(what):
    """B3: each alone makes another seed, which somebody could have picked afterwards."""
    commitments = LOTTERY.commitments
    other = OTHER_LOTTERIES[what](commitments)
    assert other["seed"] != LOTTERY.seed
    found = list(verify.check_document({"lottery": other}, "criteria", criteria_of_several()))
    assert found == [("document", "criteria: promises of the lottery")]


def test_lottery_of_the_announced_parties_passes_in_both_formats():
    """B3: one party before `/2`, several in their order since."""
    certificate = {"lottery": LOTTERY.to_dict()}
    assert list(verify.check_document(certificate, "criteria", criteria_of_several())) == []
    alone = {"lottery": Lottery(LOTTERY.commitments[:1]).to_dict()}
    promise = LOTTERY.commitments[0].to_dict()
    before = {"format": "round-criteria/1", "lottery_commitment": promise}
    assert list(verify.check_document(alone, "criteria", before)) == []
    after = {"format": "round-criteria/2", "lottery_commitments": [promise]}
    assert list(verify.check_document(alone, "criteria", after)) == []


def test_secret_that_was_dropped_is_told_by_name_and_the_match_of_another_seed_is_found():
    """B3: documents cannot prove that a party kept silent, so the reader hears whom to ask; the
    numbers of the match that was made with the secret are not those of the seed without it.
    """
    lottery = silenced(LOTTERY.commitments)
    certificate = RIGHT | {"lottery": lottery}
    assert lottery["seed"] != LOTTERY.seed
    assert list(verify.check_document(certificate, "criteria", criteria_of_several())) == []
    assert list(verify.check_promises(lottery)) == []
    assert {code for code, _ in verify.check(certificate)} == {"lottery"}
    told = list(verify.introduce([("certificate.json", certificate)], 1))[-1]
    assert told.startswith("Not revealed")
    assert told.endswith(": students, hosts")


def test_institution_that_keeps_silent_is_named():
    """B3: the platform keeps its secret, and would choose between two seeds after all others."""
    secrets = {"institution": "the secret that the platform keeps", "students": "five odd words"}
    promises = tuple(commit(party, f"{secret} for sure") for party, secret in secrets.items())
    for silent, said in (("students", []), ("institution", ["commitment"])):
        told = {name: f"{text} for sure" for name, text in secrets.items() if name != silent}
        found = verify.check_promises(Lottery(promises, told).to_dict())
        assert [question for question, _ in found] == said


def test_document_under_the_seal_of_another_kind_is_named():
    """B3: the seals of criteria and lists are not exchanged."""
    document = inputs()
    certificate = PLAIN_CERTIFICATE | {"seals": {"criteria": digest(document)}}
    assert ("seal", "inputs") in list(verify.check(certificate, [("inputs", packed(document))]))


def test_outcome_that_favours_organisations_is_named_by_the_second_run_alone():
    """V27, B3: it is stable, every other question passes."""
    drawn = rotation(3)
    numbers = LOTTERY.numbers(drawn.students)
    lists = list(drawn.preferences)
    instance = Instance.of(
        [Student(name, numbers[name]) for name in drawn.students], drawn.positions, lists
    )
    unfair = result_of(instance, decided(instance, organisation_proposing(instance)), "unfair", "1")
    certificate = full_certificate(instance, LOTTERY, unfair, {})
    assert {code for code, _ in verify.check(certificate)} == {"other_outcome"}


def test_file_is_one_that_python_3_9_reads_and_needs_nothing_else():
    """B3: an auditor has any computer."""
    text = FILE.read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 9))
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [node.names[0].name])
    }
    assert names <= set(sys.stdlib_module_names)


def test_file_uses_nothing_that_python_3_9_does_not_have():
    """B3: of the language and of its library; and what it has not would be found."""
    assert vermin.detect(FILE.read_text(encoding="utf-8")) == [None, (3, 9)]
    assert vermin.detect("print((5).bit_count())") == [None, (3, 10)]


def test_what_decides_about_people_can_be_read_in_ten_minutes():
    """B3: the functions that the head of the file names, with all that they use."""
    tree = ast.parse(FILE.read_text(encoding="utf-8"))
    known = {
        node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    named, used = ["rerun", "check_numbers_drawn", "check_envy"], set()
    assert all(f"`{name}`" in (ast.get_docstring(tree) or "") for name in named)
    while named:
        name = named.pop()
        if name not in used:
            used.add(name)
            inside = ast.walk(known[name])
            named += [node.id for node in inside if isinstance(node, ast.Name) and node.id in known]
    assert {"match", "over_caps", "largest_shortage"} < used
    lines = sum(known[name].end_lineno - known[name].lineno + 1 for name in used)
    assert 150 < lines < 220


def run(tmp_path, certificate, *options):
    path = tmp_path / "certificate.json"
    path.write_text(certificate if isinstance(certificate, str) else json.dumps(certificate))
    command = [sys.executable, "-I", str(FILE), str(path), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)


def test_command_tells_in_dutch_or_english_what_it_checked_and_what_it_cannot_prove(tmp_path):
    """B3: from the file alone, away from the platform."""
    dutch, english = run(tmp_path, RIGHT), run(tmp_path, RIGHT, "--language", "en")
    assert (dutch.returncode, english.returncode) == (0, 0)
    assert "JUIST Niemand werd gepasseerd" in dutch.stdout
    assert "Alles wat nagekeken is, klopt." in dutch.stdout
    assert "Niet te bewijzen uit deze documenten" in dutch.stdout
    assert "RIGHT Nobody was passed over" in english.stdout
    assert "These documents cannot prove" in english.stdout


def test_command_says_what_is_wrong_and_where(tmp_path):
    """B3."""
    certificate = copy.deepcopy(RIGHT)
    unplace(certificate, "s6")
    reseal(certificate)
    done = run(tmp_path, certificate, "--language", "en")
    assert done.returncode == 1
    assert "WRONG Nobody was passed over" in done.stdout
    assert "blocking_pair: s5 at tower, s6 at tower" in done.stdout


NO_CERTIFICATES = {
    "cut off": "{",
    "a list": "[]",
    "not a number": '{"a": NaN}',
    "too deep": "[" * 200_000,
    "without its parts": '{"instance": 1}',
    "a number with a point": '{"a": 1.5}',
    "a key twice": '{"a": 1, "a": 2}',
}


@pytest.mark.parametrize("text", NO_CERTIFICATES.values(), ids=NO_CERTIFICATES.keys())
def test_file_that_is_no_certificate_is_told_so(tmp_path, text):
    """B3: no traceback."""
    done = run(tmp_path, text)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Dit bestand kan niet gelezen worden:")
