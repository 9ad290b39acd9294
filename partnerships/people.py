"""The verbs about people: invite, help with signing in, block.

Each asks its own rule and tells the person; what it does to the account itself is done by the
room of accounts.
"""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import invitations
from accounts.models import User
from accounts.notices import BLOCKED, SIGNED_OUT, UNBLOCKED
from accounts.second_factor import has_second_factor
from accounts.second_factor import reset_second_factor as take_away
from accounts.sessions import end_sessions
from core.errors import NotNow
from core.history import acting
from core.notifications.service import notify
from core.permissions import require
from core.versions import locked, renew
from partnerships.models import Membership


def inviter(actor: Any) -> str:
    """Who invites, with the organisation: a name alone says nothing to who gets the letter."""
    held = Membership.objects.filter(user=actor.pk).valid_on(timezone.localdate())
    first = held.select_related("organisation").first()
    return f"{actor} ({first.organisation})" if first else str(actor)


def invite_person(person: User, *, actor: Any) -> None:
    """Send an invitation; one from before stops working.

    Raises `Refused` when the actor may not, `NotNow` when the person needs none or got, or
    the actor sent, too many today.
    """
    require(actor, "partnerships.invite_person", person)
    invitations.invite_one(person, actor=actor, inviter=inviter(actor))


def withdraw_invitation(person: User, *, actor: Any) -> None:
    """The link that was sent stops working. Raises `Refused`, or `NotNow` when none is open."""
    require(actor, "partnerships.invite_person", person)
    invitations.withdraw(person, actor=actor)


@transaction.atomic
def reset_second_step(person: User, *, actor: Any) -> None:
    """Take away the second step of somebody who lost it, and sign out everywhere.

    Raises `Refused` when the actor has no full say over the person, `NotNow` when there is no
    second step.
    """
    locked = _locked(person, actor)
    if not has_second_factor(locked):
        raise NotNow(_("This person has no second step."))
    take_away(locked, actor=actor)


@transaction.atomic
def sign_out_person(person: User, *, actor: Any) -> None:
    """End every sign-in of the person. Raises `Refused` without a full say."""
    locked = _locked(person, actor)
    end_sessions(locked)
    notify(SIGNED_OUT, [locked], path=reverse("home"), who=actor)


@transaction.atomic
def block_person(person: User, *, actor: Any) -> None:
    """Nobody signs in as this person any more; open invitations and sign-ins end.

    Raises `Refused` without a full say, `NotNow` when it is so already.
    """
    locked = _locked(person, actor)
    if not locked.is_active:
        raise NotNow(_("This person is blocked already."))
    notify(BLOCKED, [locked], who=actor)
    locked.is_active = False
    with acting(actor, "partnerships.person.block"):
        locked.save(update_fields=["is_active"])
    if locked.invitations.open().exists():
        invitations.withdraw(locked, actor=actor)
    end_sessions(locked)


@transaction.atomic
def unblock_person(person: User, *, actor: Any) -> None:
    """The person may sign in again. Raises `Refused` without a full say, `NotNow` when not so."""
    locked = _locked(person, actor)
    if locked.is_active:
        raise NotNow(_("This person is not blocked."))
    locked.is_active = True
    with acting(actor, "partnerships.person.unblock"):
        locked.save(update_fields=["is_active"])
    notify(UNBLOCKED, [locked], path=reverse("home"), who=actor)


def _locked(person: User, actor: Any) -> User:
    row = locked(User, person.pk)
    require(actor, "partnerships.manage_sign_in", row)
    renew(row)  # sessions and the second step lie in other tables
    return row
