"""Many students without an import: written by SQL, for what is asked of them afterwards."""

from typing import Any

from benchmarks.copies import ROWS, columns_of
from benchmarks.students import FIRST, LAST

ONE = "(SELECT * FROM {table} WHERE {condition} ORDER BY id DESC LIMIT 1) AS one"
FILLED = "accounts_user AS u WHERE u.email LIKE 'filled.%%'"
PROGRAMMES = """CASE WHEN u.id %% 10 = 0
    THEN (SELECT id FROM partnerships_programme WHERE code = 'AAA-Q')
    ELSE (SELECT id FROM partnerships_programme WHERE code = 'AAA-P') END"""


def fill(count: int) -> None:
    """Add so many students, as like the imported ones as names and numbers can be."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for table in ROWS:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        people = {
            "email": "'filled.' || g || '@student.aaa.example'",
            "first_name": "(%(first)s::text[])[1 + g %% cardinality(%(first)s::text[])]",
            "last_name": "(%(last)s::text[])[1 + g / 7 %% cardinality(%(last)s::text[])]"
            " || '-' || g %% 9973",
        }
        _insert(cursor, "accounts_user", people, "generate_series(1, %(count)s) AS g", count)
        _insert(cursor, "partnerships_membership", {"user_id": "u.id"}, FILLED)
        students = {
            "user_id": "u.id",
            "student_number": "'F' || u.id",
            "programme_id": PROGRAMMES,
            "search_words": "search_words('F' || u.id, u.first_name, u.last_name)",
        }
        _insert(cursor, "trajectories_student", students, FILLED)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ROWS:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _insert(
    cursor: Any, table: str, own: dict[str, str], source: str, count: int | None = None
) -> None:
    """Rows like the last one of the table, but for what is their own."""
    own = {"id": f"nextval('{table}_id_seq')", "uuid": "gen_random_uuid()"} | own
    names = columns_of(cursor, table)
    values = ", ".join(own.get(name, f"one.{name}") for name in names)
    one = ONE.format(table=table, condition=ROWS[table])
    statement = f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {one}, {source}"
    cursor.execute(statement, {"count": count, "first": list(FIRST), "last": list(LAST)})
