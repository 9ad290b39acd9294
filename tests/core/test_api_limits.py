"""How often the API may be called, and what it says then."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone

from partnerships.enums import Role
from tests.factories.partnerships import make_member, make_ministry
from tests.factories.reporting import Program, make_api_client, token_for
from tests.people import sign_in

pytestmark = pytest.mark.django_db
DATASETS = "/api/v1/datasets/"
OPENAPI = "/api/v1/openapi.json"


@pytest.fixture(autouse=True)
def three_a_minute(settings):
    """A low limit. Nobody shares a count with another test: everybody is new."""
    settings.API_REQUESTS_PER_MINUTE = 3


@pytest.fixture
def analyst():
    return make_member(Role.ANALYST, make_ministry())


def person(user) -> Client:
    """A browser of this person."""
    browser = Client(headers={"Accept-Language": "en"})
    sign_in(browser, user)
    browser.cookies["django_language"] = "en"
    return browser


def statuses(caller, times: int) -> list[int]:
    return [caller.get(DATASETS).status_code for __ in range(times)]


def test_fourth_request_within_the_minute_is_refused_with_the_time_to_wait(analyst):
    browser = person(analyst)
    assert statuses(browser, 4) == [200, 200, 200, 429]
    with time_machine.travel(timezone.now() + timedelta(seconds=20.5), tick=False):
        refused = browser.get(DATASETS)
    assert (refused.headers["Retry-After"], refused.headers["Content-Type"]) == (
        "40",
        "application/problem+json",
    )
    assert refused.json() == {
        "type": "/api/v1/problems/too-often/",
        "status": 429,
        "title": "Too many requests",
        "detail": "Wait 40 seconds, then ask again.",
    }


def test_who_waits_as_long_as_told_is_let_in(analyst):
    browser = person(analyst)
    assert statuses(browser, 4)[-1] == 429
    with time_machine.travel(timezone.now() + timedelta(seconds=60), tick=False):
        assert statuses(browser, 1) == [200]


def test_limit_of_one_is_no_limit_for_another(analyst):
    assert statuses(person(analyst), 4)[-1] == 429
    assert statuses(person(make_member(Role.ANALYST, make_ministry())), 1) == [200]


def test_second_browser_of_a_person_wins_no_requests(analyst):
    assert statuses(person(analyst), 3) == [200, 200, 200]
    assert statuses(person(analyst), 1) == [429]


def test_new_token_wins_a_program_no_requests_and_costs_its_analyst_none():
    client, secret = make_api_client()
    tokens = [token_for(client, secret) for __ in range(2)]
    assert statuses(Program(tokens[0]), 3) == [200, 200, 200]
    assert statuses(Program(tokens[1]), 1) == [429]
    assert statuses(person(client.responsible), 1) == [200]


def test_visitors_behind_one_address_are_counted_by_it(settings):
    def ask(address: str) -> int:
        return Client(REMOTE_ADDR=address).get(OPENAPI).status_code

    assert [ask("192.0.2.7") for __ in range(4)] == [200, 200, 200, 429]
    assert ask("192.0.2.8") == 200


def test_forwarding_header_wins_no_requests_where_no_proxy_stands():
    assert configured.REST_FRAMEWORK["NUM_PROXIES"] == 0
    answers = [
        Client(REMOTE_ADDR="192.0.2.9")
        .get(OPENAPI, headers={"X-Forwarded-For": f"198.51.100.{n}"})
        .status_code
        for n in range(4)
    ]
    assert answers == [200, 200, 200, 429]
