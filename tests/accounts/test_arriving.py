"""Coming in by an invitation through a provider, without a password of this platform."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.invitations import VALID_FOR, invite, link_of, withdraw
from accounts.models import Invitation, ProviderLink
from tests.accounts.second_step import is_signed_in
from tests.factories import partnerships as make
from tests.openid_provider import CLAIM, OF_OTHERS, come_back, honest, link, settings_for, tell
from tests.people import sign_in

pytestmark = [pytest.mark.django_db, OF_OTHERS]


@pytest.fixture(scope="module")
def issuer():
    """One provider for all tests."""
    with honest() as found:
        yield found


@pytest.fixture(autouse=True)
def configured(settings, issuer):
    """The platform knows the provider, which says for which organisation somebody comes."""
    cache.clear()
    settings.OPENID_PROVIDERS = [settings_for(issuer, organisation_claim=CLAIM)]
    yield
    cache.clear()


@pytest.fixture
def person(issuer):
    """A mentor who was named by a host and never came in."""
    found = make.make_mentor().user
    found.set_unusable_password()
    found.save()
    number = found.memberships.get().organisation.enterprise_number
    tell(issuer, "mentor-1", **{CLAIM: number})
    tell(issuer, "elsewhere", **{CLAIM: "0999999922"})
    return found


@pytest.fixture
def token(person) -> str:
    invite([person], actor=None)
    return link_of(Invitation.objects.open().get(user=person)).rstrip("/").rpartition("/")[2]


def begin(client, token: str) -> str:
    """Press the button on the page of the invitation; the provider's address."""
    answer = client.post(reverse("invitation-through", args=[token, "acm"]))
    assert answer.status_code == 200
    return str(answer.context["address"])


def test_invited_person_comes_in_through_a_provider(client, person, token, issuer):
    """D5, domain.md 3.7: linked by issuer and subject, accepted, signed in; no password."""
    page = client.get(reverse("invitation", args=[token])).content.decode()
    assert "Aanmelden met ACM/IDM" in page
    answer = come_back(client, begin(client, token), "mentor-1")
    assert (answer.status_code, answer.url) == (302, reverse("home"))
    assert client.get(reverse("accessibility")).context["user"] == person
    person.refresh_from_db()
    assert not person.has_usable_password()
    assert Invitation.objects.get().accepted_at is not None
    assert list(ProviderLink.objects.values_list("user", "provider", "uid")) == [
        (person.pk, issuer, "mentor-1")
    ]
    assert client.get(reverse("invitation", args=[token])).status_code == 410


def test_address_at_the_provider_says_nothing_of_the_invitation(client, person, token):
    address = begin(client, token)
    assert token not in address
    assert Invitation.objects.get().uuid.hex not in address
    assert person.email not in address


def test_other_organisation_does_not_use_up_the_invitation(client, person, token):
    """The link can be opened again, for the right organisation."""
    assert come_back(client, begin(client, token), "elsewhere").status_code == 403
    assert not is_signed_in(client)
    assert (Invitation.objects.open().count(), ProviderLink.objects.count()) == (1, 0)
    assert come_back(client, begin(client, token), "mentor-1").status_code == 302


def test_sign_in_of_somebody_else_does_not_take_the_invitation(client, person, token, issuer):
    """Who is linked to another account gets neither that account nor this one."""
    link(make.make_mentor().user, issuer, "mentor-1")
    answer = come_back(client, begin(client, token), "mentor-1")
    assert (answer.status_code, answer.context["heading"]) == (
        403,
        "Iemand anders meldt zich hier zo aan",
    )
    assert not is_signed_in(client)
    assert Invitation.objects.open().count() == 1


@pytest.mark.parametrize("end", ["withdrawn", "expired", "blocked", "password", "used"])
def test_invitation_that_ended_on_the_way_opens_nothing(client, person, token, end):
    """Asked again under a lock when the answer comes."""
    address = begin(client, token)
    if end == "withdrawn":
        withdraw(person, actor=None)
    elif end == "expired":
        Invitation.objects.update(expires_at=timezone.now() - VALID_FOR)
    elif end == "blocked":
        type(person).objects.update(is_active=False)
    elif end == "password":
        person.set_password("langs-een-andere-weg")
        person.save()
    else:
        other = Client()
        assert come_back(other, begin(other, token), "mentor-1").status_code == 302
    answer = come_back(client, address, "elsewhere" if end == "used" else "mentor-1")
    assert answer.status_code in {403, 410}
    assert not is_signed_in(client)
    assert ProviderLink.objects.count() == (1 if end == "used" else 0)


def test_planted_invitation_does_not_reach_another_browser(client, person, token):
    """D5: fixation: an attacker's begun sign-in is worth nothing in the victim's browser."""
    address = begin(Client(), token)
    answer = come_back(client, address, "mentor-1")
    assert answer.status_code == 400
    assert not is_signed_in(client)
    assert Invitation.objects.open().count() == 1


def test_button_needs_a_working_invitation_a_form_and_a_known_provider(client, person, token):
    withdraw(person, actor=None)
    through = reverse("invitation-through", args=[token, "acm"])
    page = reverse("invitation", args=[token])
    assert client.post(through).url == page
    assert client.get(through).url == page
    assert client.post(reverse("invitation-through", args=["forged", "acm"])).status_code == 302
    invite([person], actor=None)
    again = link_of(Invitation.objects.open().get()).rstrip("/").rpartition("/")[2]
    assert client.post(reverse("invitation-through", args=[again, "nobody"])).status_code == 404
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("invitation-through", args=[again, "acm"])).status_code == 403


def test_somebody_else_in_this_browser_is_signed_out(client, person, token):
    sign_in(client, make.make_coordinator())
    come_back(client, begin(client, token), "mentor-1")
    assert client.get(reverse("accessibility")).context["user"] == person


def test_without_providers_the_page_speaks_of_a_password_alone(client, token, settings):
    settings.OPENID_PROVIDERS = []
    assert "ACM/IDM" not in client.get(reverse("invitation", args=[token])).content.decode()
