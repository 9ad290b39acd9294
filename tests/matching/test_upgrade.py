"""What was sealed before an upgrade is still what was sealed."""

import hashlib
import json
from functools import partial

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor

from core.encryption import decrypt
from core.errors import Refused
from matching import services
from matching.engine import commit, digest, verify
from matching.enums import ApplicationState, RoundState, SealKind
from matching.models import Explanation, IntakeRound, MatchRun, RoundSeal
from matching.querysets import DRAWERS_DO_NOT_APPLY
from matching.reports import results_of
from matching.services import contents, lottery
from matching.services.seals import sealed
from tests.databases import build_once, cloned, drop_database, run_as_owner, use_database
from tests.factories.matching import (
    SENT,
    make_application,
    make_intake,
    make_round,
    make_witness,
    move_round,
    rated,
    seal_as_life,
)
from tests.factories.trajectories import walk

BEFORE = [("matching", "0003_public_certificate_seal")]
AFTER = [("matching", "0005_promised_secret_stays")]
# As the outcomes of a student were kept together with everybody's.
NOTHING = {
    "reason": "",
    "score": None,
    "lottery": None,
    "last_score": None,
    "last_lottery": None,
    "withheld": False,
    "cap": "",
    "students": None,
    "minimum": None,
}


@pytest.fixture
def earlier(template_database, django_db_setup, django_db_blocker, monkeypatch):
    """A database of the version before, as its owner. To go back takes long, and is done once.

    Secrets of lotteries were not encrypted then.
    """
    monkeypatch.setattr("matching.models.rounds.encrypt", str)
    name, before = f"{template_database}_matching_3", connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        build_once(name, partial(build_earlier, template_database))
        with cloned(name, f"{before}_earlier") as clone:
            use_database(clone, as_owner=True)
            yield


def build_earlier(template, name):
    """Made from today's, under another name until it is whole."""
    building, before = f"{name}_building", connection.settings_dict["NAME"]
    drop_database(building)
    run_as_owner("CREATE DATABASE {} TEMPLATE {}", building, template)
    use_database(building, as_owner=True)
    MigrationExecutor(connection).migrate(BEFORE)
    use_database(before)
    run_as_owner("ALTER DATABASE {} RENAME TO {}", building, name)


@pytest.mark.long  # and makes what the others would wait for
def test_seals_and_explanations_of_an_earlier_version_come_along(earlier):
    """B3: the fingerprints stay those that were published, and the reasons can be read."""
    world = make_intake(RoundState.DRAFT)
    placed, unplaced = rated(world, host=5), rated(world, host=1)
    seal_as_before(world)
    seals = dict(RoundSeal.objects.values_list("kind", "sha256"))
    match_as_before(world, placed, unplaced)
    MigrationExecutor(connection).migrate(AFTER)
    assert dict(RoundSeal.objects.values_list("kind", "sha256")) == seals
    for seal in RoundSeal.objects.all():
        assert hashlib.sha256(seal.canonical.encode()).hexdigest() == seal.sha256
    run = MatchRun.objects.get()
    assert (run.placed, run.unplaced) == (1, 1)
    told = json.loads(Explanation.objects.get(application=unplaced).canonical)
    assert told["outcomes"] == [
        {"kind": "outranked_by_lottery", "lottery": 0, "score": 0, "withheld": True}
        | {"position": str(world.position.uuid), "rank": 1, "seats": 1}
    ]
    assert [row.kind for row in results_of(placed)] == ["placed"]
    with pytest.raises(IrreversibleError):
        MigrationExecutor(connection).migrate(BEFORE)
    assert "0.00" in results_of(unplaced)[0].reason


def seal_as_before(world):
    """The seal of an input, whose document PostgreSQL spells in its own way."""
    document = {"students": ["b", "a"], "format": "round-inputs/1"}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO matching_roundseal"
            " (uuid, created_at, intake_round_id, kind, content, sha256, sealed_by_id)"
            " VALUES (gen_random_uuid(), now(), %s, 'inputs', %s, %s, %s)",
            [world.intake.pk, json.dumps(document), digest(document), world.coordinator.pk],
        )


def match_as_before(world, placed, unplaced):
    """A run with the result and all explanations in two documents."""
    lost = {"kind": "outranked_by_lottery", "lottery": 0, "score": 0, "withheld": True}
    students = {
        str(row.lottery_id): {
            "student": str(row.lottery_id),
            "position": at,
            "fixed": False,
            "outcomes": [NOTHING | outcome],
        }
        for row, at, outcome in (
            (placed, str(world.position.uuid), outcome_of(world, kind="placed")),
            (unplaced, None, outcome_of(world, **lost)),
        )
    }
    result = {"placements": [str(placed.lottery_id)], "unplaced": [str(unplaced.lottery_id)]}
    explanations = {"format": "round-explanations/1", "denominator": 200, "students": students}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO matching_matchrun (uuid, created_at, intake_round_id, engine,"
            " instance_sha256, result_sha256, lottery_seed, result, explanations)"
            " VALUES (gen_random_uuid(), now(), %s, 'x/1', '', '', '', %s, %s)",
            [world.intake.pk, json.dumps(result), json.dumps(explanations)],
        )


def outcome_of(world, **facts):
    return {"position": str(world.position.uuid), "rank": 1, "seats": 1, **facts}


def test_round_that_was_sealed_with_one_party_is_matched_and_verified_afterwards(
    earlier, monkeypatch
):
    """B3: criteria in `round-criteria/1` stay what was published."""
    MigrationExecutor(connection).migrate([("matching", "0007_lots_are_kept")])
    world = make_intake(RoundState.DRAFT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(e) ? 'lottery_secret' FROM matching_intakeroundevent e")
        assert cursor.fetchone() == (True,)
    seal_as_life(world.intake, SealKind.CRITERIA, criteria_before(world, monkeypatch))
    walk(world.intake, [RoundState.PUBLISHED, RoundState.OPEN, RoundState.RATING])
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("matching"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(e) ? 'lottery_secret' FROM matching_intakeroundevent e")
        assert cursor.fetchone() == (False,)
    high, low = rated(world, host=5), rated(world, host=2)
    seal_as_life(world.intake, SealKind.INPUTS, contents.inputs_content(world.intake))
    walk(world.intake, [RoundState.SEALED])
    said = " ".join(services.procedure_sentences(world.intake))
    assert "Its secret is promised when the criteria are published" in said
    services.match_round(world.intake, actor=world.coordinator)
    assert high.offer.position == world.position
    assert not hasattr(low, "offer")
    public, criteria, full = (
        sealed(world.intake, kind)
        for kind in (SealKind.CERTIFICATE, SealKind.CRITERIA, SealKind.RESULT)
    )
    assert criteria["format"] == "round-criteria/1"
    for certificate in (public, full):
        assert verify.asked(certificate, [("criteria", criteria)])["document"]
        assert list(verify.check(certificate, [("criteria", criteria)])) == []


def criteria_before(world, monkeypatch):
    """The criteria as they were sealed while the institution drew alone."""
    promise = commit("institution", world.intake.lottery_secret).to_dict()
    for module in (contents, lottery):
        monkeypatch.setattr(module, "announcement", lambda _: {"lottery_commitment": promise})
    return contents.criteria_content(world.intake) | {"format": "round-criteria/1"}


def test_round_that_waits_for_its_match_stops_the_upgrade(earlier):
    """B3: what was sealed for one version is matched by it."""
    world = make_intake(RoundState.DRAFT)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE matching_intakeround DISABLE TRIGGER USER")
        cursor.execute("UPDATE matching_intakeround SET state = 'sealed'")
    with pytest.raises(RuntimeError, match=world.intake.name):
        MigrationExecutor(connection).migrate(AFTER)


def test_secret_of_an_earlier_version_is_encrypted_and_stays_what_was_promised(
    committed, monkeypatch
):
    """B3: a draft gets another one, for copies of the database hold the old. And back again."""
    use_database(committed, as_owner=True)
    MigrationExecutor(connection).migrate([("matching", "0012_own_place_that_was_declined")])
    with monkeypatch.context() as as_before:
        as_before.setattr("matching.models.rounds.encrypt", str)
        draft, published = make_round(), make_round()
    walk(published, [RoundState.PUBLISHED])
    readable = {row.pk: row.lottery_secret for row in (draft, published)}
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("matching"))
    kept = dict(IntakeRound.objects.values_list("pk", "lottery_secret"))
    assert decrypt(kept[published.pk]) == readable[published.pk]
    assert decrypt(kept[draft.pk]) != readable[draft.pk]
    with pytest.raises(DatabaseError, match="secret of a published lottery stays"):
        IntakeRound.objects.filter(pk=published.pk).update(lottery_secret=kept[draft.pk])
    MigrationExecutor(connection).migrate([("matching", "0012_own_place_that_was_declined")])
    again = dict(IntakeRound.objects.values_list("pk", "lottery_secret"))
    assert again == {pk: decrypt(secret) for pk, secret in kept.items()}


def test_who_draws_along_in_a_round_of_before_applies_as_was_announced(committed):
    """B3: criteria that were sealed without the rule do not bind; those of a draft will, and so
    does the database.
    """
    use_database(committed, as_owner=True)
    MigrationExecutor(connection).migrate([("matching", "0013_secret_of_the_lottery_is_encrypted")])
    before, again, draft = (make_witness(make_round()) for _ in range(3))
    for row in (before, again):
        criteria = contents.criteria_content(row.intake_round)
        del criteria[DRAWERS_DO_NOT_APPLY]
        seal_as_life(row.intake_round, SealKind.CRITERIA, criteria)
        walk(row.intake_round, [RoundState.PUBLISHED, RoundState.OPEN])
    drafted = {"student": again.user.student, "submitted_at": SENT}
    kept = make_application(again.intake_round, **drafted)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("matching"))
    services.start_application(before.intake_round, actor=before.user)
    walk(kept, [ApplicationState.SUBMITTED])
    sentence = "Whoever draws along for one of these parties cannot apply in this round."
    assert sentence not in services.procedure_sentences(before.intake_round)
    assert sentence in services.procedure_sentences(draft.intake_round)
    move_round(draft.intake_round, RoundState.OPEN)
    with pytest.raises(Refused, match="where they draw along"):
        services.start_application(draft.intake_round, actor=draft.user)
    with pytest.raises(DatabaseError, match="does not agree"):
        make_application(draft.intake_round, student=draft.user.student)
