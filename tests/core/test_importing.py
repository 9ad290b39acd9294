"""How files become rows: separators, history, the record of an import, its speed."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.importing import importer_named, run_import
from core.models import ImportRun
from core.privacy.national_number import holds_national_number
from partnerships.models import Membership
from tests.factories.partnerships import make_coordinator, make_institution

pytestmark = pytest.mark.django_db

HEADER = "email,first_name,last_name,role,organisation_code,language,job_title,valid_from"
LINE = "ann@a.example,Ann,Nys,trajectory_coach,AAA,nl,Coach,2026-01-01"


@pytest.fixture
def institution():
    return make_institution(code="AAA")


def bring(content: bytes, actor=None):
    file = ContentFile(content, name="people.csv")
    return run_import(importer_named("people"), file, actor=actor)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["bare", "with-mark"])
@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_separators_marks_and_line_ends_are_recognised(institution, mark, separator, end):
    text = end.join([HEADER, LINE, ""]).replace(",", separator)
    outcome = bring(mark + text.encode())
    assert [outcome.problems, outcome.made] == [[], 1]
    assert Membership.objects.get().user.email == "ann@a.example"


def test_changed_line_changes_its_row_and_only_that(institution):
    second = LINE.replace("ann@", "bo@")
    bring("\n".join([HEADER, LINE, second]).encode())
    outcome = bring("\n".join([HEADER, LINE, second.replace("Nys", "Nijs")]).encode())
    assert [outcome.made, outcome.changed, outcome.unchanged] == [0, 1, 1]
    history = User.pgh_event_model.objects.filter(pgh_label="update")
    assert [event.last_name for event in history] == ["Nijs"]


def test_address_finds_the_person_whatever_its_case(institution):
    bring("\n".join([HEADER, LINE]).encode())
    outcome = bring("\n".join([HEADER, LINE.replace("ann@", "ANN@")]).encode())
    assert [outcome.problems, outcome.unchanged, User.objects.count()] == [[], 1, 1]


def test_history_names_who_imported_what(institution):
    actor = make_coordinator(institution)
    bring("\n".join([HEADER, LINE]).encode(), actor)
    event = User.pgh_event_model.objects.get(email="ann@a.example")
    assert event.pgh_context == {"user": actor.pk, "action": "import.people"}


def test_import_leaves_a_record(institution):
    actor, content = make_coordinator(institution), "\n".join([HEADER, LINE]).encode()
    outcome = bring(content, actor)
    run = ImportRun.objects.get()
    assert outcome.run == run
    assert [run.importer, run.file_name, run.actor] == ["people", "people.csv", actor]
    assert [run.made, run.changed, run.unchanged] == [1, 0, 0]
    assert run.sha256 == hashlib.sha256(content).hexdigest()


def test_queries_do_not_grow_with_the_lines(institution):
    def queries(count: int, start: int) -> int:
        lines = [LINE.replace("ann@", f"p{start + n}@") for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert bring("\n".join([HEADER, *lines]).encode()).made == count
        return len(captured)

    assert queries(3, 0) == queries(60, 100)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("85.07.30-033.28", True),
        ("nummer 85073003328.", True),
        ("85 07 30 033 28", True),
        ("85.07.30-033.29", False),
        ("00012300189", False),
        ("0566.988.259", False),
        ("185073003328", False),
        ("85133003328", False),
    ],
)
def test_national_numbers_are_recognised(text, holds):
    """Domain.md 3.2: no national register number in any text."""
    assert holds_national_number(text) is holds


def test_national_numbers_of_people_born_since_2000_and_bis_numbers_are_recognised():
    for nine, prefix in (("010203001", "2"), ("852730033", ""), ("014203001", "2")):
        check = 97 - int(prefix + nine) % 97
        assert holds_national_number(f"{nine}{check:02d}") is True
