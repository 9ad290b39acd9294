"""Whatever goes wrong: a page in our look, in the reader's language, with headers and a number."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import connection, connections
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core.errors import DomainError, Invalid, NotNow, Refused
from tests.factories.partnerships import make_coordinator
from tests.headers import lacking
from tests.people import sign_in


class Gone(DomainError):
    """What was there once."""

    status = 410
    code = "gone"


CASES = [
    (BadRequest("x"), 400, "We could not read this request", "We konden deze aanvraag niet lezen"),
    (Invalid("x"), 400, "We could not read this request", "We konden deze aanvraag niet lezen"),
    (PermissionDenied("x"), 403, "You cannot do this", "Dit kunt u niet doen"),
    (Refused("x"), 403, "You cannot do this", "Dit kunt u niet doen"),
    (Http404("x"), 404, "This page does not exist", "Deze pagina bestaat niet"),
    (NotNow("x"), 409, "This is not possible now", "Dit kan nu niet"),
    (Gone("x"), 410, "This no longer exists", "Dit bestaat niet meer"),
    (RuntimeError("x"), 500, "Something went wrong on our side", "Er ging iets mis aan onze kant"),
]


def check(answer, status, title):
    """The page is ours, whole, and carries what every page carries."""
    text = answer.content.decode()
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in text
    assert f"<strong>{answer['X-Request-ID']}</strong>" in text
    assert lacking(answer) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[1]} {type(case[0]).__name__}")
@pytest.mark.parametrize("language", ["en", "nl"])
def test_error_is_a_page_with_a_number(monkeypatch, case, language):
    error, status, *titles = case

    def fall_over(*args, **kwargs):
        raise error

    monkeypatch.setattr("core.views.home.Home.get_context_data", fall_over)
    client = Client(raise_request_exception=False, headers={"Accept-Language": language})
    check(client.get("/"), status, titles[language == "nl"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "This address is for a button"), ("nl", "Dit adres hoort bij een knop")],
)
def test_address_of_a_button_says_so(language, title):
    client = Client(headers={"Accept-Language": language})
    answer = client.get(reverse("set_language"), follow=False)
    assert answer.status_code == 302, "Django's own view leads back by itself"
    answer = client.delete(reverse("home"))
    check(answer, 405, title)
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title"), [("en", "This is too large"), ("nl", "Dit is te groot")]
)
def test_too_large_a_form_is_named(settings, language, title):
    """Nobody fills the memory of the server, and an honest person reads what to do."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": language})
    token = client.get(reverse("account_login")).cookies["csrftoken"].value
    body = f"csrfmiddlewaretoken={token}&login={'x' * 2000}"
    kind = "application/x-www-form-urlencoded"
    check(client.post(reverse("account_login"), body, content_type=kind), 413, title)


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "We cannot be reached for a moment"), ("nl", "We zijn even niet bereikbaar")],
)
def test_database_that_is_away_gives_a_page_that_says_it_will_pass(
    django_db_setup, django_db_blocker, language, title
):
    """Signed in or not: the page needs no database itself."""
    with django_db_blocker.unblock():
        host = connection.settings_dict["HOST"]
        connections.close_all()
        connection.settings_dict["HOST"] = "/nowhere"
        try:
            client = Client(raise_request_exception=False, headers={"Accept-Language": language})
            client.cookies["sessionid"] = "somebody"
            for address in ("/", reverse("partnerships:host-list"), "/no-such-page"):
                answer = client.get(address)
                check(answer, 503, title)
                assert answer["Retry-After"] == "60"
        finally:
            connections.close_all()
            connection.settings_dict["HOST"] = host


@pytest.mark.django_db
def test_host_name_that_is_not_ours_gets_nothing_but_a_refusal():
    """Links in e-mails and redirects can never be led elsewhere."""
    client = Client(raise_request_exception=False)
    answer = client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


@pytest.mark.django_db
def test_without_the_cache_nobody_signs_in_and_everybody_reads_why(settings):
    """Attempts cannot be counted, so none is made: for a while, and not as a fault of ours."""
    client = Client(raise_request_exception=False, headers={"Accept-Language": "en"})
    sign_in(client, make_coordinator())
    settings.ACCOUNT_RATE_LIMITS = {"login": "5/m/ip"}
    settings.API_REQUESTS_PER_MINUTE = 600
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    data = {"login": "a@b.example", "password": "x"}
    visitor = Client(raise_request_exception=False, headers={"Accept-Language": "en"})
    page = visitor.post(reverse("account_login"), data)
    check(page, 503, "We cannot be reached for a moment")
    answer = client.get("/api/v1/pathways/")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert page["Retry-After"] == answer["Retry-After"] == "60"
