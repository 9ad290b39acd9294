"""What PostgreSQL refuses about a lottery with several parties, also for raw SQL (B3)."""

import hashlib

import pgtrigger
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from matching import services
from matching.enums import ApplicationState, LotteryParty, RoundState
from matching.models import Application, LotteryWitness
from tests.factories.matching import (
    SENTENCES,
    make_application,
    make_intake,
    make_round,
    make_witness,
    move_round,
)
from tests.factories.trajectories import walk

pytestmark = pytest.mark.django_db
SECRET = SENTENCES[LotteryParty.STUDENTS]
REVEAL = "UPDATE matching_lotterywitness SET state = 'revealed', secret = %s, revealed_at = now()"


def run(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def drawn(state):
    """A round in this state in which somebody promised."""
    world = make_intake(RoundState.DRAFT)
    witness = make_witness(world.intake)
    move_round(world.intake, state)
    return witness


@pytest.mark.parametrize(
    "change",
    [
        "party = 'hosts'",
        "user_id = (SELECT max(id) FROM accounts_user)",
        "sha256 = repeat('a', 64)",
        "promised_at = now() - interval '1 day'",
        "intake_round_id = (SELECT max(id) FROM matching_intakeround)",
    ],
)
@pytest.mark.parametrize("state", [RoundState.PUBLISHED, RoundState.SEALED, RoundState.MATCHED])
def test_what_was_promised_stays_from_the_day_on_which_it_is_published(state, change):
    """B3: party, person and promise."""
    drawn(state)
    make_intake(RoundState.DRAFT)
    with pytest.raises(DatabaseError, match="does not change"):
        run(f"UPDATE matching_lotterywitness SET {change}")


def test_nobody_joins_or_leaves_a_published_lottery():
    witness = drawn(RoundState.PUBLISHED)
    with pytest.raises(DatabaseError, match="Nobody joins"), transaction.atomic():
        make_witness(witness.intake_round, LotteryParty.HOSTS, promised=False)
    with pytest.raises(DatabaseError, match="Cannot delete"):
        run("DELETE FROM matching_lotterywitness")
    with pytest.raises(DatabaseError):
        run("TRUNCATE matching_lotterywitness CASCADE")


@pytest.mark.parametrize("state", [s for s in RoundState if s != RoundState.SEALED])
def test_a_secret_is_written_between_seal_and_match_only(state):
    drawn(state)
    with pytest.raises(DatabaseError, match="comes once"):
        run(REVEAL, SECRET)


@pytest.mark.parametrize("state", [RoundState.PUBLISHED, RoundState.SEALED])
def test_a_promise_is_not_dropped_from_a_published_lottery(state):
    """B3: nor is its last day told before the lists are sealed."""
    drawn(state)
    with pytest.raises(DatabaseError, match="Nobody leaves"):
        run("UPDATE matching_lotterywitness SET state = 'released'")
    if state == RoundState.PUBLISHED:
        with pytest.raises(DatabaseError, match="told with the seal"):
            run("UPDATE matching_lotterywitness SET reveal_by = '2020-01-01'")


def test_a_secret_is_written_once_and_is_the_one_that_was_promised():
    """B3: PostgreSQL works the SHA-256 out itself."""
    witness = drawn(RoundState.SEALED)
    with pytest.raises(IntegrityError, match="a_secret_is_the_one_that_was_promised"):
        run(REVEAL, f"{SECRET} ")
    run(REVEAL, SECRET)
    for other in (SECRET, ""):
        with pytest.raises(DatabaseError):
            run("UPDATE matching_lotterywitness SET secret = %s", f"{other}!" if other else other)
    witness.refresh_from_db()
    assert hashlib.sha256(witness.secret.encode()).hexdigest() == witness.sha256


def test_last_day_to_reveal_is_told_once():
    drawn(RoundState.SEALED)
    run("UPDATE matching_lotterywitness SET reveal_by = '2026-09-17'")
    with pytest.raises(DatabaseError, match="does not move"):
        run("UPDATE matching_lotterywitness SET reveal_by = '2026-09-18'")


@pytest.mark.parametrize("day", ["2020-01-01", "2026-09-13", "2026-09-14", "2026-09-16"])
def test_last_day_to_reveal_is_no_day_before_the_announced_ones_are_over(day):
    """B3: sealed on 14 September, three days announced; a past day would silence a party."""
    drawn(RoundState.SEALED)
    with pytest.raises(DatabaseError, match="leaves the announced days"):
        run("UPDATE matching_lotterywitness SET reveal_by = %s", day)
    run("UPDATE matching_lotterywitness SET reveal_by = '2026-09-17'")


def test_last_day_to_reveal_is_not_told_without_a_seal():
    """B3: nor while the lists can still change."""
    drawn(RoundState.RATING)
    with pytest.raises(DatabaseError, match="leaves the announced days"):
        run("UPDATE matching_lotterywitness SET reveal_by = '2026-12-01'")


@pytest.mark.parametrize(
    "change",
    [
        "promised_at = NULL",
        "sha256 = ''",
        "sha256 = repeat('A', 64)",
        "revealed_at = now()",
        "party = 'friends'",
    ],
)
def test_moments_go_with_what_was_given(change):
    make_witness(make_round())
    with pytest.raises(IntegrityError):
        run(f"UPDATE matching_lotterywitness SET {change}")


@pytest.mark.parametrize("state", ["revealed", "asked"])
def test_a_part_in_a_lottery_cannot_jump(state):
    promised = make_witness(make_round())
    with pytest.raises(DatabaseError):
        run("UPDATE matching_lotterywitness SET state = %s WHERE id = %s", state, promised.pk)


def test_one_person_for_a_party_and_one_party_for_a_person():
    """A request that was taken back does not count."""
    first = make_witness(make_round())
    with pytest.raises(IntegrityError, match="one_person_speaks_for_a_party"), transaction.atomic():
        make_witness(first.intake_round, promised=False)
    with pytest.raises(IntegrityError, match="a_person_speaks_for_one_party"), transaction.atomic():
        make_witness(first.intake_round, LotteryParty.HOSTS, user=first.user, promised=False)
    services.release_witness(first, actor=first.intake_round.pathway.coordinator)
    make_witness(first.intake_round, user=first.user)
    assert LotteryWitness.objects.drawing().count() == 1


APPLY = """
    INSERT INTO matching_application (uuid, created_at, state, state_since, intake_round_id,
        student_id, lottery_id, motivation, motivation_language, own_employer)
    SELECT gen_random_uuid(), now(), 'draft', now(), w.intake_round_id, s.id, gen_random_uuid(),
        '', 'nl', false
    FROM matching_lotterywitness w JOIN trajectories_student s ON s.user_id = w.user_id
"""
PROMISE = """
    UPDATE matching_lotterywitness
    SET state = 'promised', sha256 = repeat('a', 64), promised_at = now()
"""


def test_who_promised_does_not_apply_in_that_round():
    """B3: the last to reveal would choose between two outcomes of the own application."""
    witness = make_witness(make_round())
    with pytest.raises(IntegrityError, match="does not agree"):
        run(APPLY)
    elsewhere = make_round(witness.intake_round.pathway)
    make_application(elsewhere, student=witness.user.student)


def test_who_was_only_asked_or_was_let_go_applies():
    """B3: only a promise binds."""
    asked = make_witness(make_round(), promised=False)
    run(APPLY)
    assert Application.objects.get().student.user == asked.user
    gone = make_witness(make_round())
    services.release_witness(gone, actor=gone.intake_round.pathway.coordinator)
    make_application(gone.intake_round, student=gone.user.student)


def test_who_applies_does_not_promise_in_that_round():
    """B3: unless the application was withdrawn."""
    asked = make_witness(make_round(), promised=False)
    application = make_application(asked.intake_round, student=asked.user.student)
    with pytest.raises(IntegrityError, match="does not agree"):
        run(PROMISE)
    walk(application, [ApplicationState.WITHDRAWN])
    run(PROMISE)


def test_who_promised_and_applied_before_this_rule_still_reveals():
    """B3: a rule that comes later silences nobody."""
    with pgtrigger.ignore("matching.Application:nobody_draws_and_applies_in_one_round"):
        witness = make_witness(make_round())
        make_application(witness.intake_round, student=witness.user.student)
    move_round(witness.intake_round, RoundState.SEALED)
    run(REVEAL, SECRET)


def test_two_ids_of_one_student_are_refused_in_one_pathway():
    """B3: the guard of `lots`, by raw SQL; see the test with two connections."""
    asked = make_witness(make_round(), promised=False)
    make_application(make_round(asked.intake_round.pathway), student=asked.user.student)
    with pytest.raises(IntegrityError, match="does not agree"):
        run(APPLY)
