"""The clock page, reminders as data, and the jobs that run by the clock."""

from datetime import datetime, timedelta

import pytest
from celery.schedules import crontab
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core import jobs
from core.deadlines.days import BRUSSELS
from core.deadlines.night import run_night
from core.models import JobRun, ReminderRule
from core.tasks import forget_notifications
from core.tasks import run_night as task
from tests.api import places, post
from tests.core.test_night import recognitions
from tests.factories.partnerships import make_user
from tests.people import sign_in

pytestmark = pytest.mark.django_db

CLOCK = reverse("clock")


@pytest.fixture
def administrator(client):
    found = make_user(is_administrator=True, language="en")
    sign_in(client, found)
    return found


def page_of(client, address: str = CLOCK) -> str:
    return client.get(address).content.decode()


def test_clock_shows_counts_and_kinds_and_nobody(client, administrator, frozen_clock):
    """D5: what fires when, to whom in words; no name of anybody or anything."""
    coordinator = recognitions(3)
    page = page_of(client)
    assert "Recognitions that end" in page
    assert "14 days before the last day" in page
    assert "The first one comes early tomorrow morning." in page
    assert coordinator.last_name not in page
    assert "Graduaat" not in page
    run_night()
    page = page_of(client)
    assert "Recognitions that end" not in page
    assert ">6<" in page, "messages sent"
    assert "Done" in page


def test_clock_shows_a_night_that_is_not_finished(client, administrator):
    run = run_night()
    run.ended_at = None
    run.save()
    run.steps.filter(deadline="matching.offer").update(problem="ZeroDivisionError")
    page = page_of(client)
    assert "Not finished" in page
    assert "Places without an answer" in page


@pytest.mark.parametrize("count", [1, 3])
def test_clock_asks_the_same_number_of_questions(client, administrator, count):
    recognitions(count)
    client.get(CLOCK)
    with CaptureQueriesContext(connection) as queries:
        client.get(CLOCK)
    assert len(queries) == 73


def test_every_job_has_a_name_for_people():
    """A new entry of the schedule without words fails here."""
    entries = settings.CELERY_BEAT_SCHEDULE
    listed = {name for name, e in entries.items() if isinstance(e["schedule"], crontab)}
    assert set(jobs.labels) == listed
    assert all(str(label) for label in jobs.labels.values())


def job(task_name: str) -> jobs.Job:
    names = {str(e["task"]): name for name, e in settings.CELERY_BEAT_SCHEDULE.items()}
    return next(found for found in jobs.jobs() if found.label == jobs.labels[names[task_name]])


def test_job_says_when_it_runs_and_whether_it_is_late(frozen_clock):
    """A job that missed its hour is late after half an hour; a failed one says so."""
    night = datetime(2026, 9, 15, 5, 0, tzinfo=BRUSSELS)
    frozen_clock.move_to(night)
    found = job("core.run_night")
    assert (found.when, found.badge) == ("between 05:00 and 05:45", jobs.NEVER)
    jobs.note_start(sender=task)
    jobs.note_end(sender=task, state="SUCCESS")
    assert (job("core.run_night").badge, job("core.run_night").next_run) == (
        jobs.RAN,
        night + timedelta(minutes=15),
    )
    frozen_clock.move_to(night + timedelta(hours=24, minutes=29))
    assert job("core.run_night").badge == jobs.LATE
    jobs.note_start(sender=task)
    jobs.note_end(sender=task, state="FAILURE")
    assert job("core.run_night").badge == jobs.FAILED


def test_tasks_are_noted_when_they_run():
    """Celery itself tells: also a job that fails, and only those of the schedule."""
    forget_notifications.apply()
    assert list(JobRun.objects.values_list("name", "ended_at", "failed")) == [
        ("core.forget_notifications", timezone.now(), False)
    ]


def test_administrator_adds_changes_and_stops_a_reminder(client, administrator):
    values = {
        "deadline": "matching.offer",
        "whom": "owner",
        "days": "1",
        "counting": "business",
        "moment": "before",
        "active": "on",
    }
    assert client.post(reverse("reminder-add"), values).status_code == 302
    rule = ReminderRule.objects.get(deadline="matching.offer", counting="business")
    again = client.post(reverse("reminder-add"), values)
    assert again.status_code == 400, "the same reminder stands once"
    change = reverse("reminder-change", args=[rule.uuid])
    client.post(change, {"days": "4", "counting": "business", "moment": "before"})
    rule.refresh_from_db()
    assert (rule.days, rule.active) == (4, False)
    page = page_of(client, reverse("reminder-list"))
    assert "4 working days before the last day" in page
    assert "Not in use" in page


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"deadline": "agreements.activate", "whom": "escalation"}, "#/whom"),
        ({"deadline": "unknown"}, "#/deadline"),
        ({"days": 0, "moment": "after"}, "#"),
        ({"days": 121}, "#/days"),
    ],
)
def test_reminder_that_cannot_be_is_refused_at_the_api(client, administrator, values, field):
    body = {"deadline": "matching.offer", "whom": "owner", "days": 5, "moment": "before"}
    made = post(client, "/api/v1/reminders/", **body)
    assert (made.status_code, made.json()["words"]) == (201, "5 days before the last day")
    wrong = post(client, "/api/v1/reminders/", **body | {"days": 6} | values)
    assert (wrong.status_code, places(wrong)) == (400, [field])
    address = f"/api/v1/reminders/{made.json()['id']}/change/"
    changed = post(client, address, active=False)
    assert (changed.status_code, changed.json()["active"]) == (200, False)


@pytest.mark.parametrize(
    "values",
    [
        {"days": 2},
        {"days": 0, "moment": "after"},
        {"days": 121},
        {"days": 5, "counting": "moons"},
    ],
)
def test_database_refuses_reminders_that_cannot_be(values):
    fields = {"deadline": "matching.offer", "whom": "owner", "moment": "before"}
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderRule.objects.create(**fields | values)
