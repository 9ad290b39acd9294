"""Attacks on invitations: forged, replayed, raced, planted, flooded."""

import pytest
from django.conf import settings as django_settings
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.invitations import SALT
from accounts.models import Invitation
from tests.accounts.second_step import is_signed_in
from tests.accounts.test_invitations import SENT, invited, newcomer
from tests.factories import partnerships as make
from tests.mail import delivered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits(settings):
    """The limits that every other test does without."""
    settings.ACCOUNT_RATE_LIMITS = {"invitation": "20/m/ip"}
    cache.clear()
    yield
    cache.clear()


def link(token: str) -> str:
    return reverse("invitation", args=[token])


@pytest.mark.parametrize("token", ["x", "é", "a:b:c"])
def test_forged_link_opens_nothing(client, token):
    """D5: an answer in words, whatever stands in the link."""
    is_refused(client, token)


@pytest.mark.parametrize("signed", ["not-a-uuid", ["list"], None], ids=["text", "list", "null"])
def test_signed_nonsense_opens_nothing(client, signed):
    """D5: a link with our own signature under something that names no invitation.

    Signed here and not in the list of cases: the moment of signing would be in their
    names, and every process that runs a share of the tests would have other names.
    """
    is_refused(client, signing.dumps(signed, salt=SALT))


def is_refused(client, token: str) -> None:
    assert client.get(link(token)).status_code == 410
    assert client.post(link(token), SENT | {"again": "1"}).status_code == 410
    assert delivered() == []


def test_link_signed_for_another_purpose_opens_nothing(client):
    """A signed address of another page (no more e-mails) is no invitation."""
    invited()
    row = Invitation.objects.get()
    assert client.get(link(signing.dumps(row.uuid.hex, salt="other"))).status_code == 410


def test_planted_session_is_worth_nothing_after_accepting(client):
    """D5: a session key planted before accepting is left behind (fixation)."""
    url = invited()
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = session.session_key
    client.post(url, SENT)
    assert is_signed_in(client)
    stranger = Client()
    stranger.cookies[django_settings.SESSION_COOKIE_NAME] = session.session_key
    assert not is_signed_in(stranger)


def test_other_site_cannot_accept(client):
    """D5: CSRF."""
    browser = Client(enforce_csrf_checks=True)
    url = invited()
    assert browser.post(url, SENT).status_code == 403
    assert browser.post(url, {"again": "1"}).status_code == 403
    assert Invitation.objects.get().works()


def test_form_gives_no_other_fields(client):
    """D5: mass assignment: only the password is taken."""
    person = newcomer()
    more = {"is_administrator": "on", "email": "ik@evil.example", "user": "1", "is_active": "on"}
    client.post(invited(person), SENT | more)
    person.refresh_from_db()
    assert (person.is_administrator, person.email) == (False, Invitation.objects.get().email)


def test_trying_very_often_is_stopped(client):
    """D5: per visitor, counted behind the proxies of our own."""
    url = invited()
    wrong = {"new_password1": "a", "new_password2": "b"}
    answers = {client.post(url, wrong).status_code for __ in range(20)}
    assert answers == {200}
    assert client.post(url, SENT).status_code == 429
    assert client.post(url, SENT, HTTP_X_FORWARDED_FOR="192.0.2.1").status_code == 429
    assert Client(REMOTE_ADDR="198.51.100.7").post(url, SENT).status_code == 302


def test_invitation_of_an_administrator_needs_the_mailbox(client):
    """Knowing the identifier of a person does not make a link."""
    administrator = make.make_user(is_administrator=True)
    token = signing.dumps(administrator.uuid.hex, salt=SALT)
    assert client.post(link(token), SENT).status_code == 410
