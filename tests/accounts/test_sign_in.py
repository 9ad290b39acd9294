"""Signing in and out, the forgotten password, and acting in one of one's roles."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from partnerships.enums import Role
from partnerships.models import Membership
from tests.factories import partnerships as make
from tests.mail import delivered
from tests.people import sign_in

pytestmark = pytest.mark.django_db


def test_person_signs_in_by_address_whatever_the_case(client):
    """D5: everybody signs in with an e-mail address."""
    user = make.make_user(email="an.peeters@school.example")
    response = client.post(
        reverse("account_login"), {"login": "An.Peeters@School.example", "password": make.PASSWORD}
    )
    assert (response.status_code, response.url) == (302, reverse("home"))
    assert client.get(reverse("home")).context["user"] == user


def test_wrong_password_says_so_and_keeps_the_address(client):
    make.make_user(email="an.peeters@school.example")
    response = client.post(
        reverse("account_login"), {"login": "an.peeters@school.example", "password": "fout"}
    )
    assert response.status_code == 200
    assert response.context["form"].errors
    assert response.context["form"]["login"].value() == "an.peeters@school.example"


def test_link_from_a_message_leads_after_sign_in_to_the_exact_page(client):
    user = make.make_coordinator()
    wanted = reverse("partnerships:recognition-list")
    response = client.get(wanted)
    assert response.url == f"{reverse('account_login')}?next={wanted}"
    response = client.post(response.url, {"login": user.email, "password": make.PASSWORD})
    assert response.url == wanted


def test_sign_in_never_leads_to_another_site(client):
    user = make.make_coordinator()
    address = f"{reverse('account_login')}?next=https://evil.example/"
    response = client.post(address, {"login": user.email, "password": make.PASSWORD})
    assert response.url == reverse("home")


def test_somebody_who_left_cannot_sign_in(client):
    user = make.make_user(is_active=False)
    client.post(reverse("account_login"), {"login": user.email, "password": make.PASSWORD})
    assert not client.get(reverse("home")).context["user"].is_authenticated


def test_nobody_signs_up_alone(client):
    response = client.get(reverse("account_signup"))
    assert response.templates[0].name == "account/signup_closed.html"


def test_forgotten_password_is_replaced_through_the_mailbox(client):
    user = make.make_user()
    client.post(reverse("account_reset_password"), {"email": user.email})
    (message,) = delivered()
    assert message.to == [user.email]
    assert message.subject == "Kies een nieuw wachtwoord"
    assert message.body.startswith(f"Beste {user.first_name},\n\nU, of iemand die")
    link = re.search(r"https?://testserver(\S+)", message.body).group(1)
    form = client.get(link, follow=True)
    new = {"password1": "nieuw-en-lang-genoeg", "password2": "nieuw-en-lang-genoeg"}
    client.post(form.request["PATH_INFO"], new)
    user.refresh_from_db()
    assert user.check_password("nieuw-en-lang-genoeg")


def test_unknown_address_gets_the_same_answer(client):
    """Nobody learns from the reset page who has an account."""
    known = client.post(reverse("account_reset_password"), {"email": make.make_user().email})
    unknown = client.post(reverse("account_reset_password"), {"email": "niemand@nergens.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert "Er bestaat geen account mee" in delivered()[1].body


def two_roles():
    """A coordinator who is also a ministry analyst."""
    user = make.make_coordinator()
    ministry = make.make_ministry()
    Membership.objects.create(
        user=user, organisation=ministry, role=Role.ANALYST, valid_from=date(2026, 1, 1)
    )
    return user, ministry


def test_person_switches_between_roles(client):
    """D5: one person can hold several roles; the menu follows the chosen one."""
    user, ministry = two_roles()
    sign_in(client, user)
    assert client.get(reverse("home")).context["acting"].audience == "institution"
    chosen = str(user.memberships.get(organisation=ministry).uuid)
    client.post(reverse("switch-role"), {"key": chosen})
    page = client.get(reverse("home"))
    assert page.context["acting"].audience == "ministry"
    assert [c.active for c in page.context["standings"]] == [False, True]


def test_role_that_is_not_ones_own_is_left_aside(client):
    user, __ = two_roles()
    somebody = make.make_coordinator()
    sign_in(client, user)
    client.post(reverse("switch-role"), {"key": str(somebody.memberships.get().uuid)})
    assert client.get(reverse("home")).context["acting"].audience == "institution"


def test_role_of_the_past_gives_no_right(client):
    user = make.make_coordinator()
    user.memberships.update(valid_to=date(2026, 9, 13))
    sign_in(client, user)
    assert client.get(reverse("home")).context["acting"] is None
    assert client.get(reverse("partnerships:host-list")).status_code == 403


def test_page_speaks_the_language_of_the_person_until_another_is_chosen(client):
    user = make.make_user(language="en")
    sign_in(client, user)
    assert client.get(reverse("home"))["Content-Language"] == "en"
    client.post(reverse("set_language"), {"language": "nl"})
    assert client.get(reverse("home"))["Content-Language"] == "nl"


@pytest.mark.parametrize(
    ("language", "called"), [("en", "Forgot your password?"), ("nl", "Wachtwoord vergeten?")]
)
def test_our_texts_call_the_link_as_the_sign_in_page_does(client, language, called):
    """Letters and refusals send people to a link by its words."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert f">{called}</a>" in client.get(reverse("account_login")).content.decode()
    with translation.override(language):
        said = [
            gettext(
                "This is your only way to sign in. First choose a password with “Forgot your "
                "password?” on the sign-in page, then take this link away."
            ),
            gettext(
                "Was it not you? Choose a new password at once with “Forgot your password?” on "
                "the sign-in page, and tell the platform administrator."
            ),
        ]
    assert [called in text for text in said] == [True, True]
