"""Many students without an import: written by SQL, for what is asked of them afterwards."""

from benchmarks.copies import ROWS, insert_like
from benchmarks.students import FIRST, LAST

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
        students = {
            "user_id": "u.id",
            "student_number": "'F' || u.id",
            "programme_id": PROGRAMMES,
            "search_words": "search_words('F' || u.id, u.first_name, u.last_name)",
        }
        values = {"count": count, "first": list(FIRST), "last": list(LAST)}
        numbers = "generate_series(1, %(count)s) AS g"
        for table, own, source in (
            ("accounts_user", people, numbers),
            ("partnerships_membership", {"user_id": "u.id"}, FILLED),
            ("trajectories_student", students, FILLED),
        ):
            insert_like(cursor, table, own, source, ROWS[table], values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ROWS:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
