"""Pages for an analyst."""

import re

import pytest
from django.urls import reverse

from partnerships.enums import Role
from partnerships.models import ApiClient
from reporting.datasets import TRAJECTORIES
from reporting.home import what_there_is
from tests.factories.partnerships import make_member, make_ministry
from tests.factories.reporting import DATA, VALUES, Program, make_api_client, token_for
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst(client):
    """A signed-in analyst of a ministry."""
    person = make_member(Role.ANALYST, make_ministry())
    sign_in(client, person)
    client.cookies["django_language"] = "en"
    return person


@pytest.fixture
def ministry(analyst):
    """The analyst's ministry."""
    return analyst.memberships.get().organisation


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def values(organisation, ticket: str, **fields):
    return {
        "organisation": organisation.pk,
        "name": "Rapport",
        "purpose": VALUES["purpose"],
        "protocol_reference": "PROTOCOL-1",
        "protocol_url": "departement.example/protocol",
        "valid_to": "2027-06-30",
        "scopes": VALUES["scopes"],
        "ticket": ticket,
    } | fields


def opened_ticket(client) -> str:
    return client.get(reverse("reporting:client-create")).context["form"]["ticket"].value()


def test_dataset_page_holds_the_dictionary_and_an_example(client, analyst):
    page = text_of(client.get(reverse("reporting:dataset-detail", args=["trajectories"])))
    missing = [name for name in TRAJECTORIES.names if f"<code>{name}</code>" not in page]
    assert missing == []
    assert "http://testserver/identity/o/api/token" in page
    assert f"http://testserver{DATA}?format=csv" in page
    assert client.get(reverse("reporting:dataset-detail", args=["others"])).status_code == 404


def test_registered_client_shows_its_secret_once(client, ministry):
    address = reverse("reporting:client-create")
    response = client.post(address, values(ministry, opened_ticket(client)))
    secret = response.context["secret"]
    made = ApiClient.objects.get()
    assert (made.organisation, made.protocol_url) == (
        ministry,
        "https://departement.example/protocol",
    )
    assert secret in text_of(response)
    assert response["Cache-Control"] == "no-store"
    detail = text_of(client.get(reverse("reporting:client-detail", args=[made.uuid])))
    assert (made.client_id in detail, secret in detail) == (True, False)
    assert Program(token_for(made, secret)).get(DATA).status_code == 200


def test_renewed_secret_is_shown_once_and_a_repeated_press_renews_nothing(
    client, analyst, ministry
):
    made, __ = make_api_client(ministry, actor=analyst)
    address = reverse("reporting:client-renew", args=[made.uuid])
    ticket = client.get(address).context["form"]["ticket"].value()
    response = client.post(address, {"overlap_days": 7, "ticket": ticket})
    secret = response.context["secret"]
    made.refresh_from_db()
    assert secret in text_of(response)
    assert response["Cache-Control"] == "no-store"
    assert "21 September 2026" in text_of(response)
    assert client.post(address, {"overlap_days": 7, "ticket": ticket}).status_code == 409
    assert Program(token_for(made, secret)).get(DATA).status_code == 200
    detail = text_of(client.get(reverse("reporting:client-detail", args=[made.uuid])))
    assert (secret in detail, "21 September 2026" in detail) == (False, True)


def test_wrong_overlap_keeps_the_page_and_the_secret(client, analyst, ministry):
    made, secret = make_api_client(ministry, actor=analyst)
    address = reverse("reporting:client-renew", args=[made.uuid])
    ticket = client.get(address).context["form"]["ticket"].value()
    response = client.post(address, {"overlap_days": 31, "ticket": ticket})
    assert list(response.context["form"].errors) == ["overlap_days"]
    assert Program(token_for(made, secret)).get(DATA).status_code == 200


def test_stopped_program_says_so_and_offers_nothing_more(client, analyst, ministry):
    made, __ = make_api_client(ministry, actor=analyst)
    address = reverse("reporting:client-detail", args=[made.uuid])
    stop = reverse("reporting:client-end", args=[made.uuid])
    assert stop in text_of(client.get(address))
    asked = text_of(client.get(stop))
    assert (f"Stop {made.name}</h1>" in asked, "cannot be undone" in asked) == (True, True)
    assert client.post(stop).headers["Location"] == address
    page = text_of(client.get(address))
    assert (stop in page, "Stopped on" in page) == (False, True)
    assert [client.get(stop).status_code, client.post(stop).status_code] == [409, 409]


def test_form_sent_twice_makes_one_client(client, ministry):
    ticket = opened_ticket(client)
    statuses = [
        client.post(reverse("reporting:client-create"), values(ministry, ticket)).status_code
        for __ in range(2)
    ]
    assert (statuses, ApiClient.objects.count()) == ([200, 409], 1)


def test_wrong_form_keeps_what_was_typed_and_makes_nothing(client, ministry):
    address = reverse("reporting:client-create")
    past = client.post(address, values(ministry, opened_ticket(client), valid_to="2026-01-01"))
    assert (past.status_code, list(past.context["form"].errors)) == (400, ["valid_to"])
    assert past.context["form"]["name"].value() == "Rapport"
    forged = client.post(address, values(ministry, "a-ticket-of-my-own"))
    assert (forged.status_code, ApiClient.objects.count()) == (400, 0)


def test_organisation_of_others_cannot_be_chosen(client, ministry):
    sent = values(make_ministry(), opened_ticket(client))
    response = client.post(reverse("reporting:client-create"), sent)
    assert list(response.context["form"].errors) == ["organisation"]


def test_clients_and_exports_of_others_do_not_exist(client, analyst, ministry):
    make_api_client(ministry, actor=analyst, name="Eigen")
    other, secret = make_api_client(name="Vreemd")
    Program(token_for(other, secret)).get(DATA)
    page = text_of(client.get(reverse("reporting:client-list")))
    assert ("Eigen" in page, "Vreemd" in page) == (True, False)
    assert client.get(reverse("reporting:client-detail", args=[other.uuid])).status_code == 404
    assert "Nothing was fetched yet." in text_of(client.get(reverse("reporting:export-list")))


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_for_one_row_and_three(
    client, analyst, ministry, rows, django_assert_num_queries
):
    for __ in range(rows):
        program = Program(token_for(*make_api_client(ministry, actor=analyst)))
        program.get(DATA)
    for name in ("client-list", "export-list"):
        with django_assert_num_queries(6):
            page = client.get(reverse(f"reporting:{name}"))
        assert len(page.context["table"].rows) == rows


def test_analyst_sees_nobody_on_any_page(client, analyst, ministry, trajectory):
    """D5: the ministry's analyst sees no personal data; there is somebody to see."""
    made, secret = make_api_client(ministry, actor=analyst)
    Program(token_for(made, secret)).get(DATA)
    people = [trajectory.student.user, trajectory.mentor.user, trajectory.coach]
    named = {text for p in people for text in (p.last_name, p.email)}
    host = trajectory.position.host
    named |= {trajectory.student.student_number, host.name_nl, host.enterprise_number}
    addresses = [reverse("home"), reverse("reporting:client-detail", args=[made.uuid])]
    addresses += [reverse(f"reporting:{n}") for n in ("dataset-list", "client-list", "export-list")]
    addresses += [reverse("reporting:dataset-detail", args=["trajectories"])]
    for address in addresses:
        page = text_of(client.get(address))
        assert [n for n in named if re.search(rf"\b{re.escape(n)}\b", page)] == []


def test_figures_count_what_the_analyst_has(analyst, ministry):
    make_api_client(ministry, actor=analyst)
    make_api_client()
    assert [figure.value for figure in what_there_is(analyst, "ministry")] == [1, 1, 0]
    assert list(what_there_is(analyst, "institution")) == []
