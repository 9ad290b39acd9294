"""New rows into a table by COPY, the fastest way in; constraints and triggers hold as ever."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from psycopg2 import sql

# What may not stand as it is in COPY's text format.
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
SPECIAL = "\\\t\n\r"
NULL = "\\N"
BATCH = 1000


def insert(model: type[models.Model], rows: Sequence[Any]) -> None:
    """Insert these new rows, inside a transaction, and give each its key."""
    leave_no_trigger_out()
    fields = [one for one in model._meta.concrete_fields if not one.generated]
    if any(isinstance(one, ArrayField | models.JSONField) for one in fields):
        model._default_manager.bulk_create(rows, batch_size=BATCH)
        return
    _give_keys(model, rows)
    values = [_writer(one) for one in fields]
    lines = ("\t".join(write(row) for write in values) for row in rows)
    copy(model, [str(one.column) for one in fields], lines)


def copy(model: type[models.Model], columns: Sequence[str], lines: Iterable[str]) -> None:
    """Insert rows that are lines of COPY already: values as PostgreSQL spells them, with tabs.

    Lines are asked for as they are wanted: PostgreSQL takes in the ones before meanwhile.
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.cursor.copy_expert(statement, _Lines(lines))


class _Lines:
    """Lines as a file to read from, as many at a time as PostgreSQL is sent at once: so that it
    never waits for many.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = iter(lines)

    def read(self, size: int) -> bytes:
        """The next lines, until there are so many characters; nothing when there are no more."""
        taken, length = [], 0
        for line in self.lines:
            taken.append(f"{line}\n")
            length += len(line)
            if length >= size:
                break
        return "".join(taken).encode()


def leave_no_trigger_out() -> None:
    """Say, until the transaction ends, that triggers are left out only where somebody said so.

    Where nobody says anything, each trigger asks for a setting that is not there and recovers from
    the error, for each row: every such recovery walks over all constraints that still wait, so that
    the time grows with the square of the rows.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pgtrigger.ignore',"
            " coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{}'), true)"
        )


def _give_keys(model: type[models.Model], rows: Sequence[Any]) -> None:
    """Take keys from the table's sequence, and mark the rows as saved.

    Where a model has a history an UPDATE of nothing goes before it: a statement that writes is what
    tells its triggers who is at work (pghistory), and COPY itself is no statement to it.
    """
    table = sql.Identifier(model._meta.db_table)
    with connection.cursor() as cursor:
        if hasattr(model, "pgh_event_model"):
            nothing = sql.SQL("UPDATE {} SET id = id WHERE FALSE").format(table)
            cursor.execute(nothing.as_string(cursor.cursor))
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, len(rows)],
        )
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, connection.alias


def escaped(text: str) -> str:
    """A text as COPY wants it; most have nothing to escape, and are found out quickly."""
    return text.translate(ESCAPES) if any(sign in text for sign in SPECIAL) else text


def _writer(field: Any) -> Callable[[Any], str]:
    """How one column of a row is written."""

    def write(row: Any) -> str:
        value = field.pre_save(row, add=True)
        if value.__class__ is str:
            return escaped(value)
        if value is None:
            return NULL
        if value is True or value is False:
            return "t" if value else "f"
        if isinstance(value, int | Decimal | UUID | date):
            return str(value)
        return escaped(str(field.get_db_prep_save(value, connection)))

    return write
