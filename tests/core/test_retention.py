"""Domain.md 4.2: what was kept long enough goes, in a night that can be tried before."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse
from django.utils import timezone

from agreements.enums import AgreementState
from core.models import DatedRule, FileRead, Forgotten, RetentionRun
from core.privacy import retention, services
from core.privacy.enums import Door
from core.privacy.retention import apply_retention, rules, standing
from matching.enums import ApplicationState, RoundState
from tests.factories.agreements import make_agreement
from tests.factories.matching import make_application, make_ratings, make_round, move_round
from tests.factories.partnerships import make_coordinator, make_user
from tests.factories.trajectories import make_log_entry, make_trajectory, walk
from tests.people import sign_in
from trajectories.enums import TrajectoryState

pytestmark = pytest.mark.django_db


def ended(run, days: int):
    """The run, over for so many days."""
    walk(run, [TrajectoryState.COMPLETED])
    type(run).objects.filter(pk=run.pk).update(state_since=timezone.now() - timedelta(days=days))
    return run


def report(run: RetentionRun) -> dict[str, tuple[int, int, int]]:
    return {line["rule"]: (line["due"], line["held"], line["done"]) for line in run.report}


def written(entry) -> set[str]:
    """The texts of a day and of its history."""
    entry.refresh_from_db()
    history = type(entry).pgh_event_model.objects.filter(pgh_obj_id=entry.pk)
    return {entry.text, *history.values_list("text", flat=True)}


def test_every_rule_has_a_term():
    """Domain.md 4.2: the defaults, as dated rules."""
    found = {rule.code: retention.months_of(rule, timezone.localdate()) for rule in rules.values()}
    assert found == {
        "reads": 12,
        "drafts": 1,
        "logbooks": 24,
        "mentors": 24,
        "applications": 12,
        "agreements": 120,
    }


def test_logs_go_two_years_after_the_end_history_included():
    old = make_log_entry(ended(make_trajectory(), 740), text="Oud")
    new = make_log_entry(ended(make_trajectory(), 700), text="Jong")
    tried = apply_retention(dry_run=True)
    assert report(tried)["logbooks"] == (1, 0, 0)
    assert written(old) == {"Oud"}
    assert report(apply_retention())["logbooks"] == (1, 0, 1)
    assert written(old) == {"[…]"}
    assert written(new) == {"Jong"}
    assert Forgotten.objects.get().row == old.trajectory_id
    assert report(apply_retention())["logbooks"] == (0, 0, 0)
    assert RetentionRun.objects.count() == 3


def test_hold_keeps_a_row_back():
    run = ended(make_trajectory(), 740)
    entry = make_log_entry(run, text="Bewijs")
    keeper = make_coordinator(run.student.institution)
    hold = services.lay_hold(run.student.user, actor=keeper, reason="Beroep")
    assert report(apply_retention())["logbooks"] == (0, 1, 0)
    assert written(entry) == {"Bewijs"}
    services.lift_hold(hold, actor=keeper)
    assert report(apply_retention())["logbooks"] == (1, 0, 1)
    assert written(entry) == {"[…]"}


def test_term_is_a_dated_rule_of_the_administrator():
    entry = make_log_entry(ended(make_trajectory(), 100), text="Recent")
    rule = DatedRule.objects.get(code="retention_logbooks")
    rule.value = Decimal(3)
    rule.save()
    assert report(apply_retention())["logbooks"] == (1, 0, 1)
    assert written(entry) == {"[…]"}


def test_run_goes_on_in_batches_and_after_an_accident(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 1)
    monkeypatch.setattr(retention, "MOST_BATCHES", 2)
    entries = [make_log_entry(ended(make_trajectory(), 740), text="Oud") for __ in range(3)]
    assert report(apply_retention())["logbooks"] == (3, 0, 2)
    assert report(apply_retention())["logbooks"] == (1, 0, 1)
    assert all(written(entry) == {"[…]"} for entry in entries)


def test_applications_without_a_place_lose_their_texts_and_keep_their_scores():
    intake = make_round(state=RoundState.OPEN)
    found = make_application(intake, ApplicationState.INELIGIBLE, motivation="Graag!")
    make_ratings(found, intake.pathway.coordinator)
    move_round(intake, RoundState.CLOSED)
    long_ago = timezone.now() - timedelta(days=400)
    type(intake).objects.filter(pk=intake.pk).update(state_since=long_ago)
    assert report(apply_retention())["applications"] == (1, 0, 1)
    found.refresh_from_db()
    assert found.motivation == "[…]"
    assert {(r.score, r.note) for r in found.ratings.all()} == {(4, "[…]")}


def test_agreements_are_kept_ten_years_then_texts_and_names_go():
    agreement = make_agreement(state=AgreementState.SIGNED)
    walk(agreement.trajectory, [TrajectoryState.RUNNING])
    ended(agreement.trajectory, 3640)
    assert report(apply_retention())["agreements"] == (0, 0, 0)
    type(agreement.trajectory).objects.update(state_since=timezone.now() - timedelta(days=3660))
    assert report(apply_retention())["agreements"] == (1, 0, 1)
    version = agreement.versions.get()
    assert version.content == {}
    assert len(version.sha256) == 64
    assert {s.signer_name for s in agreement.signatures.all()} == {"[…]"}


def test_notes_of_looks_go_after_a_year():
    reader, person = make_user(), make_user()
    for days in (364, 366):
        FileRead.objects.create(
            person=person, reader=reader, part="trajectories.Student", door=Door.PAGE,
            minute=timezone.now() - timedelta(days=days),
        )  # fmt: skip
    assert report(apply_retention())["reads"] == (1, 0, 1)
    assert FileRead.objects.count() == 1


def test_database_itself_refuses_what_is_not_due():
    """The application can only ask for rows whose term is over; not for a rule of its own, nor
    by saying that it is later than it is.
    """
    entry = make_log_entry(ended(make_trajectory(), 100), text="Recent")
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_expired('logbooks', '2999-01-01', 500)")
    assert written(entry) == {"Recent"}
    with (
        pytest.raises(Error, match="no such rule"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT forget_expired('erasure', '2026-09-14', 500)")


def test_administrator_sees_what_is_due_and_what_was_done(client):
    make_log_entry(ended(make_trajectory(), 740), text="Oud")
    sign_in(client, make_user(is_administrator=True, language="en"))
    page = client.get(reverse("core:retention")).content.decode()
    assert "24 months after the end of the trajectory" in page
    assert "No night has passed yet." in page
    apply_retention()
    page = client.get(reverse("core:retention")).content.decode()
    assert "1 due, 1 done, 0 held back" in page
    assert standing(rules["logbooks"]).due == 0
