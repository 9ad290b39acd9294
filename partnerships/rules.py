"""Question two in this room: who may do what, as a table of predicates with reasons."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.permissions import Rule
from partnerships.enums import HOST_DECIDERS, INSTITUTION_ROLES, Role
from partnerships.standing import standing_of

LEADERS = frozenset({Role.COORDINATOR, Role.DIRECTOR})


def works_for_an_institution(user: Any, obj: Any) -> bool:
    """Coordinator, director or coach of any institution."""
    return bool(standing_of(user).institutions(INSTITUTION_ROLES))


def sees_partners(user: Any, obj: Any) -> bool:
    """Staff of an institution, or who decides for a host."""
    standing = standing_of(user)
    return standing.has(*INSTITUTION_ROLES, *HOST_DECIDERS)


def leads(user: Any, institution: Any) -> bool:
    """Coordinator or director: of this institution, or of any when none is named."""
    led = standing_of(user).institutions(LEADERS)
    return bool(led) if institution is None else institution.pk in led


def coordinates(user: Any, institution: Any) -> bool:
    """Coordinator: of this institution, or of any when none is named."""
    held = standing_of(user).institutions({Role.COORDINATOR})
    return bool(held) if institution is None else institution.pk in held


def looks_after_client(user: Any, client: Any) -> bool:
    """Analyst of the client's organisation, or of any when none is named."""
    return analyses(user, client and client.organisation)


def analyses(user: Any, organisation: Any) -> bool:
    """Analyst: of this organisation, or of any when none is named."""
    held = standing_of(user).organisations(Role.ANALYST)
    return bool(held) if organisation is None else organisation.pk in held


PERMISSIONS: Mapping[str, Rule] = {
    "partnerships.find_hosts": Rule(
        works_for_an_institution, _("Only the staff of an institution look for hosts.")
    ),
    "partnerships.see_partnerships": Rule(
        sees_partners, _("Only institutions and hosts see their partnerships.")
    ),
    "partnerships.recognise_establishment": Rule(
        leads, _("Only a coordinator or programme director of the institution recognises hosts.")
    ),
    "partnerships.arrange_partnership": Rule(
        coordinates, _("Only a coordinator of the institution makes arrangements with hosts.")
    ),
    "partnerships.register_client": Rule(
        analyses, _("Only an analyst of the organisation registers its API clients.")
    ),
    "partnerships.change_client": Rule(
        looks_after_client, _("Only an analyst of the organisation renews or ends its API clients.")
    ),
}
