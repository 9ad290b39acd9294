"""The pages and the API of who takes part."""

from datetime import date

import pytest
from django.urls import reverse

from partnerships.enums import Role
from partnerships.forms import FRAMEWORK_GROUPS, FrameworkForm
from partnerships.models import Partnership, Recognition
from tests.api import places, post
from tests.factories import partnerships as make
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make.make_coordinator()


@pytest.fixture
def institution(coordinator):
    return coordinator.memberships.get().organisation


LISTS = [
    ("partnerships:host-list", lambda institution: make.make_host(), 7),
    (
        "partnerships:partnership-list",
        lambda institution: make.make_partnership(institution),
        7,
    ),
    (
        "partnerships:recognition-list",
        lambda institution: make.make_recognition(make.make_programme(institution)),
        7,
    ),
    ("host-list", lambda institution: make.make_host(), 4),
    ("partnership-list", lambda institution: make.make_partnership(institution), 4),
    (
        "framework-list",
        lambda institution: make.make_framework(make.make_partnership(institution)),
        4,
    ),
    (
        "recognition-list",
        lambda institution: make.make_recognition(make.make_programme(institution)),
        4,
    ),
]


@pytest.mark.parametrize(("name", "add_row", "queries"), LISTS)
@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_row_and_three(
    name, add_row, queries, rows, client, coordinator, institution, django_assert_num_queries
):
    for __ in range(rows):
        add_row(institution)
    sign_in(client, coordinator)
    with django_assert_num_queries(queries):
        assert client.get(reverse(name)).status_code == 200


def test_coordinator_recognises_a_site_in_the_browser(client, coordinator, institution):
    """V32, D4: the form ends in a recognition; the page of the host shows it."""
    programme = make.make_programme(institution)
    site = make.make_establishment()
    sign_in(client, coordinator)
    response = client.post(
        reverse("partnerships:recognition-create", args=[site.uuid]),
        {
            "programme": programme.pk,
            "judgement": "meets",
            "decided_on": "2026-09-14",
            "valid_from": "2026-09-15",
            "valid_to": "2031-09-14",
            "risk_assessment_date": "2026-09-01",
            "first_reviewer": coordinator.pk,
            "second_reviewer": programme.director.pk,
        },
        follow=True,
    )
    recognition = Recognition.objects.get()
    assert response.redirect_chain == [
        (reverse("partnerships:recognition-detail", args=[recognition.uuid]), 302)
    ]
    page = client.get(reverse("partnerships:host-detail", args=[site.organisation.uuid]))
    assert page.context["sites"][0].recognitions.all()[0] == recognition


def test_wrong_period_is_shown_beside_its_field_and_nothing_is_lost(
    client, coordinator, institution
):
    programme = make.make_programme(institution)
    site = make.make_establishment()
    sign_in(client, coordinator)
    typed = {
        "programme": programme.pk,
        "judgement": "meets",
        "decided_on": "2026-09-14",
        "valid_from": "2026-09-15",
        "valid_to": "2033-01-01",
        "risk_assessment_date": "2026-09-01",
        "first_reviewer": coordinator.pk,
        "second_reviewer": programme.director.pk,
    }
    response = client.post(reverse("partnerships:recognition-create", args=[site.uuid]), typed)
    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["valid_to"]
    assert response.context["form"]["valid_to"].value() == "2033-01-01"
    assert Recognition.objects.count() == 0


def test_partnership_starts_over_the_api(client, coordinator, institution):
    """V41, D4: the same verb over REST."""
    host = make.make_host()
    sign_in(client, coordinator)
    response = post(
        client,
        reverse("partnership-list"),
        institution=str(institution.uuid),
        host=str(host.uuid),
        started_on="2026-09-14",
    )
    assert response.status_code == 201
    partnership = Partnership.objects.get()
    assert response.json() == {
        "id": str(partnership.uuid),
        "institution": str(institution.uuid),
        "host": str(host.uuid),
        "started_on": "2026-09-14",
    }


def test_partnership_for_an_institution_outside_the_scope_does_not_exist(client, coordinator):
    other = make.make_institution()
    sign_in(client, coordinator)
    response = post(
        client,
        reverse("partnership-list"),
        institution=str(other.uuid),
        host=str(make.make_host().uuid),
        started_on="2026-09-14",
    )
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert places(response) == ["#/institution"]


def test_home_asks_to_renew_what_ends_soon(client, coordinator, institution):
    """V41: arrangements and recognitions are renewed in time."""
    ending = make.make_recognition(
        make.make_programme(institution),
        valid_from=date(2021, 9, 1),
        valid_to=date(2026, 8, 31),
        decided_on=date(2021, 8, 1),
        risk_assessment_date=date(2021, 7, 1),
    )
    make.make_recognition(make.make_programme(institution))
    sign_in(client, coordinator)
    todos = client.get(reverse("home")).context["todos"]
    assert [(todo.due, todo.overdue) for todo in todos] == [(ending.valid_to, True)]
    assert todos[0].url == reverse("partnerships:recognition-detail", args=[ending.uuid])


def test_who_wrote_about_a_host_is_for_the_host_alone(client, coordinator):
    """V34: a host's page is read by every institution, and its history names people."""
    host = make.make_host()
    address = reverse("partnerships:host-detail", args=[host.uuid])
    shown = []
    for reader in (coordinator, make.make_member(Role.CONTACT, host)):
        sign_in(client, reader)
        shown.append(client.get(address).context["timeline"] is not None)
    assert shown == [False, True]


def test_groups_of_the_arrangements_hold_every_field_once():
    """A field outside them would not be shown at all."""
    grouped = [name for group in FRAMEWORK_GROUPS for name in group["fields"]]
    assert sorted(grouped) == sorted(FrameworkForm.base_fields)
