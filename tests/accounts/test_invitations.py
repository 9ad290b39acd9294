"""Invitations: one person, one address, some days, once."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.invitations import (
    MOST_A_DAY,
    VALID_FOR,
    accept,
    ask_again,
    invite,
    invite_one,
    link_of,
    withdraw,
)
from accounts.models import Invitation
from core.errors import NotNow
from core.history import event_model
from core.models import Letter
from partnerships.enums import Role
from tests.accounts.second_step import is_signed_in
from tests.factories import partnerships as make
from tests.mail import delivered

pytestmark = pytest.mark.django_db
PASSWORD = "een-lange-nieuwe-zin"
SENT = {"new_password1": PASSWORD, "new_password2": PASSWORD}


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


def newcomer(**fields):
    """Somebody who has no way in yet."""
    user = make.make_user(**fields)
    user.set_unusable_password()
    user.save()
    return user


def invited(person=None, actor=None) -> str:
    """The link that a person was sent."""
    person = person or newcomer()
    assert invite([person], actor=actor) == [person]
    return link_of(Invitation.objects.open().get(user=person))


def test_invited_person_chooses_a_password_and_is_in(client):
    """D5: mentors and students arrive by an e-mail link."""
    person = newcomer(first_name="Zoë")
    link = invited(person)
    page = client.get(link)
    assert (page.status_code, str(page.context["heading"])) == (200, "Welkom, Zoë")
    assert person.email in page.content.decode()
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    response = client.post(link, SENT)
    assert (response.status_code, response.url) == (302, reverse("home"))
    assert is_signed_in(client)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_letter_names_who_invites_and_holds_the_link():
    person, link = newcomer(language="en"), ""
    with translation.override("nl"):
        link = invited(person, actor=make.make_user(first_name="Emma", last_name="Maes"))
    (letter,) = delivered()
    assert letter.to == [person.email]
    assert letter.body.count(f"http://testserver{link}") == 1
    assert "Emma Maes invites you" in letter.body
    assert f'href="http://testserver{link}"' in letter.alternatives[0][0]


def test_link_works_once(client):
    link = invited()
    client.post(link, SENT)
    other = Client()
    assert other.get(link).status_code == 410
    assert other.post(link, SENT).status_code == 410
    assert not is_signed_in(other)


def test_opening_the_page_uses_nothing_up(client):
    """A mail program that looks into links beforehand spoils no invitation."""
    link = invited()
    for __ in range(3):
        assert client.get(link).status_code == 200


@pytest.mark.parametrize(
    ("later", "status"), [(VALID_FOR - timedelta(seconds=1), 200), (VALID_FOR, 410)]
)
def test_link_works_for_two_weeks(client, frozen_clock, later, status):
    link = invited()
    frozen_clock.shift(later)
    assert client.get(link).status_code == status


def test_old_link_can_be_asked_anew_by_its_owner(client, frozen_clock):
    """The new letter goes to the same address; the old link stays dead."""
    person = newcomer()
    link = invited(person)
    frozen_clock.shift(VALID_FOR)
    page = client.get(link)
    assert b'name="again"' in page.content
    assert client.post(link, {"again": "1"}).status_code == 302
    assert [letter.to for letter in delivered()] == [[person.email]] * 2
    assert client.get(link).status_code == 410
    assert client.get(link_of(Invitation.objects.open().get(user=person))).status_code == 200


def test_withdrawn_link_is_over_and_cannot_be_asked_anew(client):
    person = newcomer()
    link = invited(person)
    withdraw(person, actor=None)
    page = client.get(link)
    assert page.status_code == 410
    assert b'name="again"' not in page.content
    client.post(link, {"again": "1"})
    assert Invitation.objects.count() == 1


def test_link_of_an_earlier_address_is_dead(client):
    """Bound to the address: who reads the old mailbox gets in nowhere."""
    person = newcomer()
    link = invited(person)
    person.email = "nieuw@voorbeeld.example"
    person.save()
    assert client.get(link).status_code == 410
    assert client.post(link, SENT | {"again": "1"}).status_code == 410


def test_link_is_dead_once_the_password_came_another_way(client):
    """Whoever holds the old letter cannot choose another password after a reset."""
    person = newcomer()
    link = invited(person)
    person.set_password("langs-een-andere-weg")
    person.save()
    assert client.post(link, SENT).status_code == 410
    person.refresh_from_db()
    assert person.check_password("langs-een-andere-weg")


def test_blocked_person_does_not_come_in_by_an_invitation(client):
    person = newcomer()
    link = invited(person)
    person.is_active = False
    person.save()
    assert client.post(link, SENT).status_code == 410
    assert not is_signed_in(client)


def test_weak_password_is_refused_beside_its_field(client):
    """Too short, and the person's own name; the link still works afterwards."""
    link = invited(newcomer(first_name="Wilhelmina"))
    page = client.post(link, {"new_password1": "wilhelmina", "new_password2": "wilhelmina"})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["new_password2"]
    assert client.post(link, SENT).status_code == 302


def test_somebody_else_in_this_browser_is_warned_and_signed_out(client):
    other = make.make_user(first_name="Jan", last_name="Ander")
    client.force_login(other)
    person = newcomer(language="en")
    link = invited(person)
    assert "Jan Ander is aangemeld in deze browser" in client.get(link).content.decode()
    client.post(link, SENT)
    assert client.get(reverse("accessibility")).context["user"] == person


def test_staff_set_up_the_second_step_next(client, settings):
    """An invitation is one step; the files of an institution need two."""
    settings.SECOND_FACTOR_REQUIRED = True
    person = make.make_coordinator()
    person.set_unusable_password()
    person.save()
    client.post(invited(person), SENT)
    assert client.get(reverse("partnerships:host-list")).url == reverse("mfa_index")
    # Just chosen: nobody asks for the same password again.
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_mailbox_is_not_flooded():
    """D5: three letters a day, whoever asks for them."""
    person = newcomer()
    for __ in range(MOST_A_DAY):
        invite_one(person, actor=None)
    with pytest.raises(NotNow, match="several invitations today"):
        invite_one(person, actor=None)
    assert not ask_again(Invitation.objects.open().get(user=person))
    assert len(delivered()) == MOST_A_DAY


def test_who_has_a_password_gets_no_invitation():
    with pytest.raises(NotNow, match="has a password"):
        invite_one(make.make_user(), actor=None)
    assert invite([make.make_user()], actor=None) == []


def test_history_keeps_who_accepted_and_never_the_link():
    person = newcomer()
    invited(person, actor=make.make_user())
    accept(Invitation.objects.get(), PASSWORD)
    events = event_model(Invitation)._default_manager.order_by("pgh_id")
    actions = [event.pgh_context["action"] for event in events]
    assert actions == ["accounts.invitation.invite", "accounts.invitation.accept"]


@pytest.mark.parametrize("number", [1, 3])
def test_inviting_many_costs_as_many_queries_as_one(django_assert_num_queries, number):
    people = [newcomer() for __ in range(number)]
    actor = make.make_member(Role.COORDINATOR, make.make_institution())
    with django_assert_num_queries(11):
        invite(people, actor=actor)


def ask_reset(client, person) -> list[str]:
    """Ask a new password as a visitor; the kinds of letters that go out."""
    before = Letter.objects.count()
    page = client.post(reverse("account_reset_password"), {"email": person.email})
    assert page.url == reverse("account_reset_password_done")  # the same for everybody
    return list(Letter.objects.order_by("pk").values_list("kind", flat=True))[before:]


def test_forgotten_password_of_somebody_invited_brings_the_invitation_anew(client):
    """Also when it got too old; the earlier link stops working."""
    person = newcomer()
    link = invited(person)
    assert ask_reset(client, person) == ["accounts.invitation"]
    assert client.get(link).status_code == 410
    assert client.get(link_of(Invitation.objects.open().get())).status_code == 200


def test_withdrawn_invitation_is_no_way_in_by_a_forgotten_password(client):
    """Nor is a name that was brought in and never invited."""
    person, never = newcomer(), newcomer()
    invited(person)
    withdraw(person, actor=None)
    for somebody in (person, never):
        assert "accounts.password_reset_key" not in ask_reset(client, somebody)
    assert not Invitation.objects.open().exists()


def test_who_came_in_by_a_provider_may_choose_a_password(client):
    person = newcomer(last_login=timezone.now())
    assert ask_reset(client, person) == ["accounts.password_reset_key"]
    member = make.make_user()
    assert ask_reset(client, member) == ["accounts.password_reset_key"]


def test_forgotten_password_floods_nobody(client):
    person = newcomer()
    invited(person)
    sent = [ask_reset(client, person) for __ in range(MOST_A_DAY)]
    assert sent.count([]) == 1
    assert Invitation.objects.count() == MOST_A_DAY
