"""What stands in the copy of somebody's data: rows of the register, changes, and who looked.

Written for the person: values in words, in one language at a time, and never another student.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone

from core.models import FileRead
from core.notifications.kinds import kinds
from core.privacy.register import Holding, holdings
from core.privacy.statements import histories
from core.timeline import words_of

CHUNK = 500
CHANGE = ("pgh_created_at", "pgh_label", "pgh_context")


@dataclass(frozen=True)
class Row:
    """One row: column, its words, its value for a machine, and the same for a reader."""

    cells: tuple[tuple[str, Any, Any, Any], ...]


def rows_of(holding: Holding, person: Any, only: Container[str] = ()) -> Iterator[Row]:
    """The rows of one table about the person, a few at a time.

    What a key leads to is named once, however many rows lead there. ``only`` narrows the columns.
    """
    columns = [holding.table._meta.get_field(name) for name in holding.exported()]
    shown = [
        c
        for c in columns
        if not (c.is_relation and c.name in holding.plain) and (not only or c.name in only)
    ]
    names: dict[tuple[str, Any], str] = {}
    for row in holding.rows_of(person).order_by("pk").iterator(chunk_size=CHUNK):
        yield Row(tuple(_cell(row, column, names) for column in shown))


def _cell(row: Any, column: Any, names: dict[tuple[str, Any], str]) -> tuple[str, Any, Any, Any]:
    value = getattr(row, column.attname)
    if column.is_relation and value is not None:
        key = (column.name, value)
        if key not in names:
            names[key] = str(getattr(row, column.name))
        value = names[key]
    if isinstance(value, str) and value in kinds:  # what somebody was told
        return column.name, column.verbose_name, value, kinds[value].topic.label
    display = getattr(row, f"get_{column.name}_display", None)
    return column.name, column.verbose_name, _plain(value), display() if display else _words(value)


def _plain(value: Any) -> Any:
    """A value for JSON."""
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _words(value: Any) -> Any:
    """A value for a reader."""
    return timezone.localtime(value) if isinstance(value, datetime) else value


def changes_of(person: Any) -> Iterator[tuple[Any, Any, str, Any]]:
    """Every change of the rows about the person: when, of what, which verb, and by whom.

    The person is "you"; others are named unless they are students.
    """
    for holding in holdings():
        keys = holding.rows_of(person).order_by("pk").values("pk")
        for history in histories(holding.table):
            events = history._default_manager.filter(pgh_obj_id__in=keys).order_by("pgh_id")
            for event in events.values(*CHANGE).iterator(chunk_size=CHUNK):
                context = event["pgh_context"] or {}
                what = str(words_of(event["pgh_label"], context))
                yield event["pgh_created_at"], holding.label, what, context.get("user")


def looks_at(person: Any) -> Iterator[FileRead]:
    """Who looked at the file, in the order of time."""
    rows = FileRead.objects.filter(person=person).select_related("reader").order_by("pk")
    yield from rows.iterator(chunk_size=CHUNK)


def names_of(keys: set[Any]) -> dict[Any, str]:
    """The names of people who did something, without students."""
    people = get_user_model()._default_manager.filter(pk__in=keys - {None})
    return {p.pk: str(p) for p in people.filter(~Q(pk__in=_students()))}


def _students() -> Any:
    """The accounts that have a student's file."""
    for holding in holdings():
        if holding.file and holding.person == "user":
            return holding.table._base_manager.values("user")
    return []
