"""Every refusal of the API is a problem with a type that stays, wherever it comes from."""

from datetime import date

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.test import Client
from psycopg2.errors import DeadlockDetected

from core.api.base import ApiView
from core.api.deprecation import Deprecation
from core.api.errors import places as places_of
from core.api.problems import PROBLEMS, USUAL
from core.errors import DomainError
from partnerships.api.views import PartnershipViewSet
from tests.api import JSON, post, writing
from tests.factories import partnerships as make
from tests.factories.reporting import make_program
from tests.people import sign_in

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/partnerships/"


@pytest.fixture
def api(client):
    """A coordinator of one institution who reads English."""
    sign_in(client, make.make_coordinator(make.make_institution(), language="en"))
    client.raise_request_exception = False
    return client


def send(client, content, kind: str = JSON):
    return client.generic("POST", ADDRESS, content, kind, headers=writing())


def is_problem(answer, status: int, name: str) -> None:
    """The status, the media type, and a body that says the same."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    body = answer.json()
    assert (body["status"], body["type"]) == (status, f"/api/v1/problems/{name}/")
    assert PROBLEMS[name].status == status
    assert body["title"] == str(PROBLEMS[name].title)
    assert body["detail"]


@pytest.mark.parametrize(
    ("content", "status", "name"),
    [
        ("{", 400, "unreadable-body"),
        ('{"a": NaN}', 400, "unreadable-body"),
        (b"\xff\xfe{}", 400, "unreadable-body"),
        ('{"host": "\\ud800"}', 400, "unreadable-body"),
        ('{"host": "\\u0000"}', 400, "unreadable-body"),
        ("[" * 60 + "]" * 60, 400, "unreadable-body"),
        ("[" * 100_000, 400, "unreadable-body"),
        ('{"a": ' + "9" * 5000 + "}", 400, "unreadable-body"),
        ("[]", 400, "invalid"),
        ("null", 400, "invalid"),
        ('"text"', 400, "invalid"),
        ("{}", 400, "invalid"),
        ('{"a": "' + "x" * (1024 * 1024) + '"}', 413, "too-large"),
    ],
    ids=range(13),
)
def test_body_that_is_not_right(api, content, status, name):
    is_problem(send(api, content), status, name)


def test_kind_of_body_that_is_not_read(api):
    is_problem(send(api, "<a/>", "application/xml"), 415, "media-type")


def test_unknown_address_below_the_api(api):
    is_problem(api.get("/api/v1/nothing/"), 404, "not-found")
    is_problem(Client().get("/api/nothing/"), 404, "not-found")
    is_problem(api.get(f"{ADDRESS}no-identifier/"), 404, "not-found")


def test_unknown_thing(api):
    is_problem(api.get(f"{ADDRESS}{make.make_partnership().uuid}/"), 404, "not-found")


def test_method_that_does_not_exist_here(api):
    answer = api.delete(ADDRESS, headers=writing())
    is_problem(answer, 405, "method")
    assert "GET" in answer["Allow"]


def test_format_that_does_not_exist(api):
    is_problem(api.get(ADDRESS, headers={"Accept": "text/html"}), 406, "not-acceptable")
    is_problem(api.get(ADDRESS, {"format": "xml"}), 400, "unknown-parameter")


def test_without_sign_in(client):
    answer = client.get(ADDRESS)
    is_problem(answer, 401, "sign-in")
    assert answer["WWW-Authenticate"] == "Bearer"
    broken = client.get(ADDRESS, headers={"Authorization": "Bearer nonsense"})
    is_problem(broken, 401, "sign-in")


def test_without_the_forgery_token_of_the_session():
    """D5: a page elsewhere cannot make a browser that is signed in send a change."""
    browser = Client(enforce_csrf_checks=True)
    sign_in(browser, make.make_coordinator())
    is_problem(post(browser, ADDRESS, started_on="2026-09-14"), 403, "refused")


def test_mistake_of_ours_says_nothing_but_its_number(api, monkeypatch):
    def broken(*args, **kwargs):
        message = "secret of the inside"
        raise RuntimeError(message)

    monkeypatch.setattr(ApiView, "known_parameters", broken)
    answer = api.get(ADDRESS)
    is_problem(answer, 500, "fault")
    assert answer.json()["instance"] == f"urn:request:{answer['X-Request-ID']}"
    assert b"secret" not in answer.content


def test_rows_that_others_hold_are_asked_for_again(api, monkeypatch):
    """PostgreSQL undid the request to end a deadlock: it can be sent again."""

    def crossed(*args, **kwargs):
        raise OperationalError from DeadlockDetected()

    monkeypatch.setattr(ApiView, "known_parameters", crossed)
    answer = api.get(ADDRESS)
    is_problem(answer, 503, "busy")
    assert answer["Retry-After"] == "1"


def test_request_that_django_itself_refuses(api, monkeypatch):
    def suspicious(*args, **kwargs):
        raise SuspiciousOperation

    monkeypatch.setattr(ApiView, "known_parameters", suspicious)
    is_problem(api.get(ADDRESS), 400, "invalid")


def test_host_that_is_not_ours_is_refused(api):
    is_problem(api.get(ADDRESS, headers={"Host": "evil.example"}), 400, "invalid")


def test_every_refusal_of_the_rooms_has_a_type():
    """A new kind of refusal needs its page."""

    def below(kind):
        for inner in kind.__subclasses__():
            yield inner
            yield from below(inner)

    unknown = {one.__name__ for one in below(DomainError) if one.code not in PROBLEMS}
    assert unknown == set()
    assert set(USUAL.values()) <= set(PROBLEMS)
    differing = {
        one.__name__ for one in below(DomainError) if PROBLEMS[one.code].status != one.status
    }
    assert differing == set()


@pytest.mark.parametrize("problem", PROBLEMS.values(), ids=lambda p: p.code)
def test_type_leads_to_a_page_that_explains_it(client, problem):
    client.cookies["django_language"] = "en"
    page = client.get(problem.type)
    assert page.status_code == 200
    assert str(problem.title).replace("'", "&#x27;") in page.content.decode()
    assert str(problem.help) in page.content.decode()


def test_type_that_is_none_has_no_page(client):
    assert client.get("/api/v1/problems/nonsense/").status_code == 404


def test_places_are_pointers_into_the_body():
    found = list(
        places_of(
            {
                "marks": {0: {"a/b~c": ["one", "two"]}},
                "non_field_errors": ["three"],
                "list": ["four", {"x": "five"}],
            }
        )
    )
    assert found == [
        {"pointer": "#/marks/0/a~1b~0c", "detail": "one"},
        {"pointer": "#/marks/0/a~1b~0c", "detail": "two"},
        {"pointer": "#", "detail": "three"},
        {"pointer": "#/list", "detail": "four"},
        {"pointer": "#/list/1/x", "detail": "five"},
    ]


# Languages, and what will go


@pytest.mark.parametrize(
    ("asked", "language"),
    [("en", "en"), ("nl", "nl"), ("en-GB,nl;q=0.5", "en"), ("fr", "nl"), ("*", "nl"), (None, "nl")],
)
def test_answer_is_in_the_language_that_was_asked(client, asked, language):
    """Without a language of ours, it is the person's own."""
    person = make.make_coordinator(make.make_institution(), language="nl")
    sign_in(client, person)
    answer = client.get(f"{ADDRESS}?x=1", headers={"Accept-Language": asked} if asked else {})
    assert answer["Content-Language"] == language
    assert {"Accept-Language", "Authorization", "Cookie"} <= set(answer["Vary"].split(", "))
    title = {"en": "Unknown parameter", "nl": "Onbekende parameter"}[language]
    assert answer.json()["title"] == title


def test_program_reads_its_own_language():
    program = make_program()
    assert program.get("/api/v1/datasets/")["Content-Language"] == "en"
    dutch = program.get("/api/v1/datasets/", **{"Accept-Language": "nl"})
    assert dutch["Content-Language"] == "nl"


def test_operation_that_will_go_says_so(api, monkeypatch):
    going = Deprecation(date(2026, 11, 1), date(2027, 11, 1), instead="/api/v1/hosts/")
    monkeypatch.setattr(PartnershipViewSet, "deprecations", {"list": going})
    answer = api.get(ADDRESS)
    assert answer["Deprecation"] == "@1793491200"
    assert answer["Sunset"] == "Mon, 01 Nov 2027 00:00:00 GMT"
    assert answer["Link"] == (
        '</api/v1/changes/>; rel="deprecation"; type="text/html", '
        '</api/v1/hosts/>; rel="successor-version"'
    )
    other = post(api, ADDRESS)
    assert "Deprecation" not in other
