"""Attacks on signing in: each is refused, and the owner of the account gets in again."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from config.embedded import ensure_servers
from tests.factories import partnerships as make
from tests.mail import delivered

pytestmark = pytest.mark.django_db

EMAIL = "an.peeters@school.example"


@pytest.fixture(autouse=True)
def limits(settings):
    """The limits that every other test does without."""
    settings.ACCOUNT_RATE_LIMITS = {}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def person():
    return make.make_user(email=EMAIL)


def attempt(password: str, email: str = EMAIL, **headers: str) -> bool:
    """One try from a new browser; True when it got in."""
    response = Client().post(
        reverse("account_login"), {"login": email, "password": password}, **headers
    )
    assert response.status_code in {200, 302, 429}
    return response.status_code == 302


def test_guessing_one_account_from_many_addresses_is_stopped(person, frozen_clock):
    """D5: after five wrong guesses not even the right one gets in, for five minutes."""
    for number in range(5):
        assert not attempt("wrong", REMOTE_ADDR=f"198.51.100.{number}")
    assert not attempt(make.PASSWORD, REMOTE_ADDR="203.0.113.9")
    frozen_clock.shift(timedelta(minutes=5, seconds=1))
    assert attempt(make.PASSWORD, REMOTE_ADDR="203.0.113.9")


def test_guessing_many_accounts_from_one_address_is_stopped(person):
    """D5: one password tried on everybody."""
    for number in range(10):
        assert not attempt("wrong", f"nobody{number}@school.example", REMOTE_ADDR="198.51.100.1")
    assert not attempt(make.PASSWORD, REMOTE_ADDR="198.51.100.1")
    assert attempt(make.PASSWORD, REMOTE_ADDR="198.51.100.2")


@pytest.mark.parametrize("proxies", [0, 1])
def test_forged_forwarding_header_wins_no_attempts(person, settings, proxies):
    """D5: what a visitor writes left of the proxy's own entry counts for nothing."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(10):
        forged = f"192.0.2.{number}, 198.51.100.1"
        attempt("wrong", f"nobody{number}@school.example", HTTP_X_FORWARDED_FOR=forged)
    assert not attempt(make.PASSWORD, HTTP_X_FORWARDED_FOR="192.0.2.99, 198.51.100.1")


def test_visitors_behind_one_proxy_have_each_their_own_limit(person, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        attempt("wrong", f"nobody{number}@school.example", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert attempt(make.PASSWORD, HTTP_X_FORWARDED_FOR="198.51.100.2")


@pytest.fixture
def shared_cache(limits, settings):
    """The cache of the servers. Other runs use it too: names of our own, and it is not emptied."""
    in_memory = settings.CACHES
    yield {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": {**os.environ, **ensure_servers()}["CACHE_URL"],
        "KEY_PREFIX": f"test-{uuid4()}",
    }
    settings.CACHES = in_memory  # or `limits` would throw away what everybody has there


def test_limits_hold_across_processes(person, shared_cache, settings):
    """D5: the count is in the cache that all processes share, not in one process's memory."""
    for __ in range(5):
        # A new setting makes a new client: nothing is left of the attempt before.
        settings.CACHES = {"default": dict(shared_cache)}
        assert not attempt("wrong")
    settings.CACHES = {"default": dict(shared_cache)}
    assert not attempt(make.PASSWORD)


def test_reset_cannot_flood_a_mailbox(client, person):
    """D5: five e-mails a minute at most, then a page that says what to do."""
    address = reverse("account_reset_password")
    answers = [client.post(address, {"email": EMAIL}).status_code for __ in range(6)]
    assert answers == [302, 302, 302, 302, 302, 429]
    assert len(delivered()) == 5
    page = client.post(address, {"email": EMAIL}).content.decode()
    assert "<h1" in page
    assert "Te veel pogingen" in page


def test_session_of_a_stranger_is_not_taken_over(client, person):
    """D5: a session key planted before signing in is worth nothing afterwards (fixation)."""
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = session.session_key
    client.post(reverse("account_login"), {"login": EMAIL, "password": make.PASSWORD})
    assert client.cookies[django_settings.SESSION_COOKIE_NAME].value != session.session_key
    stranger = Client()
    stranger.cookies[django_settings.SESSION_COOKIE_NAME] = session.session_key
    assert not stranger.get(reverse("home")).context["user"].is_authenticated


def test_form_of_another_site_is_refused(person):
    """D5: signing somebody in, or out, from another site (CSRF)."""
    browser = Client(enforce_csrf_checks=True)
    sent = {"login": EMAIL, "password": make.PASSWORD}
    assert browser.post(reverse("account_login"), sent).status_code == 403
    browser.force_login(person)
    assert browser.post(reverse("account_logout")).status_code == 403
    assert browser.get(reverse("home")).context["user"] == person


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "javascript:1",
    ],
)
def test_signing_in_leads_nowhere_else(client, person, elsewhere):
    """D5: an address in the link cannot send a person to another site (open redirect)."""
    sent = {"login": EMAIL, "password": make.PASSWORD, "next": elsewhere}
    response = client.post(reverse("account_login"), sent)
    assert (response.status_code, response.url) == (302, reverse("home"))


@pytest.mark.parametrize("path", ["home", "account_reset_password"])
def test_forged_host_is_refused(client, person, path):
    """D5: a link in an e-mail cannot be made to lead to another host."""
    response = client.post(reverse(path), {"email": EMAIL}, HTTP_HOST="evil.example")
    assert response.status_code == 400
    assert delivered() == []
