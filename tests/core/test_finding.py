"""One search box over every list that the reader may see."""

import pytest
from django.urls import resolve, reverse

from core.finding import SHOWN, searched_lists
from tests.factories import partnerships as make
from tests.factories import trajectories as make_run
from tests.people import sign_in

pytestmark = pytest.mark.django_db


def found(client, words: str) -> dict[str, list[str]]:
    """The names that a search shows, per heading."""
    page = client.get(reverse("search"), {"q": words})
    assert page.status_code == 200
    return {
        str(part.heading): [str(record) for record in part.table.data]
        for part in page.context["found"]
    }


@pytest.fixture
def student():
    student = make_run.make_student()
    student.user.first_name, student.user.last_name = "Zoë", "Vandezande"
    student.user.save()
    return student


def test_finds_people_and_hosts_with_one_question(client, student):
    """D5: a coordinator finds a student and a host by the beginning of a word, without accents."""
    make.make_host(name_nl="Zoersel Zagerij")
    sign_in(client, make.make_coordinator(student.institution))
    assert found(client, "zo") == {
        "Gastorganisaties": ["Zoersel Zagerij"],
        "Studenten": [str(student)],
    }


def test_finds_nothing_outside_ones_scope(client, student):
    """Another institution's coordinator, and a fellow student, find no student."""
    for reader in (make.make_coordinator(make.make_institution()), make_run.make_student().user):
        sign_in(client, reader)
        assert found(client, "vandezande") == {}


@pytest.mark.parametrize("words", ["", "  ", "--", "&|!"])
def test_asks_nothing_without_a_word(client, student, words, django_assert_max_num_queries):
    sign_in(client, make.make_coordinator(student.institution))
    with django_assert_max_num_queries(6):
        page = client.get(reverse("search"), {"q": words})
    assert page.context["found"] == []
    assert page.context["asked"] is False


def test_says_what_to_do_when_nothing_is_found(client, student):
    sign_in(client, make.make_coordinator(student.institution))
    page = client.get(reverse("search"), {"q": "nergens"}).content.decode()
    assert "Probeer minder woorden" in page


def test_shows_the_first_and_leads_to_the_list_for_the_rest(client, student):
    for number in range(SHOWN + 1):
        make.make_host(name_nl=f"Bakkerij {number}")
    sign_in(client, make.make_coordinator(student.institution))
    page = client.get(reverse("search"), {"q": "bakkerij"})
    (part,) = page.context["found"]
    assert len(part.table.data) == SHOWN
    assert f'href="{reverse("partnerships:host-list")}?q=bakkerij"' in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_asks_as_many_queries_for_one_row_as_for_three(
    client, student, count, django_assert_num_queries
):
    for number in range(count):
        make.make_host(name_nl=f"Bakkerij {number}")
    sign_in(client, make.make_coordinator(student.institution))
    client.get(reverse("search"))
    with django_assert_num_queries(15):
        client.get(reverse("search"), {"q": "bakkerij"})


def test_every_searched_list_has_a_search_box():
    """A list without ``q`` would find everything."""
    for name in searched_lists:
        page = resolve(reverse(name)).func.view_class
        assert "q" in page.filterset_class.base_filters, name
