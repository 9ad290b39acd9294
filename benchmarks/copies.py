"""The same rows by a bare COPY: what an import is measured against."""

import time
from pathlib import Path
from typing import Any

COLUMNS = (
    "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
    " AND attgenerated = '' AND NOT attisdropped ORDER BY attnum"
)
# What an import of students writes, in this order.
ROWS = {
    "accounts_user": "id IN (SELECT user_id FROM trajectories_student)",
    "partnerships_membership": "role = 'student'",
    "trajectories_student": "true",
}


def copy_out(folder: Path) -> int:
    """Write the rows of all students into files; returns how many students there are."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table, condition in ROWS.items():
            names = ", ".join(columns_of(cursor, table))
            with (folder / table).open("wb") as file:
                asked = f"SELECT {names} FROM {table} WHERE {condition}"
                cursor.copy_expert(f"COPY ({asked}) TO STDOUT", file)
        return int(cursor.rowcount)


def copy_in(folder: Path, *, triggers: bool) -> float:
    """Seconds to COPY them into a database without them, which stays as it is."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', '{}', true)")
        for table in () if triggers else ROWS:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        began = time.perf_counter()
        for table in ROWS:
            names = ", ".join(columns_of(cursor, table))
            with (folder / table).open("rb") as file:
                cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", file)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        seconds = time.perf_counter() - began
        transaction.set_rollback(True)
    return seconds


def columns_of(cursor: Any, table: str) -> list[str]:
    """The columns that are written, quoted."""
    cursor.execute(COLUMNS, [table])
    return [name for (name,) in cursor.fetchall()]


def insert_like(
    cursor: Any,
    table: str,
    own: dict[str, str],
    source: str,
    like: str = "true",
    values: dict[str, Any] | None = None,
) -> None:
    """Rows like the last of those that are ``like`` this, but for what is their ``own``.

    ``values`` are those of the placeholders; a percent sign that is none stands twice.
    """
    own = {"id": f"nextval('{table}_id_seq')", "uuid": "gen_random_uuid()"} | own
    names = columns_of(cursor, table)
    chosen = ", ".join(own.get(name, f"one.{name}") for name in names)
    one = f"(SELECT * FROM {table} WHERE {like} ORDER BY id DESC LIMIT 1) AS one"
    statement = f"INSERT INTO {table} ({', '.join(names)}) SELECT {chosen} FROM {one}, {source}"
    cursor.execute(statement, values or {})
