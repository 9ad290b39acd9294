"""Refusals read the same at both doors: a page for people, problem+json for machines."""

import pytest
from django.urls import reverse

from tests.api import code, places, post
from tests.factories import partnerships as make
from tests.people import sign_in

pytestmark = pytest.mark.django_db


def test_page_outside_the_scope_does_not_exist(client):
    sign_in(client, make.make_coordinator())
    page = client.get(
        reverse("partnerships:partnership-detail", args=[make.make_partnership().uuid])
    )
    assert (page.status_code, page.templates[0].name) == (404, "404.html")


def test_page_without_the_right_says_why(client):
    sign_in(client, make.make_user(language="en"))
    page = client.get(reverse("partnerships:host-list"))
    assert page.status_code == 403
    assert "Only the staff of an institution look for hosts." in page.content.decode()


def test_machine_without_the_right_reads_the_same_reason(client):
    sign_in(client, make.make_user(language="en"))
    answer = client.get(reverse("partnership-list"))
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "/api/v1/problems/refused/",
        "status": 403,
        "title": "You may not do this",
        "detail": "Only institutions and hosts see their partnerships.",
    }


def test_machine_without_a_sign_in_is_asked_for_one(client):
    answer = client.get(reverse("partnership-list"))
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert code(answer) == "sign-in"


def test_bad_input_names_the_fields(client):
    user = make.make_coordinator()
    sign_in(client, user)
    values = {"institution": "geen-kenmerk", "host": "", "started_on": "gisteren"}
    answer = post(client, reverse("partnership-list"), **values)
    assert answer.status_code == 400
    assert places(answer) == ["#/host", "#/institution", "#/started_on"]


def test_collection_is_never_a_bare_array(client):
    user = make.make_coordinator()
    sign_in(client, user)
    answer = client.get(reverse("partnership-list")).json()
    assert answer == {
        "items": [],
        "next": None,
        "self": f"http://testserver{reverse('partnership-list')}",
    }
