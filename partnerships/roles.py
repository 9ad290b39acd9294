"""The verbs about roles: bring in a colleague, say when a role ends."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import invitations
from accounts.models import User
from core.errors import Invalid, NotNow
from core.history import acting
from core.notifications.service import notify
from core.permissions import refusal, require
from core.versions import locked, renew
from partnerships.models import Membership, Organisation
from partnerships.notices import LAST_DAY_GONE, LAST_DAY_SET, ROLE_GIVEN
from partnerships.people import inviter
from partnerships.services import as_fields, save_checked

WRONG = _("Please check what you filled in.")
GIVE = "partnerships.give_role"


@transaction.atomic
def add_colleague(
    *,
    actor: Any,
    organisation: Organisation,
    role: str,
    valid_from: date,
    valid_to: date | None = None,
    **person: Any,
) -> Membership:
    """A person, a role for a period, and an invitation, in one step.

    ``person`` are e-mail address, names and language; of somebody who is known already only
    the address counts, and who can sign in is told instead of invited. Raises `Refused` when
    the actor may not give this role there, `Invalid` with the fields to mend, `NotNow` when
    the actor invited very many people today.
    """
    require(actor, GIVE, Membership(organisation=organisation, role=role))
    invitations.require_moderation(actor)
    user = _person(actor, **person)
    membership = Membership(
        user=user, organisation=organisation, role=role, valid_from=valid_from, valid_to=valid_to
    )
    require(actor, GIVE, membership)
    _require_new(membership)
    with acting(actor, "partnerships.membership.give"):
        save_checked(membership)
    if invitations.may_get_one(user):
        invitations.invite([user], actor=actor, inviter=inviter(actor))
    else:
        what = {"who": actor, "role": membership.get_role_display(), "where": organisation}
        notify(ROLE_GIVEN, [user], path=reverse("home"), **what)
    return membership


def _person(actor: Any, *, email: str, **values: Any) -> User:
    """The person with this address, made when nobody has it. Raises `Invalid`."""
    address = email.strip().lower()
    known = User.objects.filter(email__iexact=address).first()
    if known is None:
        return _made(actor, address, **values)
    if known.is_administrator or not known.is_active:
        sentence = _("Nobody with this address can be added. Ask an administrator.")
        raise Invalid(sentence, {"email": [sentence]})
    return known


def _made(actor: Any, address: str, **values: Any) -> User:
    user = User(email=address, **values)
    user.set_unusable_password()
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise Invalid(WRONG, as_fields(error)) from error
    try:
        with transaction.atomic(), acting(actor, "partnerships.person.add"):
            user.save()
    except IntegrityError:
        # Somebody else brought the same person in at the same moment.
        return User.objects.get(email=address)
    return user


def _require_new(membership: Membership) -> None:
    """Raises `Invalid` when the person holds the role there already at that time."""
    same = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=membership.valid_from),
        user=membership.user,
        organisation=membership.organisation,
        role=membership.role,
    )
    if membership.valid_to:
        same = same.filter(valid_from__lte=membership.valid_to)
    if same.exists():
        sentence = _("Somebody with this address holds this role here already.")
        raise Invalid(sentence, {"email": [sentence]})


def changeable_roles(person: Any, user: Any) -> list[Membership]:
    """Of somebody in a list of people: the roles whose last day this person may set."""
    return [role for role in person.shown_roles if refusal(user, GIVE, role) is None]


@transaction.atomic
def set_last_day(person: Any, *, actor: Any, role: Membership, last_day: date | None) -> Membership:
    """Say when a role of this person ends; None for no end that is known. The person hears it.

    From the day after, what belongs to the role is closed; what was done stays. Raises
    `Refused` for who may not give this role, `NotNow` when it is over already, `Invalid` for
    a day before today, before the first day, or in another period of the same role.
    """
    require(actor, GIVE, role)
    row = locked(Membership, role.pk)
    today = timezone.localdate()
    if row.user_id != person.pk or (row.valid_to and row.valid_to < today):
        raise NotNow(_("This role is over already. Give it again instead."))
    if row.valid_to == last_day:
        return row
    if last_day and last_day < today:
        sentence = _("Choose today or a later day. Must it end at once? Then block the person too.")
        raise Invalid(sentence, {"last_day": [sentence]})
    row.valid_to = last_day
    with acting(actor, "partnerships.membership.set_last_day"):
        _save_period(row)
    renew(person)
    words = {"who": actor, "role": row.get_role_display(), "where": row.organisation}
    if last_day:
        notify(LAST_DAY_SET, [person], path=reverse("home"), day=last_day, **words)
    else:
        notify(LAST_DAY_GONE, [person], path=reverse("home"), **words)
    return row


def _save_period(row: Membership) -> None:
    """Save; what is wrong with the days stands at the day that was asked."""
    try:
        save_checked(row)
    except Invalid as error:
        sentences = [one for many in error.errors.values() for one in many]
        raise Invalid(error.detail, {"last_day": sentences}) from error
