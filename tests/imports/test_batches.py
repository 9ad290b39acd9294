"""Files of several batches: what a batch says is known in the next, and memory stays flat."""

import tracemalloc

import pytest
from django.db import connection

from accounts.models import User
from core.importing import importer_named, run_import
from core.importing import reading as reading_module
from core.models import ImportRun
from partnerships.models import Mentor
from tests.factories.partnerships import make_institution
from tests.sample import BASIS, csv_file, import_sample, sample_file

pytestmark = pytest.mark.django_db

HEADER = "email,first_name,last_name,role,organisation_code,language,job_title,valid_from"
LINE = "ann@a.example,Ann,Nys,trajectory_coach,AAA,nl,Coach,2026-01-01"


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(reading_module, "BATCH", 2)


def bring(*lines: str):
    return run_import(importer_named("people"), csv_file("\n".join([HEADER, *lines])), actor=None)


def others(count: int) -> list[str]:
    return [LINE.replace("ann@", f"p{n}@") for n in range(count)]


def found(outcome) -> list[tuple]:
    return [(p.line, p.column, str(p.reason)) for p in outcome.problems]


def test_double_is_found_in_a_later_batch(small_batches):
    make_institution(code="AAA")
    outcome = bring(LINE, *others(3), LINE.replace("ann", "ANN"))
    assert found(outcome) == [(6, "email", "The same as on line 2.")]
    assert not User.objects.exists()


def test_contradiction_is_found_in_a_later_batch(small_batches):
    make_institution(code="AAA")
    other = LINE.replace("trajectory_coach", "programme_director")
    assert bring(LINE, *others(3), other).made == 5
    wrong = other.replace("Nys", "Nijs").replace("programme_director", "wbl_coordinator")
    again = bring(LINE, *others(3), wrong)
    assert found(again) == [(6, "last_name", "Line 2 says something else about the same person.")]
    assert User.objects.get(email="ann@a.example").last_name == "Nys"


def test_first_line_counts_in_a_later_batch_too(small_batches):
    make_institution(code="AAA")
    other = LINE.replace("trajectory_coach", "programme_director").replace("Coach", "Director")
    assert bring(LINE, *others(3), other).made == 5
    assert User.objects.get(email="ann@a.example").job_title == "Coach"


def test_bad_line_of_a_late_batch_keeps_everything_out(small_batches):
    make_institution(code="AAA")
    outcome = bring(*others(5), LINE.replace("nl", "fr"))
    assert [found(outcome)[0][0], User.objects.count(), ImportRun.objects.count()] == [7, 0, 0]


def test_what_needs_the_whole_file_is_done_when_all_of_it_is_known(small_batches):
    """A mentor's substitute may stand further down in the file."""
    import_sample(*BASIS[: BASIS.index("mentors")])
    first = run_import(importer_named("mentors"), sample_file("mentors"), actor=None)
    assert [first.problems, first.made, first.changed, first.unchanged] == [[], 90, 0, 0]
    assert Mentor.objects.exclude(substitute=None).count() > 0
    again = run_import(importer_named("mentors"), sample_file("mentors"), actor=None)
    assert [again.made, again.changed, again.unchanged] == [0, 0, 90]


def test_triggers_are_told_that_none_is_left_out():
    """Else each of them recovers from an error for each row, and the time of a file grows with
    the square of its lines (`engine.one_at_a_time`).
    """
    make_institution(code="AAA")
    asked = "SELECT coalesce(current_setting('pgtrigger.ignore', true), 'not said')"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        assert cursor.fetchone() in (("not said",), ("",))
        bring(LINE)
        cursor.execute(asked)
        assert cursor.fetchone() == ("{}",)


def peak(count: int, start: int) -> int:
    """The most memory that Python held while so many lines came in."""
    lines = [LINE.replace("ann@", f"q{number}@") for number in range(start, start + count)]
    file = csv_file("\n".join([HEADER, *lines]))
    tracemalloc.start()
    assert run_import(importer_named("people"), file, actor=None).made == count
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def test_memory_does_not_grow_with_the_lines(monkeypatch):
    """A short one of `make bench`. Buffers of fixed size fill up; rows that were kept would make
    it eight times as much.
    """
    make_institution(code="AAA")
    monkeypatch.setattr(reading_module, "BATCH", 250)
    peak(250, 10_000)
    assert peak(4_000, 0) < 2 * peak(500, 20_000)
