"""API clients over the API: the same verbs as the pages, for people with a session."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core.deadlines.night import run_night
from core.models import Notification
from partnerships.enums import Role
from partnerships.models import ApiClient
from reporting.tables import validity
from tests.api import places, post
from tests.factories import partnerships as make
from tests.factories.reporting import SCOPE, VALUES, ask_token, make_api_client
from tests.mail import delivered
from tests.people import sign_in

pytestmark = pytest.mark.django_db
LIST = "/api/v1/api-clients/"


@pytest.fixture
def coordinator(client):
    """A signed-in coordinator of an institution."""
    person = make.make_coordinator()
    sign_in(client, person)
    return person


def send(client, address, **values):
    return post(client, address, **values)


def registered(client, owner, **change):
    values = VALUES | {"organisation": str(owner.uuid), "valid_to": "2027-06-30"} | change
    return send(client, LIST, **values)


def test_coordinator_registers_renews_and_ends_a_program(client, coordinator):
    """D5: every verb of the pages; a secret is in the answer that made it, and nowhere else."""
    institution = coordinator.memberships.get().organisation
    answer = registered(client, institution)
    assert (answer.status_code, answer["Cache-Control"]) == (201, "no-store")
    made, first = ApiClient.objects.get(), answer.json()["client_secret"]
    assert (made.organisation, made.responsible) == (institution, coordinator)
    assert ask_token(made, first).status_code == 200
    own = f"{LIST}{made.uuid}/"
    shown = client.get(own)
    assert shown.json()["state_label"] == "Mag ophalen"
    assert first not in shown.text
    assert "client_secret" not in shown.json()

    answer = send(client, f"{own}renew/", overlap_days=0)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert ask_token(made, first).status_code == 401
    made.refresh_from_db()
    assert ask_token(made, answer.json()["client_secret"]).status_code == 200

    answer = send(client, f"{own}end/")
    assert (answer.status_code, answer.json()["state_label"]) == (200, "Gestopt")
    assert send(client, f"{own}renew/", overlap_days=7).status_code == 409


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["students:write"]}, "scopes"),
        ({"valid_to": "2026-09-13"}, "valid_to"),
        ({"purpose": ""}, "purpose"),
        ({"organisation": "00000000-0000-0000-0000-000000000000"}, "organisation"),
    ],
)
def test_bad_input_is_said_beside_its_field(client, coordinator, change, field):
    answer = registered(client, coordinator.memberships.get().organisation, **change)
    assert (answer.status_code, places(answer)) == (400, [f"#/{field}"])
    assert ApiClient.objects.count() == 0


def test_nobody_registers_for_another_organisation(client, coordinator):
    """Another institution does not exist for a coordinator; a host that does has no programs."""
    assert registered(client, make.make_institution()).status_code == 400
    assert registered(client, make.make_host()).status_code == 403


def test_list_costs_the_same_for_one_and_three(client, coordinator, django_assert_num_queries):
    institution = coordinator.memberships.get().organisation
    for number in (1, 3):
        while ApiClient.objects.count() < number:
            make_api_client(institution, actor=coordinator)
        with django_assert_num_queries(4):
            assert len(client.get(LIST).json()["items"]) == number


def test_page_says_when_nobody_answers_for_a_program(client, coordinator):
    institution = coordinator.memberships.get().organisation
    leaver = make.make_coordinator(institution)
    make_api_client(institution, actor=leaver)
    leaver.memberships.update(valid_to=date(2026, 9, 13))
    (row,) = ApiClient.objects.visible_to(coordinator)
    assert str(validity(row).label) == "Stopped: nobody answers for it"
    assert (
        "niemand is er verantwoordelijk voor" in client.get(reverse("reporting:client-list")).text
    )


def test_organisation_hears_twice_that_a_program_ends(frozen_clock):
    """30 and 7 days ahead, every keeper once, also after nights without a run."""
    ministry = make.make_ministry()
    keepers = [make.make_member(Role.ANALYST, ministry) for __ in range(2)]
    make_api_client(ministry, actor=keepers[0], valid_to=date(2026, 10, 20))
    make_api_client(ministry, actor=keepers[0], valid_to=date(2027, 10, 20))
    told = []
    for days in (0, 6, 1, 1, 20, 1, 1, 10):
        frozen_clock.shift(timedelta(days=days))
        before = Notification.objects.count()
        run_night()
        told.append(Notification.objects.count() - before)
    assert told == [0, 2, 0, 0, 0, 2, 0, 0]
    assert {row.recipient for row in Notification.objects.all()} == set(keepers)
    first = delivered()[0]
    assert (
        first.subject == "Het programma “Dataplatform” krijgt na 20 oktober 2026 geen gegevens meer"
    )


def test_ended_program_reminds_nobody():
    make_api_client(valid_to=date(2026, 9, 20))
    ApiClient.objects.update(ended_at="2026-09-14T08:00:00Z")
    run_night()
    assert not Notification.objects.exists()


def test_scope_is_kept_over_a_renewal(client, coordinator):
    institution = coordinator.memberships.get().organisation
    made, __ = make_api_client(institution, actor=coordinator)
    answer = send(client, f"{LIST}{made.uuid}/renew/", overlap_days=1)
    made.refresh_from_db()
    token = ask_token(made, answer.json()["client_secret"])
    assert token.json()["scope"] == SCOPE
