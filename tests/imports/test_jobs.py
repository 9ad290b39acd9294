"""Files that are worked on in the background: progress, stopping, killed workers, old files."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from core.errors import NotNow, Refused
from core.importing import importer_named, work
from core.importing.jobs import (
    AT_ONCE,
    actions_on,
    begin,
    begin_undo,
    confirm,
    stop,
    try_again,
)
from core.importing.work import MOST_ATTEMPTS, carry, carry_waiting, forget_old, progress_key
from core.models import ImportJob, ImportRun, Stage
from core.tasks import carry_imports
from tests.api import post
from tests.factories.partnerships import make_coordinator, make_institution, make_user
from tests.people import sign_in

pytestmark = pytest.mark.django_db

HEADER = "email,first_name,last_name,role,organisation_code,language,job_title,valid_from"
LINE = "p{}@a.example,Ann,Nys,trajectory_coach,AAA,nl,Coach of everybody who comes,2026-01-01"
MANY = AT_ONCE // len(LINE) + 100


@pytest.fixture
def actor():
    return make_coordinator(make_institution(code="AAA"), language="en")


def file_of(count: int, *more: str) -> ContentFile:
    lines = [HEADER, *(LINE.format(n) for n in range(count)), *more]
    return ContentFile("\n".join(lines).encode(), name="people.csv")


def waiting(actor, count: int = MANY, **options) -> ImportJob:
    """A file that is too large to be done at once, before any worker took it."""
    return begin(importer_named("people"), file_of(count), actor=actor, **options)


def test_large_file_waits_for_a_worker_and_its_page_tells_how_far_it_is(client, actor):
    job = waiting(actor)
    assert [job.stage, job.lines] == [Stage.WAITING, MANY]
    sign_in(client, actor)
    url = reverse("import-job", args=[job.uuid])
    assert client.get(url).context["done"] == 0
    cache.set(progress_key(job), MANY // 2)
    page = client.get(url)
    assert [page.context["share"], b'http-equiv="refresh"' in page.content] == [50, True]
    carry_imports()
    done = client.get(url, headers={"HX-Request": "true"})
    assert [done["HX-Refresh"], done.context["job"].made] == ["true", MANY]
    confirm(job, actor=actor)
    carry_imports()
    run = ImportRun.objects.get()
    gone = client.get(url, headers={"HX-Request": "true"})
    assert gone["HX-Redirect"] == reverse("import-result", args=[run.uuid])
    assert [run.made, User.objects.filter(email__endswith="@a.example").count()] == [MANY, MANY]


def test_reasons_are_in_the_language_of_who_sent_the_file(actor):
    file = file_of(MANY, LINE.format("x").replace(",nl,", ",fr,"))
    with translation.override("nl"):
        job = begin(importer_named("people"), file, actor=actor)
    carry_waiting()
    assert job.problems.get().reason == "Geen van deze codes: nl, en."


def test_what_waits_is_stopped_at_once(actor):
    job = stop(waiting(actor, at_once=True), actor=actor)
    assert [job.stage, job.chunks.count(), carry_waiting()] == [Stage.STOPPED, 0, 0]
    with pytest.raises(NotNow):
        stop(job, actor=actor)
    assert not ImportRun.objects.exists()


def test_what_is_being_done_is_taken_back_when_it_is_stopped(actor, monkeypatch):
    """Asked while a worker is in the middle: seen after the batch, before anything stands."""
    job = waiting(actor, at_once=True)
    asked = []
    tell = cache.set

    def set_and_stop(key, value, *args):
        if key == progress_key(job) and not asked:
            asked.append(value)
            ImportJob.objects.filter(pk=job.pk).update(stop_asked=True)
        return tell(key, value, *args)

    monkeypatch.setattr(cache, "set", set_and_stop)
    assert carry(job.pk) is True
    job.refresh_from_db()
    assert [len(asked), job.stage, job.chunks.count()] == [1, Stage.STOPPED, 0]
    assert [
        User.objects.filter(email__endswith="@a.example").count(),
        ImportRun.objects.count(),
    ] == [0, 0]


def test_work_that_goes_wrong_again_and_again_is_given_up(actor, monkeypatch, caplog):
    job = waiting(actor, at_once=True)

    def broken(*args, **options):
        raise RuntimeError

    monkeypatch.setattr("core.importing.work.bring_in", broken)
    for _attempt in range(MOST_ATTEMPTS):
        carry(job.pk)
    job.refresh_from_db()
    assert [job.stage, carry_waiting()] == [Stage.FAILED, 0]
    assert job.reason.startswith("Something went wrong on our side.")
    assert not [record for record in caplog.records if "a.example" in record.getMessage()]


@pytest.fixture
def accident(monkeypatch):
    """What is done goes wrong on our side, until the fixture is called with ``False``."""
    now = {"broken": True}

    def perhaps(function):
        def run(*args, **options):
            if now["broken"]:
                raise RuntimeError
            return function(*args, **options)

        return run

    for name in ("bring_in", "undo"):
        monkeypatch.setattr(work, name, perhaps(getattr(work, name)))
    return lambda broken: now.update(broken=broken)


def failed(job: ImportJob) -> ImportJob:
    for _attempt in range(MOST_ATTEMPTS):
        carry(job.pk)
    job.refresh_from_db()
    assert job.stage == Stage.FAILED
    return job


def test_what_failed_by_accident_is_tried_again_once(client, actor, accident):
    """From the button on its page, pressed twice: the rows come in, each once."""
    job = failed(waiting(actor, at_once=True))
    accident(False)
    sign_in(client, actor)
    page = client.get(reverse("import-job", args=[job.uuid])).content.decode()
    address = reverse("import-try-again", args=[job.uuid])
    assert f'action="{address}"' in page
    assert "Try again" in page
    assert [client.post(address).status_code for __ in "ab"] == [302, 302]
    assert carry_waiting() == 1
    assert client.post(address).status_code == 302, "it is done: nothing more happens"
    assert carry_waiting() == 0
    run = ImportRun.objects.get()
    assert [run.made, User.objects.filter(email__endswith="@a.example").count()] == [MANY, MANY]
    job.refresh_from_db()
    assert [job.stage, job.reason, job.chunks.count()] == [Stage.DONE, "", 0]


def test_undoing_that_failed_by_accident_is_tried_again_once(actor, accident):
    """It holds no file; one that was undone meanwhile is refused."""
    accident(False)
    run = begin(importer_named("people"), file_of(2), actor=actor, at_once=True).run
    accident(True)
    first = failed(begin_undo(run, actor=actor))
    second = failed(begin_undo(run, actor=actor))
    accident(False)
    assert try_again(first, actor=actor).stage == Stage.DONE
    assert try_again(first, actor=actor).stage == Stage.DONE
    run.refresh_from_db()
    assert run.undone_at
    assert not User.objects.filter(email__endswith="@a.example").exists()
    with pytest.raises(NotNow):
        try_again(second, actor=actor)


def test_what_was_refused_with_reason_or_stopped_is_not_tried_again(actor):
    """Its bytes are gone, and the page offers no such button."""
    job = stop(waiting(actor), actor=actor)
    assert actions_on(job, actor) == []
    with pytest.raises(NotNow):
        try_again(job, actor=actor)
    ImportJob.objects.filter(pk=job.pk).update(stage=Stage.FAILED)
    job.refresh_from_db()
    assert actions_on(job, actor) == []
    with pytest.raises(NotNow):
        try_again(job, actor=actor)


def test_program_tries_again_by_its_action(client, actor, accident):
    """The action names the address; only who may import hears of it."""
    job = failed(waiting(actor, 2, at_once=True))
    accident(False)
    assert actions_on(job, make_user()) == []
    with pytest.raises(Refused):
        try_again(job, actor=make_user())
    sign_in(client, actor)
    (action,) = client.get(reverse("importjob-detail", args=[job.uuid])).json()["actions"]
    assert action["name"] == "try-again"
    answer = post(client, action["href"])
    assert [answer.json()["stage"], answer.json()["actions"]] == ["done", []]
    assert ImportRun.objects.get().made == 2


def test_new_file_takes_the_place_of_one_that_was_only_looked_at(actor):
    for _round in range(2):
        begin(importer_named("people"), file_of(1), actor=actor)
    assert ImportJob.objects.get().stage == Stage.READY


def test_files_are_forgotten_after_a_day(actor):
    late = waiting(actor)
    job = begin(importer_named("people"), file_of(1), actor=actor)
    assert forget_old() == 0
    old = timezone.now() - timedelta(days=1, minutes=1)
    ImportJob.objects.filter(pk__in=[job.pk, late.pk]).update(created_at=old)
    ImportJob.objects.create(importer="people", file_name="x", actor=actor, stage=Stage.DONE)
    assert forget_old() > 0
    assert set(ImportJob.objects.values_list("stage", flat=True)) == {Stage.WAITING, Stage.DONE}
