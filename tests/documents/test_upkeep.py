"""At night: what is past its time goes, storage and rows are held against each other."""

import logging
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from core.documents import service, upkeep
from core.models import DatedRule, Document, DocumentRead, DocumentUpkeep
from core.privacy.attached import held_back
from core.privacy.services import lay_hold, lift_hold
from core.tasks import look_after_documents
from tests import files
from tests.documents.test_services import add, lying
from tests.factories import trajectories as learning
from tests.factories.partnerships import make_coordinator

pytestmark = pytest.mark.django_db

ORPHAN = f"a/{'ab' * 16}"


@pytest.fixture
def past(log, frozen_clock, django_capture_on_commit_callbacks):
    """A log of a trajectory that ended more than two years ago."""
    log.document = add(log, log.student)
    frozen_clock.move_to("2029-06-26 09:00+02:00")  # the run ended on 25 June 2027
    return log


def test_document_goes_when_its_time_is_over(past, django_capture_on_commit_callbacks):
    """domain.md 4.2: bytes and names go, that there was a document stays."""
    with django_capture_on_commit_callbacks(execute=True):
        report = upkeep.look_after()
    document = Document.objects.get()
    assert (report.by_kind[past.kind.name], lying()) == (1, set())
    assert (document.removed_at, document.removed_by) == (timezone.now(), None)
    assert (document.current.name, str(document)) == ("", "document")
    assert upkeep.look_after().by_kind[past.kind.name] == 0


def test_document_stays_until_the_very_day(log, frozen_clock):
    add(log, log.student)
    frozen_clock.move_to("2029-06-25 09:00+02:00")
    assert upkeep.look_after().by_kind[log.kind.name] == 0


def test_the_time_of_keeping_is_a_dated_rule(past):
    """An administrator changes it from a day on."""
    rules = DatedRule.objects.filter(code=past.kind.keep_months.code)
    rules.update(valid_to=date(2027, 12, 31))
    DatedRule.objects.create(
        code=past.kind.keep_months.code, value=60, valid_from=date(2028, 1, 1), source="x"
    )
    assert upkeep.look_after().by_kind[past.kind.name] == 0


def test_document_that_is_kept_for_a_reason_stays(past):
    service.keep_document(past.document, actor=past.coach, reason="Geschil")
    report = upkeep.look_after()
    assert (report.by_kind[past.kind.name], report.held, len(lying())) == (0, 1, 1)


def test_document_of_somebody_under_a_hold_stays_until_it_is_lifted(past):
    """A dispute about a person, not about one paper: nothing of the file goes at night."""
    keeper = make_coordinator(past.row.trajectory.student.institution)
    hold = lay_hold(past.student, actor=keeper, reason="Beroep")
    report = upkeep.look_after()
    assert (report.by_kind[past.kind.name], report.held, len(lying())) == (0, 1, 1)
    lift_hold(hold, actor=keeper)
    report = upkeep.look_after()
    assert (report.by_kind[past.kind.name], report.held) == (1, 0)


def test_hold_that_comes_while_the_night_runs_is_respected(past):
    """The last question is asked with the row locked."""
    stays = held_back(past.kind)
    keeper = make_coordinator(past.row.trajectory.student.institution)
    lay_hold(past.student, actor=keeper, reason="Beroep")
    assert upkeep._end(past.document.pk, stays) is False
    assert len(lying()) == 1


def test_trial_changes_nothing(past, storage):
    """The report says what would go."""
    out = StringIO()
    call_command("look_after_documents", "--trial", stdout=out)
    assert "Documents with this day: 1 past their time" in out.getvalue()
    assert (Document.objects.present().count(), DocumentUpkeep.objects.count()) == (1, 0)
    assert len(lying()) == 1


def test_night_takes_a_limited_number_and_goes_on_the_next(past, monkeypatch):
    other = learning.make_log_entry(past.row.trajectory, day=date(2026, 9, 22))
    service.add_document(
        other, kind=past.kind, file=files.upload(files.docx(), "a.docx"), actor=past.student
    )
    monkeypatch.setattr(upkeep, "BATCH", 1)
    assert [upkeep.look_after().by_kind[past.kind.name] for _night in range(3)] == [1, 1, 0]


def test_bytes_that_belong_to_nothing_are_swept(log, storage, frozen_clock):
    """After a rollback, or a worker killed between the bytes and the row; young ones wait."""
    document = add(log, log.student)
    with storage.open(ORPHAN, "wb") as file:
        file.write(b"x")
    assert upkeep.look_after().swept == 0
    frozen_clock.shift(upkeep.YOUNG + timedelta(minutes=1))
    assert upkeep.look_after(trial=True).swept == 1
    assert ORPHAN in lying()
    look_after_documents()
    assert lying() == {document.current.place}
    assert DocumentUpkeep.objects.first().swept == 1


def test_missing_bytes_are_reported_without_a_name(log, storage, frozen_clock, caplog):
    document = add(log, log.student, name="An Peeters.pdf")
    storage.delete(document.current.place)
    frozen_clock.shift(upkeep.YOUNG + timedelta(minutes=1))
    with caplog.at_level(logging.ERROR):
        assert upkeep.look_after().missing == 1
    assert document.current.place in caplog.text
    assert "Peeters" not in caplog.text


def test_sweep_that_ran_out_of_time_goes_on_where_it_was(monkeypatch):
    monkeypatch.setattr(upkeep, "SWEEP_SECONDS", -1)
    DocumentUpkeep.objects.create(removed=0, held=0, swept=0, missing=0, reached="7")
    seen = []
    monkeypatch.setattr(upkeep, "_sweep_folder", lambda folder, report: seen.append(folder))
    upkeep.look_after()
    assert seen == []
    assert DocumentUpkeep.objects.first().reached == "7"
    monkeypatch.setattr(upkeep, "SWEEP_SECONDS", 60)
    upkeep.look_after()
    assert (seen[0], seen[-1], len(seen)) == ("8", "7", 16)


def test_who_read_what_is_forgotten_after_a_year(log, frozen_clock):
    service.open_version(add(log, log.student).current, actor=log.mentor)
    frozen_clock.shift(timedelta(days=365))
    upkeep.look_after()
    assert DocumentRead.objects.count() == 1
    frozen_clock.shift(timedelta(days=1))
    upkeep.look_after()
    assert DocumentRead.objects.count() == 0
