"""Noting who looked at a student's file: one insert per look, nothing to remember for a view."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from core.models import FileRead
from core.people import impersonator_of
from core.privacy.enums import Door
from core.privacy.register import holding_of


def note_read(request: HttpRequest, row: Any, door: Door) -> None:
    """Note that the reader of this request looks at this row of a file.

    Nothing for one's own file, for rows that are about nobody, and for a verb that changes
    something: history has that already. The same part again within a minute is one look.
    """
    person = person_of(row)
    reader: Any = request.user.pk
    impersonator = getattr(impersonator_of(request.user), "pk", None)
    own = person == reader and impersonator is None
    if request.method not in {"GET", "HEAD"} or person is None or own:
        return
    look = FileRead(
        person_id=person,
        reader_id=reader,
        impersonator_id=impersonator,
        part=row._meta.label,
        door=door,
        minute=_minute(),
    )
    FileRead.objects.bulk_create([look], ignore_conflicts=True)


def note_list(request: HttpRequest, rows: Sequence[Any], door: Door) -> None:
    """Note that these rows leave in a list that is saved as a file or goes to a program: at each
    student's own file, two statements for all of them. What is on the screen only is not noted.
    """
    holding = holding_of(type(rows[0])) if rows else None
    if holding is None or not holding.file:
        return
    model: Any = type(rows[0])
    keys = model._default_manager.filter(pk__in=[row.pk for row in rows])
    people = set(keys.order_by().values_list(holding.person, flat=True)) - {None}
    impersonator: Any = getattr(impersonator_of(request.user), "pk", None)
    reader: Any = request.user.pk
    looks = [
        FileRead(
            person_id=person,
            reader_id=reader,
            impersonator_id=impersonator,
            part=model._meta.label,
            door=door,
            minute=_minute(),
        )
        for person in sorted(people)
        if impersonator or person != reader
    ]
    FileRead.objects.bulk_create(looks, ignore_conflicts=True)


def person_of(row: Any) -> int | None:
    """The key of the person whose file this row belongs to; None when it belongs to none."""
    holding = holding_of(type(row))
    if holding is None or not holding.file:
        return None
    *path, last = holding.person.split("__")
    for step in path:
        row = getattr(row, step)
        if row is None:
            return None
    return getattr(row, f"{last}_id", None)


def _minute() -> Any:
    return timezone.now().replace(second=0, microsecond=0)
