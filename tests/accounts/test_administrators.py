"""The first administrator: made on the server, let in by an invitation."""

import re

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from tests.factories.partnerships import make_user
from tests.mail import delivered

pytestmark = pytest.mark.django_db
PASSWORD = "een-lange-zin-met-water"


def invite(email: str = "bea@platform.example") -> None:
    call_command("invite_administrator", email, "Bea", "Beheer")


def test_first_administrator_comes_in_through_the_letter(client):
    """D5: nobody is there to invite; the way in is the one of everybody after that."""
    invite()
    (letter,) = delivered()
    (path,) = set(re.findall(r"/account/invitation/\S+/", letter.body))
    client.post(path, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    person = User.objects.get(email="bea@platform.example")
    assert (person.is_administrator, person.check_password(PASSWORD)) == (True, True)


def test_administrator_whose_letter_got_lost_is_invited_again():
    invite()
    invite("BEA@platform.example")
    assert User.objects.get().invitations.open().count() == 1


@pytest.mark.parametrize("email", ["bea", "bea@", ""])
def test_what_is_no_address_makes_nobody(email):
    with pytest.raises(CommandError):
        invite(email)
    assert User.objects.count() == 0


def test_nobody_becomes_an_administrator_by_accident():
    """An address with another part keeps that part."""
    person = make_user(email="jana@school.example")
    with pytest.raises(CommandError, match="no administrator"):
        invite("jana@school.example")
    person.refresh_from_db()
    assert not person.is_administrator


def test_administrator_with_a_password_needs_no_invitation():
    make_user(email="bea@platform.example", is_administrator=True)
    with pytest.raises(CommandError, match="has a password"):
        invite()
