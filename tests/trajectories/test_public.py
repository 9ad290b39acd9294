"""What everybody reads, without signing in (V37)."""

import pytest
from django.urls import reverse

from tests.factories.partnerships import make_establishment, make_host, make_workplace
from tests.factories.trajectories import (
    make_condition,
    make_outcome,
    make_pathway,
    make_position,
)
from trajectories.enums import PathwayState

pytestmark = pytest.mark.django_db


def shown(client, pathway) -> str:
    response = client.get(
        reverse("public-pathway", args=[pathway.uuid]), headers={"accept-language": "en"}
    )
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_list_holds_what_is_public_and_nothing_else(client):
    """V37; a draft stands ready to leak."""
    opened = make_pathway()
    make_pathway(opened.programme, state=PathwayState.AGREED)
    response = client.get(reverse("public-pathways"))
    assert [card["pathway"] for card in response.context["shown"]] == [opened]


def test_a_pathway_that_is_not_public_does_not_exist(client):
    agreed = make_pathway(state=PathwayState.AGREED)
    assert client.get(reverse("public-pathway", args=[agreed.uuid])).status_code == 404


def test_the_page_says_how_the_pathway_is_built(client):
    """V3, V37: against the regular route, where each outcome is learned, conditions, places."""
    pathway = make_pathway()
    make_outcome(pathway.programme)
    condition = make_condition(pathway)
    position = make_position(pathway, weekdays=[1, 3], minimum=2)
    found = shown(client, pathway)
    for words, times in {
        "50 %": 2,
        "37.5 %": 2,
        "At the workplace: newly learned": 1,
        "No place yet": 1,
        str(condition): 1,
        str(position.host): 1,
        "Monday and Wednesday": 1,
        "at least 2 students, or none": 1,
    }.items():
        assert (words, found.count(words)) == (words, times)


def test_no_person_is_named_on_the_page(client):
    """Privacy: coordinator, coach and mentor stand ready to leak."""
    position = make_position()
    pathway = position.pathway
    found = shown(client, pathway)
    people = (pathway.coordinator, pathway.coach, position.mentor.user)
    assert [str(person) in found for person in people] == [False] * 3


def test_a_one_person_business_is_named_by_its_place_only(client):
    """domain.md 3.1: the name of a one-person business is personal data."""
    host = make_host(name_nl="Timmerwerken Jan Peeters")
    host.host_profile.is_one_person = True
    host.host_profile.save()
    position = make_position(
        workplace=make_workplace(make_establishment(host, name="Bij Jan Peeters"))
    )
    found = shown(client, position.pathway)
    assert found.count("A one-person business in Gent") == 1
    assert found.count("Jan Peeters") == 0


def test_the_list_finds_words_in_title_or_programme(client):
    pathway = make_pathway(title_en="Caring together")
    make_pathway()
    url = reverse("public-pathways")
    by_title = client.get(url, {"q": "together car"}).context["shown"]
    by_programme = client.get(url, {"q": pathway.programme.name_nl}).context["shown"]
    assert [card["pathway"] for card in by_title] == [pathway]
    assert [card["pathway"] for card in by_programme] == [pathway]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_public_list_costs_the_same_for_one_and_three_rows(
    client, django_assert_num_queries, rows
):
    pathway = make_pathway()
    for _ in range(rows - 1):
        make_pathway(pathway.programme)
    with django_assert_num_queries(4):
        response = client.get(reverse("public-pathways"))
    assert len(response.context["shown"]) == rows
