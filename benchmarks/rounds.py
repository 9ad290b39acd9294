"""A round of any size in which everybody was rated, written by SQL: what a match is measured on."""

from typing import Any

from benchmarks.copies import insert_like

CHOICES = 8
SEED = 0.2018
PER_POSITION = 8  # students for every position, which has 4 to 8 seats
# One of twenty choices is refused by the host, as one of every intake is.
REFUSED = 20

TABLES = (
    "accounts_user",
    "trajectories_student",
    "trajectories_position",
    "matching_application",
    "matching_preference",
    "matching_acceptability",
    "matching_rating",
)


def make_big_round(students: int) -> Any:
    """A round that is being rated, in which everybody was: one coach and eight hosts each."""
    from django.db import connection, transaction

    from tests.factories.matching import make_application, make_intake, make_ratings

    world = make_intake(capacity=6)
    first = make_application(world.intake, "eligible", positions=[world.position])
    make_ratings(first, world.director)
    make_ratings(first, world.contact, position=world.position)
    with transaction.atomic(), connection.cursor() as cursor:
        _switch(cursor, "DISABLE")
        _write(cursor, students, first)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _switch(cursor, "ENABLE")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    world.intake.refresh_from_db()
    return world


def _switch(cursor: Any, how: str) -> None:
    for table in TABLES:
        cursor.execute(f"ALTER TABLE {table} {how} TRIGGER USER")


def _write(cursor: Any, students: int, first: Any) -> None:
    """Everybody like the first one; the round's own, so that nobody else takes part."""
    cursor.execute("SELECT setseed(%s)", [SEED])
    cursor.execute("UPDATE matching_application SET state = 'interviewed'")
    count = students - 1
    numbers = f"generate_series(1, {count}) AS g"
    people = {"email": "'big.' || g || '@student.example'"}
    insert_like(cursor, "accounts_user", people, numbers)
    made = "accounts_user AS u WHERE u.email LIKE 'big.%%@student.example'"
    own = {"user_id": "u.id", "student_number": "'B' || u.id"}
    insert_like(cursor, "trajectories_student", own, made)
    made = "trajectories_student AS s WHERE s.student_number LIKE 'B%%'"
    own = {"student_id": "s.id", "lottery_id": "gen_random_uuid()", "code": "NULL"}
    insert_like(cursor, "matching_application", own, made)
    _write_positions(cursor, students // PER_POSITION)
    _write_lists(cursor, first)
    _write_ratings(cursor, first)


def _write_positions(cursor: Any, count: int) -> None:
    own = {"capacity": "4 + g %% 5", "code": "'P' || g"}
    insert_like(cursor, "trajectories_position", own, f"generate_series(3, {count}) AS g")
    cursor.execute(
        "CREATE TEMPORARY TABLE place ON COMMIT DROP AS"
        " SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM trajectories_position"
    )


def _write_lists(cursor: Any, first: Any) -> None:
    """Eight different places each, some much more wanted than others."""
    places = f"""
        (SELECT application, rank, floor((at + at * at) / 2 * (SELECT count(*) FROM place)) AS n
         FROM (SELECT a.id AS application, r AS rank,
                mod((a.start + r / {CHOICES}.0)::numeric, 1) AS at
             FROM (SELECT id, random() AS start FROM matching_application
                 WHERE id <> {first.pk}) AS a, generate_series(1, {CHOICES}) AS r) AS y
        ) AS x JOIN place ON place.n = x.n
    """
    own = {"application_id": "x.application", "position_id": "place.id", "rank": "x.rank"}
    insert_like(cursor, "matching_preference", own, places)
    cursor.execute(
        "INSERT INTO matching_acceptability"
        " (uuid, created_at, preference_id, party, acceptable, reason, note)"
        " SELECT gen_random_uuid(), now(), id, 'host', false, 'travel', ''"
        f" FROM matching_preference WHERE id % {REFUSED} = 0 AND application_id <> {first.pk}"
    )


def _write_ratings(cursor: Any, first: Any) -> None:
    """Marks of all 1 to 5, most of them 3 or 4."""
    marks = {
        "score": "1 + floor((random() + random()) * 2.5)",
        "note": "'Gaf als voorbeeld: ' || x",
    }
    for party, source in (
        (
            "institution",
            "(SELECT id AS a, NULL::bigint AS p FROM matching_application) AS x(a, p)",
        ),
        ("host", "(SELECT application_id, position_id FROM matching_preference) AS x(a, p)"),
    ):
        own = marks | {"application_id": "x.a", "position_id": "x.p", "criterion_id": "c.id"}
        like = f"party = '{party}'"
        insert_like(
            cursor,
            "matching_rating",
            own,
            f"{source}, matching_criterion AS c WHERE x.a <> {first.pk}",
            like,
        )
