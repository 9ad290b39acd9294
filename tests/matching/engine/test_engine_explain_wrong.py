"""A result that is not right has no true reasons, and is not explained (V31, B3)."""

import copy
import json

import pytest

from matching.engine import (
    InstanceError,
    Match,
    Result,
    explanation_documents,
    fingerprint,
    match,
    result_of,
    solve,
)
from matching.engine.__main__ import main
from matching.engine.bench import made_up
from matching.engine.reasons import reasons
from tests.matching.engine.engine_samples import decided, names_of, round_of

ROUND = round_of(
    {
        "ann": [("p", 7)],
        "ben": [("p", 8), ("q", 3)],
        "own": [],
        "pia": [("pair", 5), ("p", 1)],
        "zoe": [("q", 99), ("r", 1)],
    },
    {"p": (3, 0, "host"), "q": (1, 0, "host"), "r": 1, "pair": (2, 2)},
    fixed=[("own", "r", False)],
    caps={"host": 2},
)
RIGHT = solve(ROUND).to_dict()
UNSEALED = ("engine", "version")  # the digest is that of the outcome, whoever worked it out
OTHERS = {
    str: ["", "p", "ben", "\ud800", 3, None],
    int: [-1, 2**53, 2**64, 10**400, 1.0, "1", None],
    bool: [1, None],
    type(None): [0, "x"],
    list: [{}, None],
    dict: [[], None],
}


def spots(value, path=()):
    """Every spot of a document, the whole one first."""
    yield path
    if isinstance(value, (dict, list)):
        rows = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in rows:
            yield from spots(inner, (*path, key))


def changes(document):
    """The document with one thing changed, left out or said twice: (what, document)."""
    for path in list(spots(document))[1:]:
        *above, last = path
        for how, change in changes_of(document, path):
            changed = copy.deepcopy(document)
            inner = changed
            for key in above:
                inner = inner[key]
            change(inner, last)
            yield f"{'.'.join(map(str, path))} {how}", changed


def changes_of(document, path):
    value = document
    for key in path:
        value = value[key]
    yield "left out", lambda inner, last: inner.pop(last)
    if isinstance(path[-1], int):
        yield "twice", lambda inner, last: inner.append(inner[last])
    if type(value) is int:
        yield "one more", lambda inner, last: inner.__setitem__(last, inner[last] + 1)
    if type(value) is bool:
        yield "turned", lambda inner, last: inner.__setitem__(last, not inner[last])
    for other in OTHERS[type(value)]:
        if type(other) is not type(value) or other != value:
            yield f"{other!r:.9}", lambda inner, last, other=other: inner.__setitem__(last, other)


def sealed_again(document):
    """With the digest of what it says now, where it can have one."""
    try:
        outcome = Result.from_dict(document).outcome()
        return document | {"digest": fingerprint(outcome)}
    except ValueError:
        return None


CHANGED = [
    (what, document)
    for what, document in changes(RIGHT)
    if what.split()[0] not in UNSEALED or what.endswith("left out")
]
SEALED = [
    (what, again)
    for what, document in CHANGED
    if (again := sealed_again(document)) and again != RIGHT
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A round and the place for its result."""
    folder = tmp_path_factory.mktemp("changed")
    (folder / "round.json").write_text(json.dumps(ROUND.to_dict()))
    return folder


def explained(folder, document, capsys):
    """Ask for all reasons; return how it ended and what was said."""
    (folder / "result.json").write_text(json.dumps(document))
    status = main(["explain", str(folder / "round.json"), str(folder / "result.json")])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_result_as_it_was_is_explained(folder, capsys):
    """V31: what follows is refused for what was changed. There is a reason of every kind here."""
    status, out, _ = explained(folder, RIGHT, capsys)
    assert status == 0
    kinds = {row["kind"] for line in out.splitlines() for row in json.loads(line)["outcomes"]}
    assert {"placed", "outranked_by_score", "closed_below_minimum"} <= kinds


@pytest.mark.parametrize(("rows", "more"), [(CHANGED, 300), (SEALED, 90)], ids=["kept", "sealed"])
def test_every_change_of_a_result_is_refused_and_no_reason_told(rows, more, folder, capsys):
    """V31, B3: with the digest as it was, and with that of what it says now."""
    assert len(rows) > more
    for what, document in rows:
        status, out, err = explained(folder, document, capsys)
        assert (status, out) == (2, ""), what
        assert err.splitlines()[-1].startswith("result.json"), what
        assert "Traceback" not in err, what


def test_changed_result_is_refused_in_words_that_say_what_to_do(folder, capsys):
    """V31: the placement of one student was taken out, the digest left as it was."""
    rows = [row for row in RIGHT["placements"] if row["student"] != "ben"]
    _, _, err = explained(folder, RIGHT | {"placements": rows}, capsys)
    assert "result.json: this result was changed: its digest is not that of what it says" in err
    assert "run check first" in err


def test_result_of_another_round_is_refused_in_words(folder, capsys):
    """V31."""
    other = solve(round_of({"ann": [("p", 7)]}, {"p": 1})).to_dict()
    assert "result.json: this is the result of another round" in explained(folder, other, capsys)[2]


def test_number_that_json_cannot_carry_is_told_with_file_and_place(folder, capsys):
    """V28: where it used to end in a traceback."""
    document = copy.deepcopy(RIGHT)
    document["closings"][0]["students"] = 10**30
    _, _, err = explained(folder, document, capsys)
    assert err.splitlines()[-1].startswith("result.json, $.closings[0].students: beyond 2^53 - 1")


@pytest.mark.parametrize("student", ["ben", "zoe"])
def test_whoever_had_room_and_got_nothing_has_no_reason(student):
    """V31: also for whoever calls the engine with a wrong result that is sealed as it is."""
    right = match(ROUND)
    placed = names_of(ROUND, right)
    del placed[student]
    wrong = result_of(ROUND, decided(ROUND, placed, right.closings), "another", "1")
    with pytest.raises(InstanceError) as refusal:
        list(explanation_documents(ROUND, wrong))
    assert refusal.value.code == "blocking_pair"


def test_nobody_placed_in_a_large_round_is_told_as_passed_over():
    """V31: on arrays, also beyond the choices that are looked at together."""
    instance = made_up(10_000)
    with pytest.raises(InstanceError, match="there was room, and yet no place was given"):
        reasons(instance, Match(decided(instance, {}).entry))
