"""The match as a command: ``python -m matching.engine --help``."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from textwrap import dedent

from .audit import rerun
from .bench import measure
from .canonical import LARGEST_INTEGER, spelled
from .certificate import check
from .errors import EngineError, FileError, RerunError
from .explain import explanation_documents
from .files import read_instance, read_result, write_json
from .instance import Instance
from .outcomes import Document
from .result import Result, solve
from .schemas import examples, schemas
from .tables import WHOLE

RIGHT, FAULT, UNUSABLE = 0, 1, 2
SECONDS = 2.0  # at least, between two words on how far it is
AT_ONCE = 1_000  # students explained between two writes
MOST_STUDENTS = 10_000_000  # in a round to measure with
CHANGED = {
    "instance_digest": "this is the result of another round",
    "result_digest": "this result was changed: its digest is not that of what it says",
}
ABOUT = """
Give places to students: everybody the best place that is fair.

A ROUND is one JSON file, or a folder with three tables as CSV:
  students.csv     student, lottery              the lowest lottery number is the best
  positions.csv    position, capacity            if wanted: minimum, closes, within
  preferences.csv  student, position, rank, score    rank 1 is the first choice;
                                                 if wanted: refused (the reason of a no)
Where needed also caps.csv (cap, capacity, within) for seats that positions share, and
fixed.csv (student, position, seat_offered_to_all) for places given before. The first line
of every table names its columns. The order of lines and of columns decides nothing.

  minimum   The position takes so many students or none. Where too few came it closes, and
            all is done again without it: one at a time, the one that lacks most first.
  closes    Of positions that lack as many, the one with the lowest number here closes
            first. A whole number, each once, for every position with a minimum above 1 and
            for no other. Without this column: the first in the order of their names.
  within    The cap that the seats of this position, or of this cap, count for.
  seat_offered_to_all
            yes where the place takes one of the seats that everybody could get, no where
            it is an extra one.

What the program ends with: 0 when all went well, 1 when a check found something wrong,
2 when a file, or what was typed, could not be used. What went wrong, and where, is told in
words.
"""


def main(arguments: list[str] | None = None) -> int:
    """Do what was asked, and return how it ended."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.do(options))
    except EngineError as error:
        sys.stderr.write(f"{error.place}: {error.detail} ({error.code})\n")
        return UNUSABLE
    except OSError as error:
        sys.stderr.write(f"{error.filename or 'what is written'}: {error.strerror}\n")
        return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m matching.engine",
        description=dedent(ABOUT),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    one = commands.add_parser("solve", help="give everybody a place, and write down the result")
    one.add_argument("round", type=Path, help="the round: a JSON file or a folder with CSV")
    one.add_argument("-o", "--output", type=Path, required=True, help="the file to write (JSON)")
    one.set_defaults(do=_solve)
    one = commands.add_parser("explain", help="tell, for every choice of a student, how it ended")
    one.add_argument("round", type=Path, help="the round: a JSON file or a folder with CSV")
    one.add_argument("result", type=Path, help="the result that solve wrote")
    one.add_argument("--student", help="only this student")
    one.add_argument(
        "--least-seats",
        type=_within(0, LARGEST_INTEGER),
        default=5,
        help="tell the last admitted score only where so many seats were given (5)",
    )
    one.set_defaults(do=_explain)
    one = commands.add_parser("check", help="look whether a result is right, in two ways")
    one.add_argument("round", type=Path, help="the round: a JSON file or a folder with CSV")
    one.add_argument("result", type=Path, help="the result to check")
    one.set_defaults(do=_check)
    one = commands.add_parser("bench", help="measure how fast this computer matches")
    one.add_argument(
        "--students",
        type=_within(1, MOST_STUDENTS),
        default=10_000,
        help=f"how many students, 1 to {MOST_STUDENTS:,} (10000)",
    )
    one.set_defaults(do=_bench)
    one = commands.add_parser("schemas", help="write the shape of every document, with examples")
    one.add_argument("folder", type=Path, help="the folder to write them to (it is made)")
    one.set_defaults(do=_schemas)
    return parser


def _within(least: int, most: int) -> Callable[[str], int]:
    """What reads a whole number within bounds from the command line."""

    def number(text: str) -> int:
        if not WHOLE.fullmatch(text) or not least <= int(text) <= most:
            message = f"{text!r} is not a whole number from {least} to {most:,}"
            raise argparse.ArgumentTypeError(message)
        return int(text)

    return number


def _tell(words: str) -> None:
    """Say how far it is, beside what is written."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {words}\n")
    sys.stderr.flush()


class _Pace:
    """Tells how far long work is, but not more often than every `SECONDS`."""

    def __init__(self) -> None:
        self.told = time.monotonic()

    def __call__(self, words: str) -> None:
        now = time.monotonic()
        if now - self.told >= SECONDS:
            self.told = now
            _tell(words)


def _solve(options: argparse.Namespace) -> int:
    instance = read_instance(options.round, _tell)
    _tell(f"{len(instance.students):,} students, {len(instance.positions):,} positions: matching")
    pace = _Pace()
    result = solve(instance, lambda closed: pace(f"matching, {closed:,} positions closed so far"))
    _tell(f"writing {options.output}")
    write_json(options.output, result.to_dict())
    _tell(
        f"{len(result.placements):,} have a place, {len(result.unplaced):,} have none,"
        f" {len(result.closings):,} positions closed; written to {options.output}"
    )
    return RIGHT


def _explain(options: argparse.Namespace) -> int:
    instance, result = _read(options)
    if options.student and options.student not in instance.student_numbers:
        sys.stderr.write(f"there is no student {options.student} in this round\n")
        return UNUSABLE
    _tell("looking whether the result is right")
    _require_right(instance, result, options.result)
    _tell(f"working out the reasons of {len(instance.position):,} choices")
    told = explanation_documents(instance, result, options.least_seats)
    wanted = (row for row in told if options.student in (None, row["student"]))
    _write_lines(wanted, "{:,} students told so far")
    return RIGHT


def _write_lines(documents: Iterator[Document], words: str) -> None:
    """Write each document on a line of its own, in UTF-8 wherever it goes."""
    pace, written = _Pace(), 0
    while rows := list(islice(documents, AT_ONCE)):
        sys.stdout.buffer.write(b"".join(spelled(row) + b"\n" for row in rows))
        written += len(rows)
        pace(words.format(written))
    sys.stdout.flush()


def _read(options: argparse.Namespace) -> tuple[Instance, Result]:
    """The round and the result that are to be compared."""
    return read_instance(options.round, _tell), read_result(options.result, _tell)


def _require_right(instance: Instance, result: Result, path: Path) -> None:
    """Only a right result has reasons: those of another would be made up."""
    findings = check(instance, result)
    if findings:
        code, place = findings[0].code, f"{findings[0].code}: {findings[0].place}"
        detail = CHANGED.get(code, f"this result is not right ({place})")
        detail += "; run check first, which tells all: what is wrong has no true reasons"
        raise FileError("wrong_result", path.name, detail)


def _check(options: argparse.Namespace) -> int:
    instance, result = _read(options)
    _tell("looking whether anybody was passed over")
    findings = check(instance, result)
    for row in findings:
        sys.stdout.write(f"{row.code}: {row.place}\n")
    _tell("matching a second time, in another way")
    try:
        rerun(instance, result)
    except RerunError as error:
        sys.stdout.write(f"{error.code}: {error.place}: {error.detail}\n")
        return FAULT
    sys.stdout.write("" if findings else "Everything is right: both ways agree.\n")
    return FAULT if findings else RIGHT


def _bench(options: argparse.Namespace) -> int:
    for line in measure(options.students, _tell):
        sys.stdout.write(line + "\n")
    return RIGHT


def _schemas(options: argparse.Namespace) -> int:
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, document in (schemas() | examples()).items():
        text = json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True)
        (options.folder / name).write_text(text + "\n", encoding="utf-8")
    return RIGHT


if __name__ == "__main__":
    sys.exit(main())
