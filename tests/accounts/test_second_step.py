"""The second step of signing in: set up, used, lost, and required where files are at stake."""

import json
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import SecondStep
from core.drafts import keep_draft
from core.history import event_model
from core.models import FormDraft, Letter
from core.notifications.letters import plain_letter
from core.notifications.service import post
from matching.models import IntakeRound
from matching.services.lottery import own_secret
from partnerships.enums import Role
from tests.accounts.second_step import (
    SECRET,
    code,
    first_step,
    is_signed_in,
    recovery_codes,
    second_step,
    with_app,
)
from tests.api import code as problem
from tests.factories import partnerships as make
from tests.factories.matching import make_round
from tests.mail import delivered
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.fixture
def required(settings):
    """As outside the demonstration."""
    settings.SECOND_FACTOR_REQUIRED = True


def set_up_app(client) -> str:
    """Set up an app in the browser; returns its secret."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    return secret


def test_password_alone_opens_nothing_once_an_app_is_set_up(client):
    """D5: with a second step, the password leads to the code and no further."""
    user = with_app(make.make_coordinator())
    assert first_step(client, user).url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert client.get(reverse("partnerships:host-list")).status_code == 302
    assert second_step(client, code()).url == reverse("home")
    assert is_signed_in(client)


def test_link_from_a_message_survives_the_second_step(client):
    user = with_app(make.make_coordinator())
    wanted = reverse("partnerships:host-list")
    first_step(client, user, next=wanted)
    assert second_step(client, code()).url == wanted


def test_wrong_code_says_so_in_words(client):
    user = with_app(make.make_user())
    first_step(client, user)
    page = second_step(client, "000000")
    assert page.status_code == 200
    assert "klopt niet" in page.context["form"].errors["code"][0]
    assert not is_signed_in(client)


@pytest.mark.parametrize(("periods", "accepted"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_clock_of_a_phone_may_be_half_a_minute_off(client, periods, accepted):
    """RFC 6238, 5.2: one step of delay at most."""
    user = with_app(make.make_user())
    first_step(client, user)
    second_step(client, code(periods=periods))
    assert is_signed_in(client) is accepted


def test_recovery_code_lets_in_once(client):
    user = with_app(make.make_user())
    given = recovery_codes(user)[0]
    first_step(client, user)
    second_step(client, given)
    assert is_signed_in(client)
    other = Client()
    first_step(other, user)
    second_step(other, given)
    assert not is_signed_in(other)
    assert len(recovery_codes(user)) == 9


def test_secrets_are_unreadable_in_the_database():
    """Who reads the database, or a copy of it, cannot make codes."""
    user = with_app(make.make_user())
    stored = json.dumps(list(user.authenticator_set.values_list("data", flat=True)))
    assert SECRET not in stored
    assert not any(one in stored for one in recovery_codes(user))


def test_history_tells_who_has_a_second_step_and_never_the_secret(client):
    user = make.make_user()
    first_step(client, user)
    set_up_app(client)
    events = event_model(SecondStep).objects.filter(user=user)
    assert {event.type for event in events} == {"totp", "recovery_codes"}
    assert not hasattr(events[0], "data")
    assert {event.pgh_context["user"] for event in events} == {user.pk}


def test_new_key_takes_over_every_secret(client, settings):
    """ENCRYPTION_KEYS: a new key in front, renew, then the old one may go."""
    user = with_app(make.make_user())
    codes = recovery_codes(user)
    settings.ENCRYPTION_KEYS = ["cd" * 32, *settings.ENCRYPTION_KEYS]
    call_command("renew_encryption", verbosity=0)
    settings.ENCRYPTION_KEYS = ["cd" * 32]
    assert recovery_codes(user) == codes
    first_step(client, user)
    second_step(client, code())
    assert is_signed_in(client)


def test_secret_that_no_key_opens_holds_up_no_other(settings, caplog):
    """ENCRYPTION_KEYS, B3: second steps, drafts and letters of a lost key stay and are named; what
    has a key follows the new one, and rounds in draft get another secret.
    """
    lost, intake = with_app(make.make_user()), make_round()
    keep_draft(lost, "/log/", {"text": ["Vandaag de pomp nagekeken."]})
    post([plain_letter("lost@example.org", "Subject", "Text", kind="x")])
    stays = FormDraft.objects.get().sealed, Letter.objects.get().sealed
    settings.ENCRYPTION_KEYS = ["ab" * 32]
    kept = with_app(make.make_user())
    codes = recovery_codes(kept)
    settings.ENCRYPTION_KEYS = ["cd" * 32, "ab" * 32]
    call_command("renew_encryption", verbosity=0)
    settings.ENCRYPTION_KEYS = ["cd" * 32]
    assert recovery_codes(kept) == codes
    assert len(own_secret(IntakeRound.objects.get(pk=intake.pk))) == 64
    assert (FormDraft.objects.get().sealed, Letter.objects.get().sealed) == stays
    step = Authenticator.objects.get(user=lost, type=Authenticator.Type.TOTP)
    draft, letter = FormDraft.objects.get(), Letter.objects.get()
    for named in (f"(totp) {step.pk}", f"form {draft.pk}", f"letter {letter.uuid}"):
        assert f"{named}\n" in caplog.text
    assert lost.email not in caplog.text
    assert "lost@" not in caplog.text


def test_person_sets_up_an_app_and_keeps_the_codes(client, monkeypatch):
    """The key as image and as text, the codes once, and a message to the owner."""
    user = make.make_user()
    first_step(client, user)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    assert "data:image/svg+xml" in page.content.decode()
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert wrong.context["form"].secret == secret
    # A test's transaction never ends; the message needs the request that it is about.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **options: act())
    done = client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)
    assert all(one in done.content.decode() for one in recovery_codes(user))
    again = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert not any(one in again for one in recovery_codes(user))
    (message,) = delivered()
    assert message.to == [user.email]
    assert "app met codes" in message.subject
    assert message.body.startswith(f"Beste {user.first_name},")


@pytest.mark.parametrize(
    ("role", "needs"),
    [
        (Role.COORDINATOR, True),
        (Role.DIRECTOR, True),
        (Role.COACH, True),
        (Role.ANALYST, True),
        (Role.CONTACT, False),
        (Role.MENTOR, False),
        (Role.STUDENT, False),
    ],
)
def test_staff_must_have_a_second_step(client, required, role, needs):
    """D5: who works with files of many people; others may choose one."""
    hosts = dict.fromkeys((Role.CONTACT, Role.MENTOR), make.make_host)
    makers = {Role.ANALYST: make.make_ministry} | hosts
    organisation = makers.get(role, make.make_institution)()
    sign_in(client, make.make_member(role, organisation))
    response = client.get(reverse("home"))
    assert (response.status_code, response.get("Location")) == (
        (302, reverse("mfa_index")) if needs else (200, None)
    )


def test_administrator_must_have_a_second_step(client, required):
    sign_in(client, make.make_user(is_administrator=True))
    assert client.get(reverse("home")).url == reverse("mfa_index")


def test_staff_go_on_where_they_were_after_the_set_up(client, required):
    user = make.make_coordinator()
    wanted = reverse("partnerships:host-list") + "?q=lift"
    response = first_step(client, user, next=wanted)
    assert client.get(response.url).url == reverse("mfa_index")
    page = client.get(reverse("mfa_index"))
    assert page.context["second_step_missing"]
    assert "twee minuten" in page.content.decode()
    set_up_app(client)
    assert client.get(reverse("second-step-done")).url == wanted
    assert client.get(wanted).status_code == 200
    assert not client.get(reverse("mfa_index")).context["second_step_missing"]


def test_nothing_is_done_before_the_set_up(client, required):
    """Not a page, not a form, not the API, not the gallery."""
    user = make.make_coordinator()
    sign_in(client, user)
    assert client.post(reverse("switch-role"), {"key": "x"}).url == reverse("mfa_index")
    assert client.get(reverse("public-pathways")).url == reverse("mfa_index")
    refused = client.get(reverse("host-list"))
    assert refused.status_code == 403
    assert refused["Content-Type"] == "application/problem+json"
    assert problem(refused) == "second-factor"


def test_staff_keep_a_second_step(client, required):
    """The last one cannot be taken away; of two, one can."""
    user = with_app(make.make_coordinator())
    first_step(client, user)
    second_step(client, code())
    page = client.post(reverse("mfa_deactivate_totp"))
    assert "eerst een andere" in page.context["form"].non_field_errors()[0]
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    passkey = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Laptop"})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=user, type="totp").exists()
    client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


def test_others_may_take_it_away(client, required):
    user = with_app(make.make_user())
    first_step(client, user)
    second_step(client, code())
    client.post(reverse("mfa_deactivate_totp"))
    assert not user.authenticator_set.exists()


def test_passkey_of_somebody_else_does_not_exist(client):
    """D5: not to rename, not to take away."""
    theirs = Authenticator.objects.create(
        user=make.make_user(), type="webauthn", data={"name": "Laptop"}
    )
    first_step(client, make.make_user())
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(name, args=[theirs.pk])).status_code == 404
        assert client.post(reverse(name, args=[theirs.pk]), {"name": "x"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.data == {"name": "Laptop"}


def test_touching_the_second_step_asks_once_more_who_you_are(client, frozen_clock):
    """A browser left open gives nobody the account."""
    user = make.make_user()
    first_step(client, user)
    frozen_clock.shift(timedelta(minutes=6))
    page = client.get(reverse("mfa_activate_totp"))
    assert page.url.startswith(reverse("account_reauthenticate"))


def test_who_it_is_is_shown_by_password_or_by_code(client, frozen_clock):
    """The page of one way names the others; a code is enough, and a used one is not."""
    user = with_app(make.make_user())
    first_step(client, user)
    used = code()
    second_step(client, used)
    frozen_clock.shift(timedelta(minutes=6))
    wanted = reverse("mfa_generate_recovery_codes")
    by_password = client.get(wanted, follow=True)
    assert reverse("mfa_reauthenticate") in by_password.content.decode()
    address = f"{reverse('mfa_reauthenticate')}?next={wanted}"
    assert "Typ een code van uw app" in client.get(address).content.decode()
    assert client.post(address, {"code": used}).status_code == 200
    assert client.post(address, {"code": code()}).url == wanted
    assert client.get(wanted).status_code == 200


def test_lost_phone_is_helped_by_the_administrator(client):
    """The second step goes, every browser is signed out, history keeps it."""
    user = with_app(make.make_coordinator(email="an.peeters@school.example"))
    first_step(client, user)
    second_step(client, code())
    call_command("reset_second_factor", "An.Peeters@School.example", verbosity=0)
    assert not user.authenticator_set.exists()
    assert not is_signed_in(client)
    event = event_model(SecondStep).objects.filter(pgh_label="delete").first()
    assert event.pgh_context["action"] == "reset_second_factor"
    first_step(client, user)
    assert is_signed_in(client)


def test_reset_of_nobody_says_so():
    with pytest.raises(CommandError, match="Nobody has this e-mail address"):
        call_command("reset_second_factor", "niemand@nergens.example")


def test_role_of_the_past_needs_no_second_step(client, required):
    user = make.make_coordinator()
    user.memberships.update(valid_to=date(2026, 9, 13))
    sign_in(client, user)
    assert client.get(reverse("home")).status_code == 200
