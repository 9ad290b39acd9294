"""Taking an import back: all of it, also what it changed, and only while nothing depends on it."""

import pytest

from accounts.models import User
from core.errors import NotNow
from core.importing import importer_named, run_import
from core.importing.obstacles import obstacles
from core.importing.undo import undo
from core.models import ImportRun
from partnerships.models import Membership, Organisation
from tests.factories.partnerships import make_coordinator, make_institution, make_programme
from tests.factories.trajectories import make_student
from tests.sample import BASIS, INTAKE, csv_file, import_sample, prepare_rounds, sample_file
from trajectories.models import Student

pytestmark = pytest.mark.django_db

HEADER = "email,first_name,last_name,role,organisation_code,language,job_title,valid_from"
LINE = "ann@a.example,Ann,Nys,trajectory_coach,AAA,nl,Coach,2026-01-01"


@pytest.fixture
def actor():
    return make_coordinator(make_institution(code="AAA"))


def bring(*lines: str, actor=None) -> ImportRun:
    text = "\n".join([HEADER, *lines])
    outcome = run_import(importer_named("people"), csv_file(text), actor=actor)
    assert outcome.problems == []
    return outcome.run


def sentences(run: ImportRun) -> list[str]:
    return [str(one) for one in obstacles(run)]


def test_made_rows_go_and_changed_rows_are_as_before(actor):
    bring(LINE)
    before = User.objects.values().get(email="ann@a.example")
    run = bring(LINE.replace("Nys", "Nijs"), LINE.replace("ann@", "bo@"))
    assert [run.made, run.changed, sentences(run)] == [1, 1, []]
    undo(run, actor=actor)
    assert User.objects.values().get(email="ann@a.example") == before
    assert not User.objects.filter(email="bo@a.example").exists()
    run.refresh_from_db()
    assert [run.undone_by, run.undone_at is not None] == [actor, True]


def test_undoing_is_history_too(actor):
    run = bring(LINE)
    undo(run, actor=actor)
    events = User.pgh_event_model.objects.filter(email="ann@a.example").order_by("pgh_id")
    assert [(event.pgh_label, event.pgh_context["action"]) for event in events] == [
        ("insert", "import.people"),
        ("delete", "import.undo"),
    ]
    assert events.last().pgh_context["user"] == actor.pk


def test_file_comes_in_again_after_it_was_undone(actor):
    undo(bring(LINE), actor=actor)
    assert bring(LINE).made == 1


def test_row_that_was_changed_since_stands_in_the_way(actor):
    run = bring(LINE)
    User.objects.filter(email="ann@a.example").update(first_name="Anna")
    assert sentences(run) == ["1 row of “people” was changed since."]
    with pytest.raises(NotNow) as refused:
        undo(run, actor=actor)
    assert refused.value.reasons == ["1 row of “people” was changed since."]
    assert Membership.objects.filter(user__email="ann@a.example").exists()


def test_row_that_refers_to_what_was_imported_stands_in_the_way(actor):
    run = bring(LINE)
    make_student(
        make_programme(Organisation.objects.get(code="AAA")),
        user=User.objects.get(email="ann@a.example"),
    )
    assert "1 row of “students” refers to what was imported." in sentences(run)


def test_later_import_of_the_same_rows_stands_in_the_way(actor):
    first = bring(LINE)
    second = bring(LINE.replace("Nys", "Nijs"))
    assert sentences(first) == ["1 row of “people” was changed since."]
    undo(second, actor=actor)
    # What was changed and put back was changed twice: the history does not forget it.
    assert sentences(first) == ["1 row of “people” was changed since."]


def test_whole_files_of_several_tables_are_undone_in_reverse(actor):
    before = [User.objects.count(), Membership.objects.count()]
    names = BASIS[: BASIS.index("programmes") + 1]
    runs = {}
    for name in (*names, "students"):
        outcome = run_import(importer_named(name), sample_file(name), actor=None)
        runs[name] = outcome.run
    assert Student.objects.count() == 240
    assert sentences(runs["programmes"]) != []
    undo(runs["students"], actor=actor)
    assert Student.objects.count() == 0
    assert sentences(runs["programmes"]) == []
    for name in ("programmes", "mentors", "people"):
        undo(runs[name], actor=actor)
    assert [User.objects.count(), Membership.objects.count()] == before


def test_state_that_was_reached_by_importing_stands_in_the_way(actor):
    """A workflow knows no way back: what moved on stays."""
    import_sample(*BASIS)
    prepare_rounds()
    import_sample(*INTAKE[:1])
    outcome = run_import(
        importer_named("eligibility_answers"), sample_file("eligibility_answers"), actor=None
    )
    assert sentences(outcome.run) == ["212 rows of “applications” moved on."]
