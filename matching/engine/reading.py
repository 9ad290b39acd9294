"""Rows and documents turned into the columns of a round, refusing what has another shape."""

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any

import numpy as np

from .canonical import LARGEST_INTEGER
from .errors import InstanceError
from .record import Record, read_rows, require_format, require_keys, require_type
from .rows import Cap, FixedPair, Position, Preference, Student
from .validation import require_range

Columns = dict[str, Any]
SCORED = {"position", "score"}
PARTS = ("positions", "caps", "fixed", "closing_order")


class _Choices:
    """The columns of the choices, filled one student after the other."""

    def __init__(self, positions: Iterable[Position]) -> None:
        self.numbers = {row.id: number for number, row in enumerate(positions)}
        self.reasons = {"": 0}
        self.start = [0]
        self.position: list[int] = []
        self.score: list[int] = []
        self.reason: list[int] = []

    def add(self, position: str, score: int, reason: str, place: str) -> None:
        number = self.numbers.get(position)
        if number is None:
            raise InstanceError("unknown_position", place, f"there is no position {position}")
        if not -LARGEST_INTEGER <= score <= LARGEST_INTEGER:
            detail = f"the score {score} lies outside plus or minus {LARGEST_INTEGER}"
            raise InstanceError("score_out_of_range", place, detail)
        self.position.append(number)
        self.score.append(score)
        self.reason.append(self.reasons.setdefault(reason, len(self.reasons)))

    def added(self, choice: Any) -> bool:
        """Whether this was a sound choice with a score, which is in now: nearly all are, and this
        is quicker than to look for what is wrong.
        """
        if type(choice) is not dict or choice.keys() != SCORED:
            return False
        position, score = choice["position"], choice["score"]
        if type(position) is not str or type(score) is not int:
            return False
        number = self.numbers.get(position)
        if number is None or not -LARGEST_INTEGER <= score <= LARGEST_INTEGER:
            return False
        self.position.append(number)
        self.score.append(score)
        self.reason.append(0)
        return True

    def close(self) -> None:
        """What comes next is of the next student."""
        self.start.append(len(self.position))

    def columns(self) -> Columns:
        names = sorted(self.reasons)  # "" stays first
        order = np.empty(len(names), np.int64)
        order[[self.reasons[name] for name in names]] = np.arange(len(names))
        return {
            "start": np.array(self.start, np.int64),
            "position": np.array(self.position, np.int64),
            "score": np.array(self.score, np.int64),
            "reason": order[np.array(self.reason, np.int64)],
            "reasons": tuple(names),
        }


def columns_of_rows(
    students: Iterable[Student],
    positions: Iterable[Position],
    preferences: Iterable[Preference],
    **parts: Iterable[Any],
) -> Columns:
    """Sort the rows and put them in columns; DocumentError or InstanceError with the place."""
    given: dict[str, list[Any]] = {
        "students": list(students),
        "positions": list(positions),
        "preferences": list(preferences),
        "caps": list(parts["caps"]),
        "fixed": list(parts["fixed"]),
    }
    for name, rows in given.items():
        _require_types(name, rows)
    by_id = sorted(given["students"], key=attrgetter("id"))
    places = sorted(given["positions"], key=attrgetter("id"))
    names = tuple(row.id for row in by_id)
    return {
        "students": names,
        "lottery": _lottery(names, (row.lottery for row in by_id)),
        **_lists(by_id, places, given["preferences"]),
        "positions": tuple(places),
        "caps": tuple(sorted(given["caps"], key=attrgetter("id"))),
        "fixed": tuple(sorted(given["fixed"], key=attrgetter("student"))),
        "closing_order": tuple(parts["closing_order"]),
    }


def _require_types(name: str, rows: list[Record]) -> None:
    for number, row in enumerate(rows):
        row.require_types(f"{name}[{number}]")


def _lists(
    students: list[Student], positions: list[Position], preferences: list[Preference]
) -> Columns:
    lists: dict[str, list[Preference]] = {row.id: [] for row in students}
    for row in preferences:
        place = f"preference of {row.student} for {row.position}"
        if row.student not in lists:
            raise InstanceError("unknown_student", place, f"there is no student {row.student}")
        _require_entry(row, place)
        lists[row.student].append(row)
    choices = _Choices(positions)
    for student in students:
        before = 0
        for row in sorted(lists[student.id], key=attrgetter("rank")):
            place = f"preference of {row.student} for {row.position}"
            if row.rank == before:
                raise InstanceError("duplicate_rank", place, f"two choices have rank {row.rank}")
            before = row.rank
            choices.add(row.position, row.score if row.acceptable else 0, row.reason, place)
        choices.close()
    return choices.columns()


def _require_entry(row: Preference, place: str) -> None:
    if row.rank < 1:
        raise InstanceError("rank_out_of_range", place, f"the rank {row.rank} is below 1")
    if row.acceptable and row.reason:
        raise InstanceError("needless_reason", place, "acceptable, yet with a reason to refuse")
    if not row.acceptable and not row.reason:
        raise InstanceError("missing_reason", place, "refused without a reason")


def columns_of_document(document: Mapping[str, Any], expected: str) -> Columns:
    """Read a stored round; DocumentError or InstanceError with the place."""
    require_format(document, expected, ["students", *PARTS])
    positions = sorted(
        read_rows(Position, _single_caps(document["positions"], "positions"), "positions"),
        key=attrgetter("id"),
    )
    caps = read_rows(Cap, _single_caps(document["caps"], "caps"), "caps")
    fixed = read_rows(FixedPair, document["fixed"], "fixed")
    require_type(document["closing_order"], "closing_order", list)
    for number, name in enumerate(document["closing_order"]):
        require_type(name, f"closing_order[{number}]", str)
    return {
        **_students(document["students"], positions),
        "positions": tuple(positions),
        "caps": tuple(sorted(caps, key=attrgetter("id"))),
        "fixed": tuple(sorted(fixed, key=attrgetter("student"))),
        "closing_order": tuple(document["closing_order"]),
    }


def _single_caps(rows: Any, name: str) -> Any:
    """Refuse what lies within two caps: overlapping caps have no well-defined best outcome."""
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, dict) and isinstance(row.get("within"), list):
            detail = "lies within several caps; caps may be nested and never overlap"
            raise InstanceError("overlapping_caps", f"{name}[{number}].within", detail)
    return rows


def _students(rows: Any, positions: list[Position]) -> Columns:
    require_type(rows, "students", list)
    for number, row in enumerate(rows):
        place = f"students[{number}]"
        require_keys(row, ["id", "lottery", "choices"], place)
        require_type(row["id"], f"{place}.id", str)
        require_type(row["lottery"], f"{place}.lottery", int)
        require_type(row["choices"], f"{place}.choices", list)
    choices = _Choices(positions)
    order = sorted(range(len(rows)), key=lambda number: rows[number]["id"])
    for number in order:
        for at, choice in enumerate(rows[number]["choices"]):
            if not choices.added(choice):
                _add_choice(choices, choice, f"students[{number}].choices[{at}]")
        choices.close()
    names = tuple(rows[number]["id"] for number in order)
    return {
        "students": names,
        "lottery": _lottery(names, (rows[number]["lottery"] for number in order)),
        **choices.columns(),
    }


def _add_choice(choices: _Choices, choice: Any, place: str) -> None:
    require_type(choice, place, dict)
    refused = "refused" in choice
    require_keys(choice, ["position", "refused" if refused else "score"], place)
    require_type(choice["position"], f"{place}.position", str)
    if not refused:
        require_type(choice["score"], f"{place}.score", int)
        choices.add(choice["position"], choice["score"], "", place)
        return
    require_type(choice["refused"], f"{place}.refused", str)
    if not choice["refused"]:
        raise InstanceError("missing_reason", place, "refused without a reason")
    choices.add(choice["position"], 0, choice["refused"], place)


def _lottery(students: Iterable[str], numbers: Iterable[int]) -> Any:
    given = list(numbers)
    for student, number in zip(students, given, strict=True):
        require_range("lottery", number, 0, f"student {student}")
    return np.array(given, np.int64)
