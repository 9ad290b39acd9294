"""What PostgreSQL refuses, whoever asks: also for raw SQL with the application's role."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from core.encryption import encrypt
from matching.enums import ApplicationState, RoundState
from matching.models import EligibilityAnswer, Explanation, MatchRun, RoundSeal
from matching.services.lottery import own_secret
from tests.factories.matching import (
    make_application,
    make_condition,
    make_intake,
    make_round,
    matched,
    rated,
)

pytestmark = pytest.mark.django_db


def run(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (RoundState.DRAFT, "open"),
        (RoundState.PUBLISHED, "draft"),
        (RoundState.RATING, "matched"),
        (RoundState.SEALED, "rating"),
        (RoundState.DRAFT, "nonsense"),
    ],
)
def test_a_round_cannot_jump(first, then):
    """V28, B3: published criteria and sealed lists have no way back."""
    intake = make_round(state=first)
    with pytest.raises(DatabaseError):
        run("UPDATE matching_intakeround SET state = %s WHERE id = %s", then, intake.pk)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (ApplicationState.SUBMITTED, "placed"),
        (ApplicationState.INELIGIBLE, "eligible"),
        (ApplicationState.INTERVIEWED, "accepted"),
    ],
)
def test_an_application_cannot_jump(first, then):
    application = make_application(state=first)
    with pytest.raises(DatabaseError):
        run("UPDATE matching_application SET state = %s WHERE id = %s", then, application.pk)


@pytest.mark.parametrize(
    "table", ["matching_roundseal", "matching_matchrun", "matching_explanation"]
)
@pytest.mark.parametrize(
    "verb", ["UPDATE {} SET created_at = now()", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_sealed_rows_cannot_be_changed_or_removed(table, verb):
    """B3: seals and results are written once."""
    world = make_intake()
    rated(world)
    matched(world)
    with pytest.raises(DatabaseError):
        run(verb.format(table))
    kept = (RoundSeal.objects.count(), MatchRun.objects.count(), Explanation.objects.count())
    assert kept == (4, 1, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE matching_rating SET score = 6",
        "UPDATE matching_rating SET note = ''",
        "UPDATE matching_rating SET party = 'host'",
        "UPDATE matching_preference SET rank = 0",
        "UPDATE matching_criterion SET weight = 101",
    ],
)
def test_values_that_cannot_be_are_refused(statement):
    """V28: a score is 1 to 5, has a note, and a host rates for its own position."""
    rated(make_intake())
    with pytest.raises(DatabaseError):
        run(statement)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("preference", "position_id"),
        ("rating", "position_id"),
        ("offer", "position_id"),
        ("rating", "criterion_id"),
        ("eligibilityanswer", "condition_id"),
    ],
)
def test_rows_of_another_round_are_refused(table, column):
    """B3: list, ratings, conditions and places are of one round."""
    world, other = make_intake(), make_intake()
    application = rated(world)
    EligibilityAnswer.objects.create(
        application=application,
        condition=make_condition(world.intake.pathway),
        met=True,
        checked_by=world.coach,
    )
    matched(world)
    strange = {
        "position_id": other.position,
        "criterion_id": other.intake.criteria.first(),
        "condition_id": make_condition(other.intake.pathway),
    }[column]
    where = " WHERE position_id IS NOT NULL" if column == "position_id" else ""
    with pytest.raises(IntegrityError, match="does not agree"):
        run(f"UPDATE matching_{table} SET {column} = %s{where}", strange.pk)


@pytest.mark.parametrize(
    ("table", "constraint"),
    [
        ("matching_roundseal", "a_seal_is_the_hash_of_its_content"),
        ("matching_explanation", "an_explanation_is_the_hash_of_its_content"),
    ],
)
def test_text_that_is_not_the_one_that_was_hashed_is_refused(table, constraint):
    """B3: PostgreSQL works the SHA-256 out itself."""
    world = make_intake()
    rated(world)
    matched(world)
    forged = {"canonical": "'{}'", "id": f"nextval('{table}_id_seq')", "uuid": "gen_random_uuid()"}
    with connection.cursor() as cursor:
        names = [
            column.name for column in connection.introspection.get_table_description(cursor, table)
        ]
    values = ", ".join(forged.get(name, name) for name in names)
    with pytest.raises(IntegrityError, match=constraint):
        run(f"INSERT INTO {table} SELECT {values} FROM {table} LIMIT 1")


@pytest.mark.parametrize("where", ["another round", "the same round"])
def test_explanation_for_somebody_who_took_no_part_is_refused(where):
    """B3: nobody's result is told to somebody else."""
    world = make_intake()
    rated(world)
    left_out = make_application(world.intake, ApplicationState.INELIGIBLE)
    matched(world)
    stranger = left_out if where == "the same round" else make_application()
    with pytest.raises(IntegrityError, match="an_explanation_is_of_the_round_of_its_match"):
        run(
            "INSERT INTO matching_explanation"
            " (uuid, created_at, match_run_id, application_id, canonical, sha256)"
            " SELECT gen_random_uuid(), now(), match_run_id, %s, canonical, sha256"
            " FROM matching_explanation",
            stranger.pk,
        )


def test_explanation_of_no_match_is_refused():
    """B3: the match is looked up for all explanations at once, not by a foreign key for each."""
    world = make_intake()
    rated(world)
    matched(world)
    waiting = make_application(state=ApplicationState.INTERVIEWED)
    with pytest.raises(IntegrityError, match="an_explanation_is_of_the_round_of_its_match"):
        run(
            "INSERT INTO matching_explanation"
            " (uuid, created_at, match_run_id, application_id, canonical, sha256)"
            " SELECT gen_random_uuid(), now(), 0, %s, canonical, sha256"
            " FROM matching_explanation LIMIT 1",
            waiting.pk,
        )


def test_promised_secret_of_the_lottery_stays():
    """B3: from the day on which its hash is published."""
    draft = make_round()
    change = "UPDATE matching_intakeround SET lottery_secret = %s WHERE id = %s"
    run(change, encrypt("e" * 64), draft.pk)
    published = make_round(state=RoundState.PUBLISHED)
    with pytest.raises(DatabaseError, match="secret of a published lottery stays"):
        run(change, encrypt("e" * 64), published.pk)


def test_secret_of_the_lottery_never_stands_in_the_database_as_it_is():
    """B3: whoever reads the database alone, or a copy of it, cannot work out the seed."""
    draft = make_round()
    with pytest.raises(IntegrityError, match="a_secret_of_the_lottery_is_encrypted"):
        run("UPDATE matching_intakeround SET lottery_secret = %s", "e" * 64)
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM matching_intakeround r")
        assert own_secret(draft) not in cursor.fetchone()[0]
