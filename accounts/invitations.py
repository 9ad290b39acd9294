"""Letting people in: a link by e-mail, for one person and one address, that works once.

The link holds a signed identifier and no secret of its own; whether it still works, the
invitation's row says. People whom a provider signs in need none.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core import signing
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, User
from accounts.notices import INVITATION
from core.errors import NotNow
from core.history import acting
from core.notifications.service import notify
from core.versions import renew

SALT = "accounts.invitation"
VALID_FOR = timedelta(days=14)
A_DAY = timedelta(days=1)
# A mailbox is not flooded, by whichever of its colleagues.
MOST_A_DAY = 3
# Nobody makes the platform write to strangers without end. Bulk goes to known people only.
MOST_BY_ONE_A_DAY = 50

# Who never came in (`never_came_in`) has no way in but an invitation; others may come by a
# provider.
WITHOUT_PASSWORD = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
WITHOUT_WAY_IN = WITHOUT_PASSWORD & Q(last_login__isnull=True, is_active=True)


def may_get_one(person: User) -> bool:
    """True for somebody who may sign in and has no password."""
    return person.is_active and not person.has_usable_password()


@transaction.atomic
def invite(
    people: Iterable[User], *, actor: Any, inviter: Any = None, in_bulk: bool = False
) -> list[User]:
    """Send each of these people a new invitation; earlier ones stop working.

    ``inviter`` is how the letter names who invites, when that is more than the actor's name.
    Leaves out who may get none, and who got `MOST_A_DAY` of them since yesterday; in bulk
    also who has one that works: nobody is invited twice. Returns who was invited. A fixed
    number of queries, whatever the number of people.
    """
    keys = [person.pk for person in people]
    # Whoever invites the same person at the same moment waits here, and then finds our row.
    locked = User.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    chosen = _not_flooded([person for person in locked if may_get_one(person)])
    now = timezone.now()
    if in_bulk:
        working = Invitation.objects.open().filter(user__in=chosen, expires_at__gt=now)
        waiting = set(working.values_list("user", flat=True))
        chosen = [person for person in chosen if person.pk not in waiting]
    with acting(actor, "accounts.invitation.invite"):
        Invitation.objects.open().filter(user__in=chosen).update(withdrawn_at=now)
        rows = Invitation.objects.bulk_create(
            Invitation(
                user=person,
                email=person.email,
                invited_by=actor if getattr(actor, "pk", None) else None,
                in_bulk=in_bulk,
                expires_at=now + VALID_FOR,
            )
            for person in chosen
        )
    links = {row.user_id: link_of(row) for row in rows}
    named = inviter or actor or _("The platform")
    values: dict[str, Any] = {"days": VALID_FOR.days, "inviter": named}
    notify(INVITATION, chosen, secret_path=lambda person: links[person.pk], **values)
    return chosen


@transaction.atomic
def invite_one(person: User, *, actor: Any, inviter: Any = None) -> None:
    """Invite one person, or invite again (`invite`).

    Raises `NotNow` when the person has a password or may not sign in, got several
    invitations today, or the one who invites sent very many today.
    """
    if not person.is_active:
        raise NotNow(_("This person is blocked. Lift that first."))
    if person.has_usable_password():
        raise NotNow(_("This person has a password already and needs no invitation."))
    require_moderation(actor)
    renew(person)
    if not invite([person], actor=actor, inviter=inviter):
        raise NotNow(_("This person got several invitations today. Try again tomorrow."))


def require_moderation(actor: Any) -> None:
    """Raises `NotNow` when this person invited very many, one by one, since yesterday.

    Counted in the database under a lock on the person, so that it holds whatever the number
    of processes.
    """
    if not getattr(actor, "pk", None):
        return
    User.objects.select_for_update().get(pk=actor.pk)
    since = timezone.now() - A_DAY
    sent = Invitation.objects.filter(invited_by=actor, in_bulk=False, created_at__gt=since)
    if sent.count() >= MOST_BY_ONE_A_DAY:
        raise NotNow(
            _("You invited %(most)d people today. Go on tomorrow, or bring them in with a file.")
            % {"most": MOST_BY_ONE_A_DAY}
        )


@transaction.atomic
def withdraw(person: User, *, actor: Any) -> None:
    """End the invitation that is open. Raises `NotNow` when there is none."""
    with acting(actor, "accounts.invitation.withdraw"):
        rows = Invitation.objects.open().filter(user=person)
        if not rows.update(withdrawn_at=timezone.now()):
            raise NotNow(_("No invitation of this person is open any more."))
        renew(person)


def link_of(invitation: Invitation) -> str:
    """The page where the invitation is accepted."""
    return reverse("invitation", args=[signing.dumps(invitation.uuid.hex, salt=SALT)])


def read_link(token: str) -> Invitation | None:
    """The invitation of a link, whether it still works or not; None when we never wrote it."""
    try:
        identifier = UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None
    return Invitation.objects.select_related("user").filter(uuid=identifier).first()


def may_ask_again(invitation: Invitation) -> bool:
    """True when its owner may have a new one: it got too old, or a newer one did or waits.

    Not after somebody withdrew the last one: then only who manages people decides.
    """
    newest = Invitation.objects.filter(user=invitation.user_id).first()
    return invitation.fits and newest is not None and newest.is_open


def ask_again(invitation: Invitation) -> bool:
    """Send its owner a new one, to the same address; False when there were several today.

    Raises `NotNow` when the owner may not have one (`may_ask_again`).
    """
    if not may_ask_again(invitation):
        raise NotNow(_("Ask whoever invited you for a new invitation."))
    return bool(invite([invitation.user], actor=None))


def never_came_in(person: User) -> bool:
    """True for somebody without a password who never signed in, by a provider neither."""
    return not person.has_usable_password() and person.last_login is None


def invite_once_more(person: User) -> bool:
    """Send a new invitation to somebody whose last one still waits; True when it waits.

    Somebody who got several today is told nothing more, and gets none.
    """
    newest = Invitation.objects.filter(user=person.pk).select_related("user").first()
    if newest is None or not may_ask_again(newest):
        return False
    ask_again(newest)
    return True


@transaction.atomic
def accept(invitation: Invitation, password: str = "") -> User:
    """Give the person a password, or none to who comes in another way; the invitation is over.

    Raises `NotNow` when it was used, withdrawn or is too old, when the person's address
    changed since, or when the person may not sign in: two browsers at once, one wins.
    """
    # The person first, as `invite` does: two who wait for each other would never end.
    person = User.objects.select_for_update().get(pk=invitation.user_id)
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    row.user = person
    if not row.works():
        raise NotNow(_("This invitation does not work any more."))
    with acting(person, "accounts.invitation.accept"):
        if password:
            person.set_password(password)
            person.save(update_fields=["password"])
        row.accepted_at = timezone.now()
        row.save(update_fields=["accepted_at"])
    return person


def _not_flooded(people: list[User]) -> list[User]:
    since = timezone.now() - A_DAY
    recent = Invitation.objects.filter(user__in=people, created_at__gt=since)
    counts = dict(recent.order_by().values_list("user").annotate(Count("pk")))
    return [person for person in people if counts.get(person.pk, 0) < MOST_A_DAY]
