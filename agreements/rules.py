"""Question two in this room: who may do what, as a table of predicates with reasons.

The object of a rule is an agreement, a clause of one, or a trajectory that needs one.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.enums import SigningParty
from core.permissions import Rule
from partnerships.enums import HOST_DECIDERS, INSTITUTION_ROLES, Role
from partnerships.models import Membership
from partnerships.standing import standing_of

LEADERS = frozenset({Role.COORDINATOR, Role.DIRECTOR})
READERS = INSTITUTION_ROLES | HOST_DECIDERS | {Role.MENTOR, Role.STUDENT}


def institution_of(obj: Any) -> int:
    """Key of the institution of an agreement, a clause or a trajectory."""
    agreement = getattr(obj, "agreement", obj) if hasattr(obj, "facts") else obj
    trajectory = getattr(agreement, "trajectory", agreement)
    return int(trajectory.student.institution_id)


def holds_at_institution(user: Any, obj: Any, roles: frozenset[Any]) -> bool:
    """One of the roles at the object's institution; anywhere when no object is given."""
    held = standing_of(user).institutions(roles)
    return bool(held) if obj is None else institution_of(obj) in held


def drafts(user: Any, obj: Any) -> bool:
    """Coordinator, director or coach of the student's institution."""
    return holds_at_institution(user, obj, INSTITUTION_ROLES)


def leads(user: Any, obj: Any) -> bool:
    """Coordinator or director: the institution keeps final responsibility (V36)."""
    return holds_at_institution(user, obj, LEADERS)


def works_for_an_institution(user: Any, obj: Any) -> bool:
    """Coordinator, director or coach of any institution; the scope says which rows."""
    return bool(standing_of(user).institutions(INSTITUTION_ROLES))


def leads_institution(user: Any, obj: Any) -> bool:
    """Coordinator or director: of this institution, or of any when none is named."""
    held = standing_of(user).institutions(LEADERS)
    return bool(held) if obj is None else obj.pk in held


def reads(user: Any, obj: Any) -> bool:
    """Somebody with a role in agreements; the scope says which ones."""
    return standing_of(user).has(*READERS)


def has_signatory(host: Any) -> bool:
    """True when the host has somebody today who signs for it."""
    held = Membership.objects.filter(organisation=host, role=Role.SIGNATORY)
    return held.valid_on(timezone.localdate()).exists()


def speaks_for_host(user: Any, host: Any) -> bool:
    """The signatory; the contact person where the host has no signatory today."""
    standing = standing_of(user)
    if host.pk in standing.hosts({Role.SIGNATORY}):
        return True
    return host.pk in standing.hosts({Role.CONTACT}) and not has_signatory(host)


def parties_of(user: Any, agreement: Any) -> list[SigningParty]:
    """For which of the three parties the person signs; mostly none or one."""
    parties = []
    if leads(user, agreement):
        parties.append(SigningParty.INSTITUTION)
    if speaks_for_host(user, agreement.host):
        parties.append(SigningParty.HOST)
    if agreement.trajectory.student.user_id == user.pk:
        parties.append(SigningParty.STUDENT)
    return parties


def open_parties_of(user: Any, agreement: Any) -> list[SigningParty]:
    """The person's parties that have not signed the newest version yet."""
    own = parties_of(user, agreement)
    return [party for party in agreement.open_parties() if party in own] if own else []


def signs(user: Any, obj: Any) -> bool:
    """Somebody whose signature is still missing."""
    return bool(open_parties_of(user, obj))


def is_party(user: Any, obj: Any) -> bool:
    """Somebody who signs for one of the parties, signed or not."""
    return bool(parties_of(user, obj))


PERMISSIONS: Mapping[str, Rule] = {
    "agreements.read_agreement": Rule(
        reads, _("Only institution, host and student read their agreements.")
    ),
    "agreements.draft_agreement": Rule(
        drafts, _("Only the coordinator, director or coach of the institution writes agreements.")
    ),
    "agreements.read_clause_template": Rule(
        works_for_an_institution, _("Only the staff of an institution read model clauses.")
    ),
    "agreements.write_clause_template": Rule(
        leads_institution,
        _("Only a coordinator or director of the institution changes its model clauses."),
    ),
    "agreements.sign_agreement": Rule(
        signs, _("Only who signs for a party that has not signed yet can sign."), in_person=True
    ),
    "agreements.count_signature": Rule(is_party, _("Only the three parties sign."), in_person=True),
    "agreements.decline_agreement": Rule(
        is_party, _("Only who signs for one of the three parties can decline."), in_person=True
    ),
    "agreements.activate_agreement": Rule(
        leads, _("Only the coordinator or director of the institution decides this.")
    ),
}
