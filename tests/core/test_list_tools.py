"""A list as a file, with the columns one wants, and kept under a name."""

import csv
import io
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from core.lists.saved import MOST, save_view
from core.models import SavedView
from core.paging import CappedPaginator
from tests.factories import matching as make_intake
from tests.factories import partnerships as make
from tests.factories import trajectories as make_run
from tests.people import sign_in

pytestmark = pytest.mark.django_db
STUDENTS = "trajectories:student-list"


@pytest.fixture
def institution():
    return make.make_institution()


@pytest.fixture
def coordinator(client, institution):
    person = make.make_coordinator(institution)
    sign_in(client, person)
    return person


def students(institution, count: int, **extra):
    programme = make.make_programme(institution)
    return [make_run.make_student(programme=programme, **extra) for __ in range(count)]


def read_csv(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def read_xlsx(response):
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


def test_file_holds_every_page_of_what_the_reader_sees(client, coordinator, institution):
    """D5: thirty students are one page and a bit; the file has them all, and nobody else's."""
    mine = students(institution, 30)
    students(make.make_institution(), 1)
    response = client.get(reverse(STUDENTS), {"export": "csv"})
    header, *rows = read_csv(response)
    assert header == ["Student", "Studentennummer", "Opleiding", "Verworven studiepunten"]
    assert sorted(row[1] for row in rows) == sorted(one.student_number for one in mine)
    assert response["Content-Disposition"] == 'attachment; filename="studenten-2026-09-14.csv"'
    assert response["Cache-Control"] == "private, no-store"


def test_file_follows_filter_order_and_columns(client, coordinator, institution):
    first, second, __ = students(institution, 3)
    for student, name in ((first, "Zwart"), (second, "Aerts")):
        student.user.last_name, student.user.first_name = name, "Jo"
        student.user.save()
    query = {"q": "jo", "sort": "user", "columns": ["student_number", "user"], "export": "csv"}
    assert read_csv(client.get(reverse(STUDENTS), query)) == [
        ["Student", "Studentennummer"],
        ["Jo Aerts", second.student_number],
        ["Jo Zwart", first.student_number],
    ]


def test_workbook_keeps_numbers_and_days_as_such(client, coordinator, institution):
    """A column of days can be sorted in the spreadsheet, and a number added up."""
    (student,) = students(institution, 1, credits_earned=60)
    recognition = make.make_recognition(make.make_programme(institution))
    recognition.valid_to = date(2029, 8, 31)
    recognition.save()
    rows = read_xlsx(client.get(reverse(STUDENTS), {"export": "xlsx"}))
    assert rows[1][1:] == [student.student_number, str(student.programme), 60]
    rows = read_xlsx(client.get(reverse("partnerships:recognition-list"), {"export": "xlsx"}))
    assert rows[1][0] == "Geldig"
    assert rows[1][-1].date() == date(2029, 8, 31)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_formula_in_a_name_stays_a_name(client, coordinator, institution, kind):
    """A name that a spreadsheet would run is shown as text (CSV formula injection)."""
    (student,) = students(institution, 1)
    student.user.first_name, student.user.last_name = "=HYPERLINK('//evil')", "@Jo"
    student.user.save()
    response = client.get(reverse(STUDENTS), {"export": kind})
    if kind == "csv":
        assert read_csv(response)[1][0] == "'=HYPERLINK('//evil') @Jo"
    else:
        book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        cell = book.active["A2"]
        assert (cell.data_type, cell.value) == ("s", "=HYPERLINK('//evil') @Jo")


def test_file_tells_no_more_than_the_page(client, institution):
    """How many applied is for the institution's own staff: another reader's file has no number."""
    world = make_intake.make_intake()
    sign_in(client, make_intake.rated(world).student.user)
    address = reverse("matching:round-list")
    header = read_csv(client.get(address, {"export": "csv", "columns": "application_count"}))[0]
    assert "Kandidaturen" not in header
    assert len(header) > 1


def test_long_list_has_no_workbook_but_streams(client, coordinator, institution, monkeypatch):
    """A workbook must be whole in memory: above the cap there is only CSV."""
    monkeypatch.setattr(CappedPaginator, "cap", 5)
    students(institution, 6)
    page = client.get(reverse(STUDENTS), {"export": "xlsx"})
    assert page["Content-Type"].startswith("text/html")
    assert ">Excel</a>" not in page.content.decode()
    assert "alle rijen; als Excel alleen lijsten van hoogstens 5 rijen" in page.content.decode()
    assert len(read_csv(client.get(reverse(STUDENTS), {"export": "csv"}))) == 7


@pytest.mark.parametrize("count", [1, 3])
def test_file_asks_as_many_queries_for_one_row_as_for_three(
    client, coordinator, institution, django_assert_num_queries, count
):
    students(institution, count)
    client.get(reverse(STUDENTS))
    # Two of them note at each student who took the list along.
    with django_assert_num_queries(7):
        read_csv(client.get(reverse(STUDENTS), {"export": "csv"}))


def test_unknown_columns_and_files_are_ignored(client, coordinator, institution):
    """An old link still shows the list."""
    students(institution, 1)
    page = client.get(reverse(STUDENTS), {"columns": "password", "export": "pdf"})
    assert [c.name for c in page.context["table"].columns] == [
        "user",
        "student_number",
        "programme",
        "credits_earned",
    ]


def save(client, query: str, name: str = "Eerste jaar", path: str | None = None):
    data = {"path": path or reverse(STUDENTS), "query": query, "name": name}
    return client.post(reverse("saved-view-save"), data)


def test_view_keeps_filter_order_and_columns_for_its_owner_alone(client, coordinator, institution):
    students(institution, 6)
    answer = save(client, "q=jo&programme=&sort=user&columns=user&page=2&export=csv")
    assert answer.url == f"{reverse(STUDENTS)}?q=jo&sort=user&columns=user"
    page = client.get(reverse(STUDENTS)).content.decode()
    assert "Eerste jaar" in page
    sign_in(client, make.make_coordinator(institution))
    assert "Eerste jaar" not in client.get(reverse(STUDENTS)).content.decode()
    view = SavedView.objects.get()
    assert client.post(reverse("saved-view-forget", args=[view.uuid])).status_code == 404


def test_view_with_the_same_name_is_replaced_and_can_be_taken_away(client, coordinator):
    save(client, "q=jo")
    save(client, "q=an", name="EERSTE  JAAR")
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("EERSTE JAAR", "q=an")
    client.post(reverse("saved-view-forget", args=[view.uuid]))
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("path", ["https://evil.example/", "/", "/nowhere/", "/health/live/"])
def test_view_of_no_list_is_refused(client, coordinator, path):
    """A saved view cannot become a way to another page or host."""
    assert save(client, "q=jo", path=path).status_code == 400
    assert not SavedView.objects.exists()


def test_refused_name_keeps_the_list_as_it_was(client, coordinator):
    answer = save(client, "q=jo", name=" ")
    assert answer.url == f"{reverse(STUDENTS)}?q=jo"
    assert "hoogstens 60 tekens" in client.get(answer.url).content.decode()


def test_person_keeps_a_number_of_views_that_can_be_overlooked(client, coordinator):
    for number in range(MOST):
        save(client, "q=jo", name=f"View {number}")
    save(client, "q=jo", name="One more")
    assert SavedView.objects.count() == MOST


def test_database_holds_one_view_of_a_name(coordinator):
    """The database is the last guard."""
    view = save_view(coordinator, list_name=STUDENTS, name="Mine", query="q=jo")
    view.pk, view.uuid, view.name = None, make.make_user().uuid, "MINE"
    with pytest.raises(IntegrityError), transaction.atomic():
        view.save(force_insert=True)
