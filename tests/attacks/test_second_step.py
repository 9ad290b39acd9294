"""Attacks on the second step: codes caught, guessed, and steps skipped."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.accounts.second_step import (
    code,
    first_step,
    is_signed_in,
    recovery_codes,
    second_step,
    with_app,
)
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits(settings):
    """The limits that every other test does without."""
    settings.ACCOUNT_RATE_LIMITS = {}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def person():
    return with_app(make.make_user())


def attempt(person, given: str, number: int = 1) -> bool:
    """One try from a new browser that knows the password; True when it got in."""
    client = Client(REMOTE_ADDR=f"198.51.100.{number}")
    first_step(client, person)
    second_step(client, given)
    return is_signed_in(client)


@pytest.mark.parametrize("later", [0, 29, 31, 59])
def test_code_seen_over_a_shoulder_is_worth_nothing(person, frozen_clock, later):
    """D5: a code works once, for as long as its period and the tolerance make it valid."""
    caught = code(periods=1)
    assert attempt(person, caught, 1)
    frozen_clock.shift(timedelta(seconds=later))
    assert not attempt(person, caught, 2)


def test_used_code_is_recognised_however_it_is_written(person):
    caught = code()
    assert attempt(person, caught, 1)
    assert not attempt(person, f"{caught[:3]} {caught[3:]}", 2)
    assert not attempt(person, f"{caught[:3]}-{caught[3:]}", 3)


def test_code_of_somebody_else_opens_nothing(person):
    other = with_app(make.make_user())
    other.authenticator_set.all().delete()
    other_codes = recovery_codes(person)
    with_app(other)
    assert not attempt(other, other_codes[0])


def test_guessing_codes_is_stopped(person, frozen_clock):
    """D5: after five wrong codes the right one does not help either, from wherever."""
    for number in range(5):
        assert not attempt(person, f"{number:06}", number)
    assert not attempt(person, code(), 9)
    frozen_clock.shift(timedelta(minutes=5, seconds=1))
    assert attempt(person, code(), 9)


def test_second_step_cannot_be_skipped(person):
    """Not by opening a page, changing the password, or asking for the codes."""
    client = Client()
    first_step(client, person)
    for name in ("home", "mfa_index", "mfa_view_recovery_codes", "account_change_password"):
        client.get(reverse(name))
        assert not is_signed_in(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    assert not is_signed_in(client)


def test_reset_password_does_not_replace_the_second_step(person):
    """Who reads the mailbox has one of the two."""
    person.set_password("nieuw-en-lang-genoeg")
    person.save()
    client = Client()
    response = client.post(
        reverse("account_login"), {"login": person.email, "password": "nieuw-en-lang-genoeg"}
    )
    assert response.url == reverse("mfa_authenticate")
    assert not is_signed_in(client)


@pytest.mark.parametrize("sent", ["", "{}", "null", "[]", '{"id": 1}', "x" * 5000, "\x00"])
def test_forged_passkey_gets_an_answer_in_words(person, sent):
    """Nonsense in place of a passkey's answer never reaches a traceback."""
    client = Client()
    client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    response = client.post(reverse("mfa_login_webauthn"), {"credential": sent})
    assert response.status_code in {200, 302}
    assert not is_signed_in(client)
    first_step(client, person)
    assert client.post(reverse("mfa_authenticate"), {"credential": sent}).status_code == 200
    assert not is_signed_in(client)


@pytest.mark.parametrize("sent", ["{}", '{"id": 1}', '{"rawId": "AA", "response": {}}', "[1]"])
def test_forged_new_passkey_is_not_kept(sent):
    user = make.make_user()
    client = Client()
    first_step(client, user)
    client.get(reverse("mfa_add_webauthn"))
    response = client.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": sent})
    assert response.status_code == 200
    assert not user.authenticator_set.exists()
