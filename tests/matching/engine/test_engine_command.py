"""The match as a command: files in, a result out, and every mistake told with its place."""

import errno
import json
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest

from matching.engine import (
    FixedPair,
    Instance,
    Position,
    Preference,
    Student,
    explanations,
    solve,
    verify,
)
from matching.engine.__main__ import main
from matching.engine.bench import made_up
from matching.engine.errors import FileError
from matching.engine.files import read_instance
from tests.matching.engine.engine_samples import capped_round, seeded

STUDENTS = "student,lottery\nann,0\nben,1\ncas,2\n"
POSITIONS = "position,capacity,minimum,within\np,1,,h\nq,2,2,\n"
PREFERENCES = (
    "student,position,rank,score,refused\n"
    "ann,p,1,5,\nben,p,1,9,\nben,q,2,1,\ncas,q,1,,host:no_show\nann,q,2,4,\n"
)
CAPS = "cap,capacity,within\nh,1,\n"
FIXED = "student,position,seat_offered_to_all\ncas,q,yes\n"


@pytest.fixture
def folder(tmp_path):
    """A round as tables."""
    files = {"students": STUDENTS, "positions": POSITIONS, "preferences": PREFERENCES, "caps": CAPS}
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    return tmp_path


def spoken(capsys, *arguments):
    """Run the command; return how it ended and what it said."""
    status = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_tables_and_document_are_the_same_round(folder):
    """V27: refusals, minimum and caps come through both."""
    instance = read_instance(folder)
    path = folder / "round.json"
    path.write_text(json.dumps(instance.to_dict()), encoding="utf-8")
    assert read_instance(path) == instance
    assert instance.closing_order == ("q",)
    assert [row.reason for row in instance.preferences if row.student == "cas"] == ["host:no_show"]


def test_fixed_places_are_read(folder):
    """V28."""
    (folder / "fixed.csv").write_text(FIXED)
    (folder / "preferences.csv").write_text(PREFERENCES.replace("cas,q,1,,host:no_show\n", ""))
    assert read_instance(folder).fixed == (FixedPair("cas", "q", True),)


def test_solve_explain_and_check_follow_each_other(folder, capsys):
    """V27, V31, B3: the file written is in its one spelling."""
    result = folder / "result.json"
    status, out, err = spoken(capsys, "solve", folder, "-o", result)
    assert (status, out) == (0, "")
    assert "1 have a place, 2 have none, 1 positions closed" in err
    assert json.loads(result.read_text()) == solve(read_instance(folder)).to_dict()
    status, out, _ = spoken(capsys, "explain", folder, result, "--student", "ann")
    assert status == 0
    told = json.loads(out)
    assert [row["kind"] for row in told["outcomes"]] == [
        "outranked_by_score",
        "closed_below_minimum",
    ]
    assert len(spoken(capsys, "explain", folder, result)[1].splitlines()) == 3
    status, out, _ = spoken(capsys, "check", folder, result)
    assert (status, out) == (0, "Everything is right: both ways agree.\n")


def test_check_of_a_wrong_result_says_what_is_wrong(folder, capsys):
    """B3."""
    path = folder / "result.json"
    document = solve(read_instance(folder)).to_dict()
    document["placements"][0]["student"] = "ann"
    path.write_text(json.dumps(document))
    status, out, _ = spoken(capsys, "check", folder, path)
    assert status == 1
    assert "blocking_pair: ben at p" in out
    assert "different_outcome: placements" in out


WRONG = {
    "unknown position": (
        "preferences",
        PREFERENCES + "ann,x,3,1,\n",
        "preferences.csv, line 7: preference of ann for x: there is no position x",
    ),
    "position listed twice": (
        "preferences",
        PREFERENCES + "ann,p,3,1,\n",
        "preferences.csv, line 7: preference of ann for p: the position is on the list twice",
    ),
    "equal ranks": (
        "preferences",
        PREFERENCES + "cas,p,1,1,\n",
        "preferences.csv, line 7: preference of cas for p: two choices have rank 1",
    ),
    "negative capacity": (
        "positions",
        POSITIONS.replace("p,1", "p,-1"),
        "positions.csv, line 2: position p: the capacity -1 lies outside",
    ),
    "duplicate position": (
        "positions",
        POSITIONS + "p,1,,\n",
        "positions.csv, line 4: position p: the position p was given before",
    ),
    "equal lottery numbers": (
        "students",
        STUDENTS.replace("cas,2", "cas,1"),
        "students.csv, line 4: student cas: the lottery 1 was given before, to student ben",
    ),
    "score out of range": (
        "preferences",
        PREFERENCES.replace("ann,p,1,5", f"ann,p,1,{2**60}"),
        f"preferences.csv, line 2: preference of ann for p: the score {2**60} lies outside",
    ),
    "score that is no number": (
        "preferences",
        PREFERENCES.replace("ann,p,1,5", "ann,p,1,5.5"),
        "preferences.csv, line 2: the score '5.5' is not a whole number",
    ),
    "cap in a circle": (
        "caps",
        "cap,capacity,within\nh,1,g\ng,1,h\n",
        "caps.csv, line 3: cap g: lies within itself: g in h in g",
    ),
    "column with a capital": (
        "preferences",
        PREFERENCES.replace("refused", "Refused"),
        "preferences.csv, line 1: the column 'Refused' is none of position, rank, refused",
    ),
    "column there twice": (
        "students",
        "student,lottery,lottery\nann,0,1\n",
        "students.csv, line 1: the column lottery is there 2 times",
    ),
    "number with an underscore": (
        "positions",
        POSITIONS.replace("p,1", "p,1_0"),
        "positions.csv, line 2: the capacity '1_0' is not a whole number",
    ),
    "ragged row": (
        "students",
        STUDENTS + "dan\n",
        "students.csv, line 5: has 1 cells, the header has 2",
    ),
    "missing column": (
        "students",
        "student\nann\n",
        "students.csv, line 1: there is no column lottery; the first line names student, lottery",
    ),
    "empty table": (
        "preferences",
        "",
        "preferences.csv, line 1: there is no column student; the first line names student,"
        " position, rank, score",
    ),
    "table without its header": (
        "students",
        STUDENTS.removeprefix("student,lottery\n"),
        "students.csv, line 1: the column 'ann' is none of lottery, student",
    ),
    "lottery number beyond what a file carries": (
        "students",
        STUDENTS.replace("cas,2", "cas,99999999999999999999"),
        "students.csv, line 4: student cas: the lottery 99999999999999999999 lies outside 0 to",
    ),
    "lottery number below zero": (
        "students",
        STUDENTS.replace("cas,2", "cas,-7"),
        "students.csv, line 4: student cas: the lottery -7 lies outside 0 to",
    ),
    "more seats than can be counted": (
        "positions",
        f"position,capacity\np,{2**53 - 1}\nq,{2**53 - 1}\n",
        f"positions.csv: {2**54 - 2} seats in all are more than",
    ),
    "word that is neither yes nor no": (
        "fixed",
        FIXED.replace("yes", "ja"),
        "fixed.csv, line 2: seat_offered_to_all 'ja' is neither yes nor no",
    ),
    "order of closing twice the same": (
        "positions",
        "position,capacity,minimum,closes\np,2,2,1\nq,2,2,01\n",
        "positions.csv, line 3: the number 1 in closes was given before, to p",
    ),
    "minimum without its order of closing": (
        "positions",
        "position,capacity,minimum,closes\np,2,2,1\nq,2,2,\n",
        "positions.csv, line 3: takes at least 2 students or none, so closes must have a number",
    ),
    "order of closing of what never closes": (
        "positions",
        "position,capacity,minimum,closes\np,2,2,1\nq,2,1,2\n",
        "positions.csv, line 3: never closes, for its minimum is not above 1: leave closes empty",
    ),
    "order of closing in words": (
        "positions",
        "position,capacity,minimum,closes\np,2,2,first\n",
        "positions.csv, line 2: the closes 'first' is not a whole number",
    ),
    "open quotation mark": (
        "students",
        STUDENTS + '"dan,3\n',
        "students.csv, line 5: unexpected end of data",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_mistake_in_a_table_is_told_with_its_line(name, folder, capsys):
    """V28: nothing is written."""
    table, text, words = WRONG[name]
    (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    status, out, err = spoken(capsys, "solve", folder, "-o", folder / "result.json")
    assert (status, out) == (2, "")
    assert words in err
    assert not (folder / "result.json").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"format": 1,\n  oops}', "round.json, line 2, column 3: Expecting property name"),
        ('{"a": 1, "a": 2}', "round.json, line 1, column 10: the key 'a' is given twice"),
        ('{"a": 1.5}', "round.json, line 1, column 7: 1.5 is not a whole number"),
        ("[" * 100_000, "round.json, line 1, column 101: more than 100 levels within one another"),
        ("[]", "round.json, $: must be dict, is []"),
    ],
)
def test_mistake_in_a_document_is_told_with_its_place(text, words, tmp_path, capsys):
    """V28: no traceback, whatever the file."""
    path = tmp_path / "round.json"
    path.write_text(text)
    status, _, err = spoken(capsys, "check", path, path)
    assert status == 2
    assert words in err


def long_document(tmp_path, old, new):
    """A round of many lines in which something was replaced, and the line on which it stands."""
    text = json.dumps(made_up(3_000).to_dict(), indent=1, ensure_ascii=False)
    assert text.count(old) == 1
    path = tmp_path / "round.json"
    path.write_text(text.replace(old, new))
    return path, text[: text.index(old)].count("\n") + 1


LATE = '"id": "s2900"'
LATE_MISTAKES = {
    "number with a point": ("3.5", "3.5 is not a whole number"),
    "power of ten": ("1e3", "1e3 is not a whole number"),
    "no number at all": ("NaN", "NaN is not a whole number"),
    "number below every other": ("-Infinity", "-Infinity is not a whole number"),
    "number of too many digits": ("9" * 5_000, "a number of 5,000 digits"),
    "key given twice": ('{"a": 1, "b": {"a": 2}, "\\u0061": 3}', "the key 'a' is given twice"),
    "half a surrogate pair": ('"\\ud800"', "half a surrogate pair, which has no UTF-8"),
    "half a surrogate pair as a key": ('{"\\uDC00": 1}', "half a surrogate pair"),
    "lists within lists": ("[" * 5_000 + "]" * 5_000, "more than 100 levels within one another"),
}


@pytest.mark.parametrize("name", LATE_MISTAKES)
def test_mistake_late_in_a_long_document_is_told_with_its_line(name, tmp_path, capsys):
    """V28: the first one, whatever looks like one in the texts before it."""
    wrong, words = LATE_MISTAKES[name]
    tricks = r'"x": ["\\", "\"1.5", "{[\n", "\ud83d\ude00", true, false, null, -0], "x\"": {"x": 1}'
    path, line = long_document(tmp_path, LATE, f'{tricks}, "y": {wrong},\n "z": 2.5')
    status, out, err = spoken(capsys, "solve", path, "-o", tmp_path / "result.json")
    assert (status, out) == (2, "")
    assert err.splitlines()[-1].startswith(f"round.json, line {line}, column ")
    assert words in err


def test_whole_pairs_of_surrogates_are_read(tmp_path):
    """V28: as programs write that keep to ASCII."""
    instance = Instance.of([Student("\U0001f600", 0)], [Position("p", 1)])
    path = tmp_path / "round.json"
    path.write_text(json.dumps(instance.to_dict()))
    assert "\\ud83d\\ude00" in path.read_text()
    assert read_instance(path) == instance


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_byte_that_is_not_utf8_is_told_with_its_line(line_end, folder, capsys):
    """V28: in a table and in a document, late in the file."""
    rows = [f"s{number},{number}" for number in range(70_000)]
    text = line_end.join(["student,lottery", *rows, "René,70000", "z,80000", ""])
    (folder / "students.csv").write_bytes(text.encode("latin-1"))
    (folder / "round.json").write_bytes(text.encode("latin-1"))
    for name, place in (("", "students.csv"), ("round.json", "round.json")):
        status, _, err = spoken(capsys, "solve", folder / name, "-o", folder / "result.json")
        assert status == 2
        assert err.splitlines()[-1].startswith(
            f"{place}, line 70002: the byte 0xe9 is not UTF-8; save the file"
        )


@pytest.mark.parametrize("students", ["-1", "0", "10000001", "1.5", "many", ""])
def test_round_to_measure_with_has_a_number_of_students_that_can_be(students, capsys):
    """B3: the status is the one that --help names, not that of a check that found something."""
    with pytest.raises(SystemExit) as ended:
        main(["bench", "--students", students])
    assert ended.value.code == 2
    assert "is not a whole number from 1 to 10,000,000" in capsys.readouterr().err


def test_file_that_is_not_there_is_told(tmp_path, capsys):
    """V28."""
    status, _, err = spoken(capsys, "solve", tmp_path / "none.json", "-o", tmp_path / "out.json")
    assert status == 2
    assert "none.json: No such file or directory" in err


def test_one_bad_row_in_a_long_table_is_told_with_its_line(tmp_path):
    """V28: and how far the reading is, on the way."""
    lines = 100_000
    (tmp_path / "students.csv").write_text("student,lottery\nann,0\n")
    (tmp_path / "positions.csv").write_text("position,capacity\np,1\n")
    table = ["student,position,rank,score", *["ann,p,1,5"] * lines, "ann,p,one,5"]
    (tmp_path / "preferences.csv").write_text("\n".join(table))
    with pytest.raises(FileError) as refusal:
        read_instance(tmp_path)
    assert refusal.value.place == f"preferences.csv, line {lines + 2}"


def test_result_is_the_same_bytes_whatever_the_order_and_the_hash_seed(tmp_path):
    """B3: in processes of their own, with rows and keys in another order."""
    instance = capped_round(seeded(4), minimum=True)
    document = instance.to_dict()
    written = set()
    for seed in ("0", "1", "2"):
        rng = seeded(int(seed))
        mixed = {
            name: rng.sample(rows, len(rows)) if isinstance(rows, list) and rows else rows
            for name, rows in rng.sample(list(document.items()), len(document))
        } | {"closing_order": document["closing_order"]}
        path, out = tmp_path / f"{seed}.json", tmp_path / f"{seed}-out.json"
        path.write_text(json.dumps(mixed))
        command = [sys.executable, "-m", "matching.engine", "solve", str(path), "-o", str(out)]
        subprocess.run(command, check=True, capture_output=True, env={"PYTHONHASHSEED": seed})
        written.add(out.read_bytes())
    assert len(written) == 1


def mixed(text, rng):
    """A table with its lines, and its columns, in another order."""
    lines = [line.split(",") for line in text.splitlines()]
    columns = rng.sample(range(len(lines[0])), len(lines[0]))
    header, *rows = [",".join(line[column] for column in columns) for line in lines]
    return "\n".join([header, *rng.sample(rows, len(rows))]) + "\n"


# Three positions that all lack one student: which closes first decides who gets which.
SHORT = {
    "students": STUDENTS,
    "positions": "position,capacity,minimum,within\nq,2,2,h\nr,2,2,\np,2,2,h\n",
    "preferences": "student,position,rank,score\n"
    "ann,p,1,5\nann,q,2,5\nann,r,3,5\nben,q,1,5\nben,r,2,5\nben,p,3,5\n"
    "cas,r,1,5\ncas,p,2,5\ncas,q,3,5\n",
    "caps": "cap,capacity,within\nh,3,all\nall,4,\n",
    "fixed": "student,position,seat_offered_to_all\ndan,s,no\neve,s,no\n",
}
SHORT["students"] += "dan,3\neve,4\n"
SHORT["positions"] += "s,1,,\n"
CLOSES = "position,capacity,minimum,within,closes\nq,2,2,h,2\nr,2,2,,-1\np,2,2,h,30\ns,1,,,\n"


@pytest.mark.parametrize(
    ("positions", "order"), [(SHORT["positions"], "pqr"), (CLOSES, "rqp")], ids=["names", "numbers"]
)
def test_order_of_lines_and_columns_decides_nothing(positions, order, tmp_path):
    """B3: what closes first is by number where the table gives one, by name where it does not."""
    digests = set()
    for seed in range(12):
        rng = seeded(seed)
        for name, text in (SHORT | {"positions": positions}).items():
            (tmp_path / f"{name}.csv").write_text(mixed(text, rng))
        instance = read_instance(tmp_path)
        assert instance.closing_order == tuple(order)
        result = solve(instance)
        assert result.closings[0].position == order[0]
        digests.add((instance.digest, result.digest))
    assert len(digests) == 1


def test_help_tells_what_a_round_is_and_how_it_ends(capsys):
    """B3: for whoever never saw a program of this kind."""
    with pytest.raises(SystemExit):
        main(["--help"])
    said = capsys.readouterr().out
    for words in (
        "students.csv",
        "the lowest lottery number is the best",
        "0 when all went well",
        "or what was typed",
        "minimum   The position takes so many students or none.",
        "closes    Of positions that lack as many, the one with the lowest number here closes",
        "Without this column: the first in the order of their names.",
        "within    The cap that",
        "yes where the place takes one of the seats that everybody could get, no where",
    ):
        assert words in said


def test_help_of_the_verifier_tells_its_languages_and_documents(capsys):
    """B3: which files to add, and that English must be asked for."""
    with pytest.raises(SystemExit):
        verify.main(["--help"])
    said = " ".join(capsys.readouterr().out.split())
    for words in (
        "--document FILE a document to hold against it (JSON), once for each: the sealed criteria;",
        "the explanations of all or of one student",
        "the full certificate of every earlier round",
        "the language of the answers: Dutch (nl, unless you ask otherwise) or English (en)",
    ):
        assert words in said


def test_full_disk_under_the_reasons_is_told_in_words(folder, capsys, monkeypatch):
    """V28: nobody has to guess what None is."""

    def write(data):
        raise OSError(errno.ENOSPC, "No space left on device")

    path = folder / "result.json"
    path.write_text(json.dumps(solve(read_instance(folder)).to_dict()))
    with monkeypatch.context() as full:
        full.setattr(sys, "stdout", SimpleNamespace(buffer=SimpleNamespace(write=write)))
        status = main(["explain", str(folder), str(path)])
    assert status == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == "what is written: No space left on device"


def steps_told(err):
    """What was told on the way, without the time of day before it."""
    return [line.split(" ", 1)[1] for line in err.splitlines()]


def test_every_step_of_a_match_is_told_before_it_begins(folder, capsys, monkeypatch):
    """B3: reading first, of tables and documents; also every run after a position closed."""
    monkeypatch.setattr("matching.engine.__main__.SECONDS", 0)
    (folder / "round.json").write_text(json.dumps(read_instance(folder).to_dict()))
    matched = [
        "3 students, 2 positions: matching",
        "matching, 0 positions closed so far",
        "matching, 1 positions closed so far",
        f"writing {folder / 'result.json'}",
    ]
    for source, steps in (
        ("round.json", ["reading round.json", "round.json: looking whether the round is sound"]),
        (
            "",
            [
                *(f"reading {table}.csv" for table in ("students", "positions", "preferences")),
                "reading caps.csv",
                "looking whether the round is sound",
            ],
        ),
    ):
        status, out, err = spoken(capsys, "solve", folder / source, "-o", folder / "result.json")
        assert (status, out) == (0, "")
        assert steps_told(err)[:-1] == steps + matched


def test_how_far_explaining_is_is_told_beside_the_reasons(folder, capsys, monkeypatch):
    """B3: the reasons alone go where they are read from."""
    monkeypatch.setattr("matching.engine.__main__.SECONDS", 0)
    monkeypatch.setattr("matching.engine.__main__.AT_ONCE", 2)
    instance, path = read_instance(folder), folder / "result.json"
    path.write_text(json.dumps(solve(instance).to_dict()))
    status, out, err = spoken(capsys, "explain", folder, path)
    assert status == 0
    told = [row.to_dict() for row in explanations(instance, solve(instance))]
    assert [json.loads(line) for line in out.splitlines()] == told
    assert steps_told(err)[-6:] == [
        "looking whether the round is sound",
        "reading result.json",
        "looking whether the result is right",
        "working out the reasons of 5 choices",
        "2 students told so far",
        "3 students told so far",
    ]


def test_quick_work_is_told_in_few_words(folder, capsys):
    """B3: nothing more often than every two seconds."""
    instance, path = read_instance(folder), folder / "result.json"
    path.write_text(json.dumps(solve(instance).to_dict()))
    _, _, err = spoken(capsys, "explain", folder, path)
    assert "so far" not in err
    _, _, err = spoken(capsys, "solve", folder, "-o", path)
    assert "so far" not in err


def test_reasons_are_written_in_utf8_wherever_they_go(tmp_path):
    """B3: also where the computer writes other letters than those of the names."""
    instance = Instance.of([Student("Renée", 0)], [Position("p", 1)])
    (tmp_path / "round.json").write_text(json.dumps(instance.to_dict()))
    (tmp_path / "result.json").write_text(json.dumps(solve(instance).to_dict()))
    command = [sys.executable, "-m", "matching.engine", "explain"]
    files = [str(tmp_path / name) for name in ("round.json", "result.json")]
    done = subprocess.run(
        command + files, check=True, capture_output=True, env={"PYTHONIOENCODING": "ascii"}
    )
    assert json.loads(done.stdout.decode())["student"] == "Renée"


def test_bench_times_every_step_and_finds_nobody_passed_over(capsys):
    """B3."""
    status, out, _ = spoken(capsys, "bench", "--students", "400")
    assert status == 0
    assert [re.split(" {2,}", line)[0] for line in out.splitlines()] == [
        "match",
        "reasons",
        "no blocking pair",
        "placed",
    ]
    assert ", 0 passed over" in out


def test_score_of_two_to_the_fifty_third_less_one_is_still_exact():
    """V28: scores are compared as they are, also where they do not fit beside the rest."""
    large = 2**53 - 1
    instance = Instance.of(
        [Student("ann", 0), Student("ben", 1)],
        [Position("p", 1)],
        [Preference("ann", "p", 1, large - 1), Preference("ben", "p", 1, large)],
    )
    assert [row.student for row in solve(instance).placements] == ["ben"]
