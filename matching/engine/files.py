"""Rounds and results from files and to files: JSON, or three tables as CSV.

A folder with CSV holds ``students.csv`` (student, lottery), ``positions.csv`` (position, capacity;
if wanted minimum and within) and ``preferences.csv`` (student, position, rank, score; if wanted
refused, the reason of a no). Where needed also ``caps.csv`` (cap, capacity, within) and
``fixed.csv`` (student, position, seat_offered_to_all: yes or no). Positions with a minimum close,
of equal shortages, in the order of their lines.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from .canonical import spelled
from .errors import EngineError, InstanceError
from .instance import Instance
from .result import Result
from .rows import Cap, FixedPair, Position, Preference, Student

Row = TypeVar("Row")
WHOLE = re.compile(r"[+-]?[0-9]{1,30}")
EVERY = 1_000_000  # lines between two words of progress
YES_NO = {"yes": True, "no": False}

Tell = Callable[[str], None]


class FileError(EngineError):
    """A file that cannot be used: the place is its name, with the line where there is one."""


def read_instance(path: Path, tell: Tell = lambda words: None) -> Instance:
    """Read a round from a JSON file or a folder with CSV. EngineError with file and line."""
    if path.is_dir():
        return _of_folder(path, tell)
    return _located(path, Instance.from_dict, read_json(path))


def read_result(path: Path) -> Result:
    """Read a result, right or wrong. EngineError with the file and the place in it."""
    return _located(path, _result, read_json(path))


def _result(document: Any) -> Result:
    result = Result.from_dict(document)
    result.sealed  # noqa: B018 - worked out here, where a number too large has its place
    return result


def write_json(path: Path, document: Mapping[str, Any]) -> None:
    """Write a document in its one spelling, so that the file's own SHA-256 is its digest."""
    path.write_bytes(spelled(document))


def read_json(path: Path) -> Any:
    """Read a JSON file; a number with a point and a key given twice are refused, with the line."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            hooks: Any = {"parse_float": _no_float, "parse_constant": _no_float}
            return json.load(file, object_pairs_hook=_once, **hooks)
    except json.JSONDecodeError as error:
        place = f"{path.name}, line {error.lineno}, column {error.colno}"
        raise FileError("malformed_json", place, error.msg) from error
    except UnicodeDecodeError as error:
        raise FileError("not_utf8", path.name, "the file is not in UTF-8") from error
    except OSError as error:
        raise FileError("unreadable", path.name, error.strerror or "cannot be read") from error
    except (ValueError, RecursionError) as error:
        raise FileError("malformed_json", path.name, str(error)) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        message = f"a key is given twice among {', '.join(sorted(found))}"
        raise ValueError(message)
    return found


def _no_float(text: str) -> None:
    message = f"{text} is not a whole number"
    raise ValueError(message)


def _located(path: Path, read: Callable[[Any], Row], document: Any) -> Row:
    try:
        return read(document)
    except EngineError as error:
        raise FileError(error.code, f"{path.name}, {error.place}", error.detail) from error


def _of_folder(folder: Path, tell: Tell) -> Instance:
    tables: dict[str, list[tuple[int, Any]]] = {
        "students": _rows(folder / "students.csv", _student, tell),
        "positions": _rows(folder / "positions.csv", _position, tell),
        "preferences": _rows(folder / "preferences.csv", _preference, tell),
        "caps": _rows(folder / "caps.csv", _cap, tell, needed=False),
        "fixed": _rows(folder / "fixed.csv", _fixed, tell, needed=False),
    }
    positions = [row for _, row in tables["positions"]]
    order = [row.id for row in positions if row.minimum > 1]
    rows = {name: [row for _, row in table] for name, table in tables.items()}
    try:
        return Instance.of(**rows, closing_order=order)
    except InstanceError as error:
        raise _with_line(error, tables) from error


def _with_line(error: InstanceError, tables: dict[str, list[tuple[int, Any]]]) -> FileError:
    """The same refusal with the line of the row it speaks of, the last one where there are two."""
    for name, table in tables.items():
        for line, row in reversed(table):
            if error.place == PLACES[name](row):
                place = f"{name}.csv, line {line}: {error.place}"
                return FileError(error.code, place, error.detail)
    return FileError(error.code, error.place, error.detail)


PLACES: dict[str, Callable[[Any], str]] = {
    "students": lambda row: f"student {row.id}",
    "positions": lambda row: f"position {row.id}",
    "preferences": lambda row: f"preference of {row.student} for {row.position}",
    "caps": lambda row: f"cap {row.id}",
    "fixed": lambda row: f"fixed pair {row.student} at {row.position}",
}


def _rows(
    path: Path, make: Callable[["_Cells"], Row], tell: Tell, *, needed: bool = True
) -> list[tuple[int, Row]]:
    """The rows of a table with their line numbers."""
    if not needed and not path.exists():
        return []
    rows = []
    for cells in _cells(path):
        rows.append((cells.line, make(cells)))
        if len(rows) % EVERY == 0:
            tell(f"{path.name}: {len(rows):,} lines read")
    return rows


def _cells(path: Path) -> Iterator["_Cells"]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            _require_columns(path, header)
            for row in reader:
                if row:
                    yield _Cells(path.name, reader.line_num, header, row)
    except csv.Error as error:
        raise FileError(
            "malformed_csv", f"{path.name}, line {reader.line_num}", str(error)
        ) from None
    except UnicodeDecodeError as error:
        raise FileError("not_utf8", path.name, "the file is not in UTF-8") from error
    except OSError as error:
        raise FileError("unreadable", path.name, error.strerror or "cannot be read") from error


COLUMNS = {
    "students.csv": {"student", "lottery"},
    "positions.csv": {"position", "capacity", "minimum", "within"},
    "preferences.csv": {"student", "position", "rank", "score", "refused"},
    "caps.csv": {"cap", "capacity", "within"},
    "fixed.csv": {"student", "position", "seat_offered_to_all"},
}


def _require_columns(path: Path, header: list[str]) -> None:
    """A column that nobody reads, or that is there twice, would be a mistake that nobody sees."""
    for name, times in Counter(header).items():
        if name not in COLUMNS[path.name]:
            known = ", ".join(sorted(COLUMNS[path.name]))
            detail = f"the column {name!r} is none of {known}"
            raise FileError("unknown_column", f"{path.name}, line 1", detail)
        if times > 1:
            detail = f"the column {name} is there {times} times"
            raise FileError("duplicate_column", f"{path.name}, line 1", detail)


class _Cells:
    """One line of a table, asked for by the names of its columns."""

    def __init__(self, file: str, line: int, header: list[str], row: list[str]) -> None:
        self.file, self.line = file, line
        if len(row) != len(header):
            detail = f"has {len(row)} cells, the header has {len(header)}"
            raise self.refusal("ragged_row", detail)
        self.row = dict(zip(header, row, strict=True))

    def refusal(self, code: str, detail: str) -> FileError:
        return FileError(code, f"{self.file}, line {self.line}", detail)

    def text(self, name: str, default: str | None = None) -> str:
        value = self.row.get(name, default)
        if value is None:
            raise self.refusal("missing_column", f"there is no column {name}")
        return value.strip()

    def number(self, name: str, default: str | None = None) -> int:
        text = self.text(name, default)
        if not WHOLE.fullmatch(text):
            detail = f"the {name} {text!r} is not a whole number"
            raise self.refusal("not_a_number", detail)
        return int(text)


def _student(cells: _Cells) -> Student:
    return Student(cells.text("student"), cells.number("lottery"))


def _position(cells: _Cells) -> Position:
    minimum = cells.number("minimum") if cells.text("minimum", "") else 0
    return Position(
        cells.text("position"), cells.number("capacity"), minimum, cells.text("within", "")
    )


def _cap(cells: _Cells) -> Cap:
    return Cap(cells.text("cap"), cells.number("capacity"), cells.text("within", ""))


def _preference(cells: _Cells) -> Preference:
    reason = cells.text("refused", "")
    score = 0 if reason else cells.number("score")
    return Preference(
        cells.text("student"),
        cells.text("position"),
        cells.number("rank"),
        score,
        acceptable=not reason,
        reason=reason,
    )


def _fixed(cells: _Cells) -> FixedPair:
    told = cells.text("seat_offered_to_all").lower()
    if told not in YES_NO:
        raise cells.refusal("not_yes_or_no", f"{told!r} is neither yes nor no")
    return FixedPair(cells.text("student"), cells.text("position"), YES_NO[told])
