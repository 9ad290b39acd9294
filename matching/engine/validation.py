"""The rules an intake round obeys before anything is computed from it."""

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

from .canonical import LARGEST_INTEGER
from .errors import InstanceError

if TYPE_CHECKING:
    from .instance import FixedPair, Instance, Preference


def require_types(instance: "Instance") -> None:
    """Raise DocumentError for a value of another type, naming the row as it was given."""
    for name in ("students", "positions", "preferences", "fixed"):
        for number, row in enumerate(getattr(instance, name)):
            row.require_types(f"{name}[{number}]")


def require_rules(instance: "Instance") -> None:
    """Raise InstanceError, with the place, for the first rule the round breaks."""
    _require_people_and_seats(instance)
    students = {student.id for student in instance.students}
    positions = {position.id for position in instance.positions}
    for preference in instance.preferences:
        place = f"preference of {preference.student} for {preference.position}"
        _require_known(preference, students, positions, place)
        _require_entry(preference, place)
    _require_lists(instance)
    for pair in instance.fixed:
        place = f"fixed pair {pair.student} at {pair.position}"
        _require_known(pair, students, positions, place)
    _require_fixed(instance)


def _require_people_and_seats(instance: "Instance") -> None:
    _require_unique("student", ((row.id, f"student {row.id}") for row in instance.students))
    _require_unique("position", ((row.id, f"position {row.id}") for row in instance.positions))
    lots = ((row.lottery, f"student {row.id}") for row in instance.students)
    _require_unique("lottery", lots)
    for student in instance.students:
        _require_range("lottery", student.lottery, 0, f"student {student.id}")
    for position in instance.positions:
        _require_range("capacity", position.capacity, 0, f"position {position.id}")


def _require_unique(what: str, rows: Iterable[tuple[Hashable, str]]) -> None:
    seen: dict[Hashable, str] = {}
    for value, place in rows:
        if value == "":
            raise InstanceError(f"empty_{what}", place, f"the {what} id is empty")
        if value in seen:
            detail = f"the {what} {value} was given before, to {seen[value]}"
            raise InstanceError(f"duplicate_{what}", place, detail)
        seen[value] = place


def _require_range(what: str, value: int, least: int, place: str) -> None:
    if not least <= value <= LARGEST_INTEGER:
        detail = f"the {what} {value} lies outside {least} to {LARGEST_INTEGER}"
        raise InstanceError(f"{what}_out_of_range", place, detail)


def _require_known(
    row: "Preference | FixedPair", students: set[str], positions: set[str], place: str
) -> None:
    if row.student not in students:
        raise InstanceError("unknown_student", place, f"there is no student {row.student}")
    if row.position not in positions:
        raise InstanceError("unknown_position", place, f"there is no position {row.position}")


def _require_entry(preference: "Preference", place: str) -> None:
    _require_range("rank", preference.rank, 1, place)
    _require_range("score", preference.score, -LARGEST_INTEGER, place)
    if preference.acceptable and preference.reason:
        raise InstanceError("needless_reason", place, "acceptable, yet with a reason to refuse")
    if not preference.acceptable and not preference.reason:
        raise InstanceError("missing_reason", place, "refused without a reason")


def _require_lists(instance: "Instance") -> None:
    entries: set[tuple[str, str]] = set()
    ranks: set[tuple[str, int]] = set()
    for row in instance.preferences:
        place = f"preference of {row.student} for {row.position}"
        if (row.student, row.position) in entries:
            raise InstanceError("duplicate_entry", place, "the position is on the list twice")
        if (row.student, row.rank) in ranks:
            raise InstanceError("duplicate_rank", place, f"two choices have rank {row.rank}")
        entries.add((row.student, row.position))
        ranks.add((row.student, row.rank))


def _require_fixed(instance: "Instance") -> None:
    _require_unique("fixed", ((row.student, f"student {row.student}") for row in instance.fixed))
    refused = {(row.student, row.position) for row in instance.preferences if not row.acceptable}
    for pair in instance.fixed:
        if (pair.student, pair.position) in refused:
            place = f"fixed pair {pair.student} at {pair.position}"
            raise InstanceError("fixed_refused", place, "fixed, yet refused on the list")
    for position, seats in instance.seats.items():
        if seats < 0:
            detail = f"{-seats} more fixed pairs than seats"
            raise InstanceError("fixed_over_capacity", f"position {position}", detail)
