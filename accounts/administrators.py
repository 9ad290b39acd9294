"""Administrators of the platform: made on the server, let in by an invitation as everybody is."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.invitations import invite_one
from accounts.models import User
from core.errors import Invalid, NotNow
from core.history import acting


@transaction.atomic
def invite_administrator(email: str, *, first_name: str, last_name: str) -> User:
    """Make an administrator, or find one who never came in, and send an invitation.

    Raises `Invalid` for what is no address, `NotNow` when it belongs to somebody who is no
    administrator, or when the administrator has a password.
    """
    known = User.objects.filter(email__iexact=email).first()
    if known is not None and not known.is_administrator:
        raise NotNow(_("Somebody who is no administrator has this address. Use another one."))
    person = known or _make(email, first_name=first_name, last_name=last_name)
    invite_one(person, actor=None)
    return person


def _make(email: str, **names: Any) -> User:
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(str(error.messages[0])) from error
    with acting(None, "accounts.administrator.make"):
        return User.objects.create_user(email, is_administrator=True, **names)
