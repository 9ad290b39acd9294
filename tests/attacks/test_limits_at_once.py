"""Limits when calls come at the very same moment: each is counted (D5)."""

import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client, RequestFactory
from django.test.client import WSGIRequest

from core.api.documentation import built, description
from core.api.throttling import MinuteThrottle
from partnerships.api.tokens import FailedTokens
from tests.caches import own_cache, shared_cache
from tests.factories.reporting import ask_token, make_api_client

TOKEN = "/identity/o/api/token"
THREADS = 24


class Twelve(MinuteThrottle):
    """At most twelve."""

    scope = "twelve"

    def allowed(self) -> int:
        return 12


@pytest.fixture(params=[shared_cache, own_cache])
def any_cache(request, settings) -> Iterator[None]:
    """The cache of many processes and that of one; threads change places as often as they can."""
    settings.CACHES = request.param()
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def at_once(act: Callable[[], object], threads: int = THREADS) -> Counter:
    """What came of ``act`` in many threads that begin together."""
    together, outcomes = threading.Barrier(threads), []

    def press() -> None:
        try:
            together.wait(timeout=30)
            outcomes.append(act())
        finally:
            cache.close()
            connections.close_all()

    presses = [threading.Thread(target=press) for __ in range(threads)]
    for one in presses:
        one.start()
    for one in presses:
        one.join(timeout=60)
    return Counter(outcomes)


def request() -> WSGIRequest:
    return RequestFactory().get("/")


def test_no_request_slips_through_with_another(any_cache):
    """Ten times, each with its own minute: never one more than the limit, never one less."""
    for number in range(10):

        def ask(address: str = f"192.0.2.{number}") -> bool:
            return Twelve().allow_request(RequestFactory(REMOTE_ADDR=address).get("/"), None)

        assert at_once(ask) == {True: 12, False: 12}


def test_who_asks_for_the_description_together_gets_the_same(any_cache):
    """Built once: the first requests of a fresh process are all answered, without a 500."""
    built.cache_clear()
    got: list[dict] = []
    at_once(lambda: got.append(description()), 4)
    assert [one is got[0] for one in got] == [True] * 4


def test_calls_of_the_api_at_once_are_counted_one_by_one(committed, any_cache, settings):
    settings.API_REQUESTS_PER_MINUTE = 5
    answers = at_once(lambda: Client().get("/api/v1/openapi.json").status_code, 12)
    assert answers == {200: 5, 429: 7}


def test_guesses_of_secrets_at_once_are_counted_one_by_one(committed, any_cache, settings):
    """Forty guesses together: ten reach the secret, no more."""
    settings.TOKEN_FAILURES_PER_MINUTE = 10
    client, secret = make_api_client()
    assert at_once(lambda: ask_token(client, "guess").status_code, 40) == {401: 10, 429: 30}
    assert ask_token(client, secret).status_code == 429


def test_place_of_what_succeeded_is_free_again(any_cache, settings):
    """However many come at once: nothing stays counted when none failed."""
    settings.TOKEN_FAILURES_PER_MINUTE = 3

    def succeed() -> None:
        attempt = FailedTokens()
        if attempt.allow_request(request(), None):
            attempt.give_back()

    at_once(succeed)
    answers = [FailedTokens().allow_request(request(), None) for __ in range(4)]
    assert answers == [True, True, True, False]
