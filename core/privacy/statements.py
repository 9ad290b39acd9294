"""From the register to SQL: what erasure and retention do to each table and its history.

``$1`` is always a list of keys of the plan's root (accounts for erasure, a rule's own rows for
retention), ``$2`` the pseudonym. Run by the functions of core's migrations, never here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import pgtrigger
from django.apps import apps
from django.db import models

from core.history import event_model
from core.privacy.enums import REMOVED, Erase

ROOT = "$1::bigint[]"
NOBODY = "erased.invalid"


@dataclass(frozen=True)
class Step:
    """One statement, the table it changes, and the triggers that stand aside for it."""

    table: str
    statement: str
    guards: tuple[str, ...] = ()


def histories(model: type[models.Model]) -> list[type[models.Model]]:
    """The event tables of a table: its own, and those of proxies that history is kept under."""
    tracked = (one for one in apps.get_models() if one._meta.concrete_model is model)
    return list(
        dict.fromkeys(event_model(one) for one in tracked if hasattr(one, "pgh_event_model"))
    )


def keys(model: type[models.Model], path: str) -> str:
    """A query for the keys of the rows that ``path`` leads from to the root; also of rows that
    are gone and live on in history only. An empty path is the root itself.
    """
    if not path:
        return f"SELECT unnest({ROOT})"
    condition = belongs(model, path)
    query = f'SELECT id FROM "{model._meta.db_table}" WHERE {condition}'
    for events in histories(model):
        table = events._meta.db_table
        query += f' UNION SELECT pgh_obj_id FROM "{table}" WHERE {condition}'
    return query


def belongs(model: type[models.Model], path: str) -> str:
    """The condition on a row, or on a line of its history, to be the root's."""
    first, __, rest = path.partition("__")
    column: Any = model._meta.get_field(first)
    return f'"{column.column}" IN ({keys(column.related_model, rest)})'


def wipe(model: type[models.Model], path: str, erased: Mapping[str, Erase]) -> Iterator[Step]:
    """Replace these columns in the rows, then in their history."""
    for table, own, guards in _tables(model):
        changes = ", ".join(_changes(table, erased))
        if changes:
            where = belongs(model, path) if path else f"{own} = ANY ({ROOT})"
            yield Step(
                table._meta.db_table,
                f'UPDATE "{table._meta.db_table}" SET {changes} WHERE {where}',
                guards,
            )


def _changes(table: type[models.Model], erased: Mapping[str, Erase]) -> Iterator[str]:
    """The columns of the table, or of its history, with what is left of them."""
    is_history = hasattr(table, "pgh_tracked_model")
    known = {column.name: column for column in table._meta.concrete_fields}
    for name, how in erased.items():
        if how is Erase.KEEP or name not in known or (is_history and how is Erase.CLOSED):
            continue
        yield f'"{known[name].column}" = {_left(known[name], how)}'


def delete(model: type[models.Model], path: str) -> Iterator[Step]:
    """Throw the rows away, then their history."""
    for table, own, guards in _tables(model):
        where = belongs(model, path) if path else f"{own} = ANY ({ROOT})"
        name = table._meta.db_table
        yield Step(name, f'DELETE FROM "{name}" WHERE {where}', guards)


def _tables(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str, tuple[str, ...]]]:
    """The table and its history: model, the column with the row's key, the triggers that protect
    it. What is thrown away leaves a last line in history: so the rows come first.
    """
    yield model, "id", guards_of(model)
    for events in histories(model):
        yield events, "pgh_obj_id", guards_of(events)


def guards_of(model: type[models.Model]) -> tuple[str, ...]:
    """The triggers that refuse every change of a written row: history and sealed rows."""
    found: Any = getattr(model._meta, "triggers", [])
    return tuple(t.get_pgid(cast("Any", model)) for t in found if isinstance(t, pgtrigger.Protect))


def _left(column: Any, how: Erase) -> str:
    """What stands in the column afterwards, as SQL."""
    name = f'"{column.column}"'
    if how is Erase.REMOVED:
        return f"CASE WHEN {name} = '' THEN '' ELSE '{REMOVED}' END"
    if how is Erase.CODE:
        return "$2"
    if how is Erase.NAME:
        return "'Anoniem ' || $2"
    if how is Erase.EMAIL:
        return f"$2 || '@{NOBODY}'"
    if column.name == "password":
        return "'!'"  # Django's sign for a password that opens nothing
    if column.null:
        return "NULL"
    if isinstance(column, models.JSONField):
        return "'{}'::jsonb"
    if isinstance(column, models.BooleanField):
        return "false"
    return "''"


def model_named(label: str) -> type[models.Model]:
    """The model with this label."""
    return apps.get_model(label)
