"""Question two about people: who invites whom, and who looks after whose sign-in.

An invitation goes to the person's own mailbox, so that whoever shares an organisation with
somebody may send one. Taking away a second step, ending sign-ins and blocking need a say over
*every* role that the person holds today or later: who has one elsewhere is helped by a platform
administrator. Accounts of administrators are looked after on the server, by nobody here.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.permissions import Rule
from partnerships.enums import HOST_DECIDERS, HOST_ROLES, INSTITUTION_ROLES, OrganisationKind, Role
from partnerships.models import Membership, Organisation
from partnerships.standing import standing_of


def looks_after_people(user: Any, obj: Any) -> bool:
    """Administrator, coordinator, or who decides for a host."""
    return bool(user.is_administrator) or standing_of(user).has(Role.COORDINATOR, *HOST_DECIDERS)


def invites(user: Any, person: Any) -> bool:
    """Shares an organisation with the person; of administrators only another one."""
    if person is None:
        return looks_after_people(user, None)
    if person.pk == user.pk or (person.is_administrator and not user.is_administrator):
        return False
    if user.is_administrator:
        return True
    return Membership.objects.looked_after_by(user).filter(user=person.pk).exists()


def has_full_say(user: Any, person: Any) -> bool:
    """Has a say over every role of the person; of oneself and administrators nobody has."""
    if person is None:
        return looks_after_people(user, None)
    if person.pk == user.pk or person.is_administrator:
        return False
    if user.is_administrator:
        return True
    elsewhere = Membership.objects.beyond_reach_of(user).filter(user=person.pk)
    return invites(user, person) and not elsewhere.exists()


def gives_role(user: Any, membership: Any) -> bool:
    """May give this role in this organisation, to somebody else (an unsaved `Membership`)."""
    if membership is None:
        return looks_after_people(user, None)
    if membership.user_id is not None and membership.user_id == user.pk:
        return False
    return membership.role in roles_to_give(user, membership.organisation)


def roles_to_give(user: Any, organisation: Any) -> frozenset[str]:
    """Roles that the person may give there. Nobody gives the right to sign who has it not;
    students come with their file, by import.
    """
    standing = standing_of(user)
    if user.is_administrator:
        return ROLES_BY_ADMINISTRATOR[organisation.kind]
    if organisation.pk in standing.institutions({Role.COORDINATOR}):
        return INSTITUTION_ROLES
    if organisation.pk in standing.hosts({Role.SIGNATORY}):
        return HOST_ROLES
    if organisation.pk in standing.hosts({Role.CONTACT}):
        return frozenset({Role.CONTACT, Role.MENTOR})
    partner = Organisation.objects.staffed_by(user).filter(pk=organisation.pk).exists()
    return HOST_ROLES if partner else frozenset()


def roles_given_by(user: Any) -> set[str]:
    """Roles that the person may give somewhere, for a list to choose from."""
    if user.is_administrator:
        return set().union(*ROLES_BY_ADMINISTRATOR.values())
    standing = standing_of(user)
    roles: set[str] = set()
    if standing.has(Role.COORDINATOR):
        roles |= INSTITUTION_ROLES | HOST_ROLES
    if standing.has(Role.SIGNATORY):
        roles |= HOST_ROLES
    if standing.has(Role.CONTACT):
        roles |= {Role.CONTACT, Role.MENTOR}
    return roles


ROLES_BY_ADMINISTRATOR = {
    OrganisationKind.INSTITUTION: INSTITUTION_ROLES,
    OrganisationKind.HOST: HOST_ROLES,
    OrganisationKind.MINISTRY: frozenset({Role.ANALYST}),
    OrganisationKind.OBSERVER: frozenset({Role.OBSERVER}),
}

PEOPLE_PERMISSIONS: Mapping[str, Rule] = {
    "partnerships.manage_people": Rule(
        looks_after_people,
        _("Only coordinators, those who decide for a host, and administrators see people."),
    ),
    "partnerships.invite_person": Rule(
        invites,
        _("Only who looks after people of the same organisation invites this person."),
        in_person=True,
    ),
    "partnerships.manage_sign_in": Rule(
        has_full_say,
        _(
            "This person also works or studies elsewhere, is an administrator, or is yourself."
            " Ask an administrator of the platform."
        ),
        in_person=True,
    ),
    "partnerships.give_role": Rule(
        gives_role,
        _("You cannot give this role in this organisation, and none to yourself."),
        in_person=True,
    ),
}
