"""A round in tables: a folder with CSV.

``students.csv`` (student, lottery), ``positions.csv`` (position, capacity; if wanted minimum,
closes and within) and ``preferences.csv`` (student, position, rank, score; if wanted refused, the
reason of a no). Where needed also ``caps.csv`` (cap, capacity, within) and ``fixed.csv`` (student,
position, seat_offered_to_all: yes or no). Of equal shortages the position with the lowest number in
closes closes first; without that column the first by identifier. The order of lines and of columns
decides nothing.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from .errors import FileError, InstanceError
from .instance import Instance
from .rows import Cap, FixedPair, Position, Preference, Student

Row = TypeVar("Row")
WHOLE = re.compile(r"[+-]?[0-9]{1,30}")
LINE_END = re.compile(rb"\r\n|\r|\n")
EVERY = 1_000_000  # lines between two words of progress
YES_NO = {"yes": True, "no": False}

Tell = Callable[[str], None]


def read_folder(folder: Path, tell: Tell) -> Instance:
    """Read a round from a folder. FileError with line; ``tell`` hears how far it is."""
    students = _rows(folder / "students.csv", _student, tell)
    places = _rows(folder / "positions.csv", _place, tell)
    tables: dict[str, list[tuple[int, Any]]] = {
        "students": students,
        "positions": [(line, place.position) for line, place in places],
        "preferences": _rows(folder / "preferences.csv", _preference, tell),
        "caps": _rows(folder / "caps.csv", _cap, tell, needed=False),
        "fixed": _rows(folder / "fixed.csv", _fixed, tell, needed=False),
    }
    tell("looking whether the round is sound")
    order = _closing_order(places)
    rows = {name: [row for _, row in table] for name, table in tables.items()}
    try:
        return Instance.of(**rows, closing_order=order)
    except InstanceError as error:
        raise _with_line(error, tables) from error


class _Place(NamedTuple):
    """A position, and its number in the order of closing where the table gives one."""

    position: Position
    closes: int | None


def _closing_order(places: list[tuple[int, _Place]]) -> list[str]:
    """The positions that may close, by their numbers; without numbers by identifier."""
    numbers: dict[int, str] = {}
    for line, (position, closes) in places:
        if closes is None:
            continue
        if closes in numbers:
            detail = f"the number {closes} in closes was given before, to {numbers[closes]}"
            raise FileError("duplicate_closes", f"positions.csv, line {line}", detail)
        numbers[closes] = position.id
    if numbers:
        return [numbers[closes] for closes in sorted(numbers)]
    return sorted(place.position.id for _, place in places if place.position.minimum > 1)


def _with_line(error: InstanceError, tables: dict[str, list[tuple[int, Any]]]) -> FileError:
    """The same refusal with the line of the row it speaks of, the last one where there are two."""
    for name, table in tables.items():
        for line, row in reversed(table):
            if error.place == PLACES[name](row):
                place = f"{name}.csv, line {line}: {error.place}"
                return FileError(error.code, place, error.detail)
    place = f"{error.place}.csv" if error.place in tables else error.place
    return FileError(error.code, place, error.detail)


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
    tell(f"reading {path.name}")
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
        raise not_utf8(path) from error
    except OSError as error:
        raise FileError("unreadable", path.name, error.strerror or "cannot be read") from error


def not_utf8(path: Path) -> FileError:
    """The refusal of a file for its first byte that is not UTF-8, with the line."""
    data = path.read_bytes()
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = len(LINE_END.findall(data, 0, error.start)) + 1
        detail = f"the byte {data[error.start]:#x} is not UTF-8; save the file as UTF-8"
        return FileError("not_utf8", f"{path.name}, line {line}", detail)
    return FileError("not_utf8", path.name, "the file changed while it was read")


# The columns that must be there, and those that may.
COLUMNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "students.csv": (("student", "lottery"), ()),
    "positions.csv": (("position", "capacity"), ("minimum", "closes", "within")),
    "preferences.csv": (("student", "position", "rank", "score"), ("refused",)),
    "caps.csv": (("cap", "capacity"), ("within",)),
    "fixed.csv": (("student", "position", "seat_offered_to_all"), ()),
}


def _require_columns(path: Path, header: list[str]) -> None:
    """A column that nobody reads, or that is there twice, would be a mistake that nobody sees."""
    needed, more = COLUMNS[path.name]
    for name, times in Counter(header).items():
        if name not in needed + more:
            known = ", ".join(sorted(needed + more))
            raise _wrong_header(path, "unknown_column", f"the column {name!r} is none of {known}")
        if times > 1:
            detail = f"the column {name} is there {times} times"
            raise _wrong_header(path, "duplicate_column", detail)
    for name in needed:
        if name not in header:
            detail = f"there is no column {name}; the first line names {', '.join(needed)}"
            raise _wrong_header(path, "missing_column", detail)


def _wrong_header(path: Path, code: str, detail: str) -> FileError:
    return FileError(code, f"{path.name}, line 1", detail)


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

    def text(self, name: str) -> str:
        """What stands there, nothing where the table has no such column."""
        return self.row.get(name, "").strip()

    def number(self, name: str) -> int:
        text = self.text(name)
        if not WHOLE.fullmatch(text):
            detail = f"the {name} {text!r} is not a whole number"
            raise self.refusal("not_a_number", detail)
        return int(text)


def _student(cells: _Cells) -> Student:
    return Student(cells.text("student"), cells.number("lottery"))


def _place(cells: _Cells) -> _Place:
    minimum = cells.number("minimum") if cells.text("minimum") else 0
    position = Position(
        cells.text("position"), cells.number("capacity"), minimum, cells.text("within")
    )
    return _Place(position, _closes(cells, minimum))


def _closes(cells: _Cells, minimum: int) -> int | None:
    """The number in the order of closing: all positions that may close have one, or none has."""
    if "closes" not in cells.row:
        return None
    told = cells.text("closes")
    if minimum > 1 and not told:
        detail = f"takes at least {minimum} students or none, so closes must have a number"
        raise cells.refusal("missing_closes", detail)
    if minimum <= 1 and told:
        detail = f"never closes, for its minimum is not above 1: leave closes empty, not {told!r}"
        raise cells.refusal("needless_closes", detail)
    return cells.number("closes") if told else None


def _cap(cells: _Cells) -> Cap:
    return Cap(cells.text("cap"), cells.number("capacity"), cells.text("within"))


def _preference(cells: _Cells) -> Preference:
    reason = cells.text("refused")
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
        raise cells.refusal("not_yes_or_no", f"seat_offered_to_all {told!r} is neither yes nor no")
    return FixedPair(cells.text("student"), cells.text("position"), YES_NO[told])
