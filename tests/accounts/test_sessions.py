"""Where a person is signed in, and ending it."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from accounts.sessions import clear_expired, device
from accounts.tasks import clear_sessions
from tests.accounts.second_step import first_step, is_signed_in
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


def browser(user, agent: str) -> Client:
    """A browser in which the person signed in."""
    client = Client(headers={"User-Agent": agent})
    first_step(client, user)
    return client


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        (SAFARI, "Mobile Safari, iOS"),
        ("", "Unknown browser"),
        ("\x00<script>", "Unknown browser"),
    ],
)
def test_device_is_told_in_words(agent, words):
    assert device(agent) == words


def test_person_sees_where_they_are_signed_in():
    user = make.make_user()
    browser(user, SAFARI)
    page = browser(user, FIREFOX).get(reverse("sessions"))
    assert {row["device"] for row in page.context["rows"]} == {
        "Firefox, Linux",
        "Mobile Safari, iOS",
    }
    here = [row["device"] for row in page.context["rows"] if row["here"]]
    assert here == ["Firefox, Linux"]


def test_one_sign_in_is_ended():
    user = make.make_user()
    lost, here = browser(user, SAFARI), browser(user, FIREFOX)
    session = UserSession.objects.get(user=user, user_agent=SAFARI)
    here.post(reverse("sessions"), {"session": session.pk})
    assert not is_signed_in(lost)
    assert is_signed_in(here)


def test_all_others_are_ended():
    user = make.make_user()
    others = [browser(user, SAFARI), browser(user, SAFARI)]
    here = browser(user, FIREFOX)
    here.post(reverse("sessions"), {"session": "others"})
    assert not any(is_signed_in(other) for other in others)
    assert is_signed_in(here)


@pytest.mark.parametrize("key", ["", "0", "-1", "x", "9" * 40])
def test_nonsense_ends_nothing(key):
    here = browser(make.make_user(), FIREFOX)
    assert here.post(reverse("sessions"), {"session": key}).status_code == 404
    assert is_signed_in(here)


def test_sign_in_of_somebody_else_does_not_exist():
    """D5: nobody signs another person out."""
    other = make.make_user()
    theirs = browser(other, SAFARI)
    here = browser(make.make_user(), FIREFOX)
    key = UserSession.objects.get(user=other).pk
    assert here.post(reverse("sessions"), {"session": key}).status_code == 404
    assert is_signed_in(theirs)


def test_being_here_is_noted_once_in_five_minutes(frozen_clock):
    """A page costs no extra writing, and the list is right to five minutes."""
    user = make.make_user()
    here = browser(user, FIREFOX)
    here.get(reverse("accessibility"))
    first = UserSession.objects.get(user=user).last_seen_at
    frozen_clock.shift(timedelta(minutes=4))
    here.get(reverse("accessibility"))
    assert UserSession.objects.get(user=user).last_seen_at == first
    frozen_clock.shift(timedelta(minutes=2))
    here.get(reverse("accessibility"))
    assert UserSession.objects.get(user=user).last_seen_at > first


def test_what_is_over_is_forgotten_at_night(frozen_clock):
    """Network addresses of people are kept no longer than their sign-in."""
    user = make.make_user()
    browser(user, SAFARI)
    frozen_clock.shift(timedelta(days=13))
    here = browser(user, FIREFOX)
    frozen_clock.shift(timedelta(days=2))
    clear_sessions()
    assert [row.user_agent for row in UserSession.objects.filter(user=user)] == [FIREFOX]
    assert is_signed_in(here)
    assert clear_expired() == 0
