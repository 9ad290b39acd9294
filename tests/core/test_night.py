"""The run of the night: complete, never twice, whatever falls over."""

import random
import time
from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from core.deadlines import night as nightly
from core.deadlines.days import BRUSSELS
from core.deadlines.enums import Moment, Whom
from core.deadlines.kinds import deadlines
from core.deadlines.night import run_night
from core.deadlines.reports import next_night, upcoming
from core.models import Letter, NightRun, NightStep, Notification, ReminderRule
from core.tasks import run_night as task
from matching.enums import RoundState
from matching.services import check_application, publish_round, seal_round
from partnerships.enums import Role
from partnerships.models import ClosingPeriod, Recognition
from quality.enums import ReviewState
from tests.databases import owner_connection
from tests.dying import killed_at
from tests.factories import partnerships as make
from tests.factories.agreements import make_agreement, make_planned_trajectory
from tests.factories.matching import (
    make_application,
    make_condition,
    make_intake,
    make_own_place,
    make_round,
    make_witness,
    matched,
    move_round,
    rated,
)
from tests.factories.quality import make_review
from tests.factories.reporting import make_api_client
from tests.factories.trajectories import make_log_entry, make_trajectory
from tests.people import sign_in

# The two-week mark of the seeded reminders before a recognition that ends on this day.
LAST = date(2026, 9, 28)


def recognitions(count: int = 1, last: date = LAST, **fields):
    """Recognitions of one institution with one coordinator, that end on a day."""
    institution = make.make_institution()
    coordinator = make.make_coordinator(institution)
    director = make.make_member(Role.DIRECTOR, institution)
    for __ in range(count):
        programme = make.make_programme(institution, director=director)
        make.make_recognition(
            programme,
            first_reviewer=coordinator,
            second_reviewer=director,
            valid_to=last,
            **fields,
        )
    return coordinator


def told(kind: str = "partnerships.recognition") -> list[str]:
    rows = Notification.objects.filter(kind__startswith=kind)
    return list(rows.order_by("pk").values_list("recipient__email", flat=True))


@pytest.mark.django_db
def test_night_tells_owners_once_and_keeps_its_figures():
    """Two people lead the institution: each hears once, in words, with the page to go to."""
    coordinator = recognitions()
    run = run_night()
    note = Notification.objects.filter(recipient=coordinator).get()
    assert note.subject_en.startswith("Renew the recognition of")
    assert note.text_nl == "De laatste dag is 28 september 2026."
    assert note.path.startswith("/partners/recognitions/")
    assert run_night().pk == run.pk
    step = run.steps.get(deadline="partnerships.recognition")
    assert (step.looked_at, step.sent, step.failed, step.problem) == (1, 2, 0, "")
    assert len(told()) == 2
    assert {s.deadline for s in run.steps.all()} == set(deadlines)


@pytest.mark.django_db
def test_moved_last_day_is_told_anew(frozen_clock):
    """The key is rule, row and last day: another day is another thing to tell."""
    recognitions()
    run_night()
    frozen_clock.shift(timedelta(days=1))
    Recognition.objects.update(valid_to=LAST + timedelta(days=1))
    run_night()
    assert len(told()) == 4


@pytest.mark.django_db
def test_missed_nights_are_caught_up_for_a_week_and_no_longer(frozen_clock):
    """After three nights without a run everybody hears; after three weeks it is old news."""
    run_night()
    recognitions(last=LAST + timedelta(days=2))
    recognitions(last=LAST + timedelta(days=1))
    frozen_clock.shift(timedelta(days=3))
    run = run_night()
    assert len(told()) == 4
    recognitions(last=LAST + timedelta(days=5))
    frozen_clock.shift(timedelta(days=21))
    assert len(told()) == 4
    late = run_night()
    assert (late.night - run.night).days == 21
    assert late.steps.first().since == late.night - nightly.CATCH_UP
    assert len(told()) == 4


@pytest.mark.django_db
def test_kind_that_fails_stops_no_other_and_is_tried_again(monkeypatch):
    """An accident in one room: the others are told, the night stays open, then it goes on."""
    recognitions()
    broken = deadlines["matching.offer"]
    rows = broken.rows
    object.__setattr__(broken, "rows", lambda: 1 / 0)
    try:
        run = run_night()
    finally:
        object.__setattr__(broken, "rows", rows)
    assert run.ended_at is None
    assert list(run.steps.exclude(problem="").values_list("deadline", "problem")) == [
        ("matching.offer", "ZeroDivisionError")
    ]
    assert len(told()) == 2
    again = run_night()
    assert (again.pk, again.ended_at) == (run.pk, timezone.now())
    assert not again.steps.exclude(problem="").exists()
    assert len(told()) == 2


@pytest.mark.django_db
def test_row_that_fails_is_counted_and_tried_the_next_night(frozen_clock):
    """One broken row holds nobody up, and is not forgotten."""
    recognitions(2)
    deadline = deadlines["partnerships.recognition"]
    people, calls = deadline.owner.people, []

    def first_one_breaks(row):
        calls.append(row)
        return 1 / 0 if len(calls) == 1 else people(row)

    object.__setattr__(deadline.owner, "people", first_one_breaks)
    try:
        run = run_night()
    finally:
        object.__setattr__(deadline.owner, "people", people)
    step = run.steps.get(deadline="partnerships.recognition")
    assert (step.looked_at, step.sent, step.failed) == (2, 2, 1)
    assert run.ended_at is not None
    frozen_clock.shift(timedelta(days=1))
    run_night()
    assert len(told()) == 4


@pytest.mark.django_db
def test_reminder_out_of_use_tells_nobody():
    recognitions()
    ReminderRule.objects.filter(deadline="partnerships.recognition").update(active=False)
    run_night()
    assert told() == []


@pytest.mark.django_db
def test_large_night_takes_small_batches(monkeypatch):
    """Bounded: each batch is a transaction of its own; nothing falls between two of them."""
    monkeypatch.setattr(nightly, "BATCH", 2)
    recognitions(5)
    run = run_night()
    step = run.steps.get(deadline="partnerships.recognition")
    assert (step.looked_at, step.sent) == (5, 10)
    assert len(told()) == 10


@pytest.mark.django_db
def test_run_that_takes_too_long_leaves_the_rest_for_the_next_beat(monkeypatch):
    monkeypatch.setattr(nightly, "LONGEST_SECONDS", -1)
    recognitions()
    assert run_night().ended_at is None
    assert told() == []
    monkeypatch.undo()
    assert run_night().ended_at is not None
    assert len(told()) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("eve", [date(2026, 3, 28), date(2026, 10, 24)])
def test_clock_that_jumps_loses_and_doubles_no_night(eve, frozen_clock):
    """Around the change of summer time there is one run for each day in Brussels."""
    moment = datetime(eve.year, eve.month, eve.day, 4, 0, tzinfo=BRUSSELS)
    frozen_clock.move_to(moment)
    recognitions(
        last=eve + timedelta(days=15),
        valid_from=date(2025, 1, 1),
        decided_on=date(2025, 1, 1),
        risk_assessment_date=date(2024, 12, 1),
    )
    for __ in range(60):
        task()
        frozen_clock.shift(timedelta(hours=1))
    nights = list(NightRun.objects.order_by("night").values_list("night", flat=True))
    assert nights == [eve + timedelta(days=n) for n in range(3)]
    assert len(told()) == 2


@pytest.mark.django_db
def test_two_runs_never_overlap():
    """The lock is another session's: as long as that lives, this run stays away."""
    opened = owner_connection(connection.settings_dict["NAME"])
    try:
        with opened.cursor() as cursor:
            cursor.execute(nightly.LOCK)
            assert cursor.fetchone() == (True,)
        assert run_night() is None
    finally:
        opened.close()
    wait_until_alone()
    assert run_night().ended_at is not None


def wait_until_alone() -> None:
    """A killed process holds the lock until the server notices, within moments, that it is gone."""
    with connection.cursor() as cursor:
        cursor.execute(nightly.LOCK)
        while cursor.fetchone() == (False,):
            time.sleep(0.01)
            cursor.execute(nightly.LOCK)
        cursor.execute(nightly.UNLOCK)


def how_it_stands() -> str:
    """What decides how far a night goes, for who must find out why one went wrong."""
    steps = NightStep.objects.values_list("deadline", "since", "looked_at", "sent", "failed")
    return (
        f"{timezone.now()} in {connection.settings_dict['NAME']}:"
        f" {ReminderRule.objects.filter(active=True).count()} rules,"
        f" {Recognition.objects.count()} recognitions,"
        f" {Notification.objects.count()} told, steps {list(steps)}"
    )


def run_and_die(at: int) -> bool:
    """Run the night, and kill it at its n-th query; whether it was killed before its end."""
    wait_until_alone()
    return killed_at(at, run_night)


def test_night_that_is_killed_at_any_moment_tells_everybody_once(committed, monkeypatch):
    """kill -9 at six seeded moments, one after the other; then it ends: nothing lost or doubled."""
    monkeypatch.setattr(nightly, "BATCH", 2)
    recognitions(25)
    chance = random.Random(20260914)  # noqa: S311  a seed, not a secret
    # Some forty queries find out what is to be done, then each batch takes a dozen, or two when
    # its letters go out at once: the runs get somewhere, and none to its end.
    killed = [run_and_die(chance.randrange(20, 60)) for __ in range(6)]
    assert killed == [True] * 6, how_it_stands()
    assert NightRun.objects.get().ended_at is None
    assert 0 < Notification.objects.count() < 50
    wait_until_alone()
    run_night()
    assert NightRun.objects.get().ended_at is not None
    keys = list(Notification.objects.values_list("recipient", "key"))
    assert len(keys) == len(set(keys)) == 50
    assert Letter.objects.count() == 50
    step = NightStep.objects.get(deadline="partnerships.recognition")
    assert (step.looked_at, step.sent, step.failed) == (25, 50, 0)


# Every kind of every room


def offer():
    world = make_intake()
    application = rated(world)
    matched(world)
    application.refresh_from_db()
    return application.offer


def draft_application():
    return make_application(make_round(state=RoundState.OPEN))


def agreement(state):
    found = make_agreement(state=state)
    make.make_member(Role.SIGNATORY, found.host)
    return found


def review(state):
    run = make_trajectory()
    make.make_member(Role.CONTACT, run.position.host)
    make.make_member(Role.COORDINATOR, run.student.institution)
    return make_review(state, trajectory=run)


def framework():
    found = make.make_framework()
    make.make_coordinator(found.partnership.institution)
    return found


def planned():
    return make_planned_trajectory()


def secret_to_reveal():
    intake = make_round()
    witness = make_witness(intake)
    publish_round(intake, actor=intake.pathway.coordinator)
    move_round(intake, RoundState.RATING)
    seal_round(intake, actor=intake.pathway.coordinator)
    return witness


def own_employer_to_answer():
    world = make_intake()
    application = make_application(world.intake, "submitted", [world.other_position])
    make_own_place(application, world.position)
    condition = make_condition(world.intake.pathway)
    check_application(application, actor=world.coach, answers={condition.uuid: True})


MAKERS = {
    "agreements.activate": lambda: agreement("signed"),
    "agreements.draft": planned,
    "agreements.finish": lambda: agreement("draft"),
    "agreements.sign": lambda: agreement("partially_signed"),
    "matching.draft": draft_application,
    "matching.offer": offer,
    "matching.own_employer": own_employer_to_answer,
    "matching.reveal": secret_to_reveal,
    "partnerships.framework": framework,
    "partnerships.framework_review": framework,
    "partnerships.recognition": lambda: recognitions(),
    "quality.answer": lambda: review(ReviewState.ANSWERING),
    "quality.reply": lambda: review(ReviewState.REPLY),
    "quality.start": lambda: review(ReviewState.PLANNED),
    "reporting.client": lambda: make_api_client(),
    "trajectories.log": lambda: make_log_entry(),
}


def test_every_kind_is_tried_here_and_has_reminders(django_db_setup, db):
    assert set(MAKERS) == set(deadlines)
    seeded = set(ReminderRule.objects.values_list("deadline", flat=True))
    assert seeded == set(deadlines)
    for rule in ReminderRule.objects.all():
        assert deadlines[rule.deadline].audience(rule.whom)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(MAKERS))
def test_everybody_who_is_reminded_can_open_the_page(client, name, frozen_clock):
    """Owner and who looks after it, on both sides of the last day, in two languages."""
    MAKERS[name]()
    deadline = deadlines[name]
    (row,) = deadline.rows()
    ReminderRule.objects.all().delete()
    due = deadline.due(row)
    for whom in Whom:
        if deadline.audience(whom):
            ReminderRule.objects.create(deadline=name, whom=whom, moment=Moment.BEFORE, days=0)
    if deadline.audience(Whom.ESCALATION):
        ReminderRule.objects.create(
            deadline=name, whom=Whom.ESCALATION, moment=Moment.AFTER, days=1
        )
    Notification.objects.all().delete()
    NightRun.objects.all().delete()
    run_night(due)
    run_night(due + timedelta(days=1))
    notes = list(Notification.objects.select_related("recipient"))
    expected = [f"{name}.owner.before"]
    if deadline.audience(Whom.ESCALATION):
        expected += [f"{name}.escalation.before", f"{name}.escalation.after"]
    assert {note.kind for note in notes} == set(expected)
    for note in notes:
        assert "%(" not in note.subject_nl + note.text_nl
        assert note.subject_nl != note.subject_en
        sign_in(client, note.recipient)
        assert client.get(note.path).status_code == 200, (note.recipient, note.path)


@pytest.mark.django_db
def test_forecast_is_what_the_nights_then_send(frozen_clock):
    """The clock page and the run ask the same question."""
    recognitions(3)
    institution = make.make_institution()
    make.make_coordinator(institution)
    ClosingPeriod.objects.create(
        institution=institution,
        name_nl="Brug",
        valid_from=date(2026, 9, 17),
        valid_to=date(2026, 9, 18),
    )
    first = next_night()
    forecast = {
        (f.night, f.deadline.name, f.rule.whom): f.count
        for f in upcoming(first, first + timedelta(days=28))
    }
    assert forecast == {(first, "partnerships.recognition", "owner"): 3}
    run_night()
    assert next_night() == first + timedelta(days=1)
    assert upcoming(next_night(), next_night() + timedelta(days=28)) == []


@pytest.mark.django_db
def test_dry_run_prints_counts_and_sends_nothing(capsys):
    """D4: kinds and counts, no name of anybody."""
    coordinator = recognitions(2)
    call_command("run_night", "--dry-run")
    said = capsys.readouterr().out
    assert "2  Recognitions that end" in said
    assert coordinator.last_name not in said
    assert (Notification.objects.count(), NightRun.objects.count()) == (0, 0)
    call_command("run_night")
    assert "2 looked at, 4 sent, 0 failed." in capsys.readouterr().out
