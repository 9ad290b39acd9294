"""Lists of any length: folded search by words, and counts that stop at a cap (design 8)."""

import pytest
from django.db import connection
from django.urls import reverse

from core.paging import CappedPaginator, FoundPaginator
from core.search import having_words
from partnerships.models import Organisation
from tests.factories import partnerships as make
from tests.factories import trajectories as make_run
from tests.people import sign_in

pytestmark = pytest.mark.django_db

FOUND = [
    "søren",
    "SOREN",
    "bakkerij sor",
    "Kluge-Straße",
    "strasse kluge",
    "œuvre",
    "'t oeuv",
    "Пекарня",
    "bakk & | ! :* ( \\ ' oéu",
]


@pytest.mark.parametrize("text", FOUND)
def test_search_forgives_case_accents_signs_and_order(text):
    """People find a name as they can type it."""
    host = make.make_host(
        name_nl="Bakkerij Søren & Kluge-Straße", name_en="’t Œuvre (bakkérij) Пекарня"
    )
    make.make_host(name_nl="Iets anders")
    assert list(having_words(Organisation.objects.all(), text, "")) == [host]


@pytest.mark.parametrize("text", ["akkerij", "bakkerij anders", "soren1"])
def test_search_wants_every_word_from_its_beginning(text):
    make.make_host(name_nl="Bakkerij Søren")
    assert not having_words(Organisation.objects.all(), text, "").exists()


@pytest.mark.parametrize("text", ["", "  ", "-- & !"])
def test_search_for_nothing_leaves_every_row(text):
    rows = Organisation.objects.all()
    assert having_words(rows, text, "").count() == rows.count()


def test_words_may_stand_in_different_tables():
    """A word of the title with one of the programme beside it is one question."""
    pathway = make_run.make_pathway()
    rows = type(pathway).objects.all()
    text = f"{pathway.title_nl.split()[0]} {pathway.programme.name_nl.split()[0]}"
    assert list(having_words(rows, text, "", "programme")) == [pathway]


def test_student_is_found_by_name_and_number_at_once():
    """A first name with the student number beside it is one question, to one index."""
    student = make_run.make_student()
    rows = type(student).objects.all()
    text = f"{student.user.first_name} {student.student_number}"
    found = having_words(rows, text, "")
    assert list(found) == [student]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    assert "student_search" in found.explain()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE accounts_user SET last_name = 'Nieuwenhuis' WHERE id = {user}",
        "UPDATE trajectories_student SET student_number = 'Nieuwenhuis' WHERE id = {student}",
    ],
    ids=["name", "number"],
)
def test_words_of_a_student_follow_whatever_changes_them(change):
    """Also raw SQL: PostgreSQL itself gathers the words, and nobody can write others."""
    student = make_run.make_student()
    rows = type(student).objects.all()
    with connection.cursor() as cursor:
        cursor.execute(change.format(user=student.user_id, student=student.pk))
        assert list(having_words(rows, "nieuwen", "")) == [student]
        cursor.execute("UPDATE trajectories_student SET search_words = search_words('vals')")
    assert list(having_words(rows, "nieuwen", "")) == [student]
    assert not having_words(rows, "vals", "").exists()


def test_search_column_follows_the_name_and_uses_its_index():
    host = make.make_host(name_nl="Oud")
    Organisation.objects.filter(pk=host.pk).update(name_nl="Nieuw")
    rows = having_words(Organisation.objects.all(), "nieuw", "")
    assert list(rows) == [host]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    assert "organisation_search" in rows.explain()


def test_capped_count_reads_no_more_rows_than_it_shows(django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(CappedPaginator, "cap", 3)
    for __ in range(5):
        make.make_host()
    with django_assert_num_queries(1) as asked:
        pages = CappedPaginator(Organisation.objects.all(), 2)
        assert (pages.count, pages.has_more, pages.num_pages) == (3, True, 2)
    assert "LIMIT 4" in asked[0]["sql"]


def test_list_says_that_there_are_more_than_it_counts(client, monkeypatch):
    """A long list says so, and what to do."""
    coordinator = make.make_coordinator()
    for __ in range(5):
        make.make_host()
    sign_in(client, coordinator)
    exact = client.get(reverse("partnerships:host-list")).content.decode()
    assert "5 resultaten" in exact
    monkeypatch.setattr(CappedPaginator, "cap", 3)
    capped = client.get(reverse("partnerships:host-list")).content.decode()
    assert "1 tot 3 van meer dan 3 resultaten. Zoek of filter om de andere te vinden." in capped


def test_search_shows_some_of_many_and_says_so(client, monkeypatch):
    """Issue 3: putting a hundred thousand hits in order helps nobody; another word does."""
    monkeypatch.setattr(FoundPaginator, "cap", 3)
    coordinator = make.make_coordinator()
    for number in (5, 4, 3, 2, 1):
        make.make_host(name_nl=f"Bakkerij {number}")
    sign_in(client, coordinator)
    page = client.get(reverse("partnerships:host-list"), {"q": "bakk"})
    assert [str(row.record) for row in page.context["table"].page] == [
        "Bakkerij 3",
        "Bakkerij 4",
        "Bakkerij 5",
    ]
    sentence = "1 tot 3 van de 3 resultaten die getoond worden; er zijn er meer."
    assert sentence in page.content.decode()
    assert "export=xlsx" not in page.content.decode()
    exact = client.get(reverse("partnerships:host-list"), {"q": "bakk 5"})
    assert "Eén resultaat" in exact.content.decode()


def test_file_of_a_search_holds_every_hit(client, monkeypatch):
    """What is not shown is still in the file."""
    monkeypatch.setattr(FoundPaginator, "cap", 3)
    coordinator = make.make_coordinator()
    for number in range(5):
        make.make_host(name_nl=f"Bakkerij {number}")
    sign_in(client, coordinator)
    asked = {"q": "bakk", "export": "csv"}
    answer = client.get(reverse("partnerships:host-list"), asked)
    assert b"".join(answer.streaming_content).count(b"Bakkerij") == 5
