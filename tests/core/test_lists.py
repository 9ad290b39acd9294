"""Lists of any length: folded search by words, and counts that stop at a cap (design 8)."""

import pytest
from django.db import connection
from django.urls import reverse

from core.paging import CappedPaginator
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
    """A first name with the student number beside it is one question."""
    student = make_run.make_student()
    rows = type(student).objects.all()
    text = f"{student.user.first_name} {student.student_number}"
    assert list(having_words(rows, text, "", "user")) == [student]


def test_search_column_follows_the_name_and_uses_its_index():
    host = make.make_host(name_nl="Oud")
    Organisation.objects.filter(pk=host.pk).update(name_nl="Nieuw")
    rows = having_words(Organisation.objects.all(), "nieuw", "")
    assert list(rows) == [host]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
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
