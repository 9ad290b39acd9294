"""Question two in this room: who may do what, as a table of predicates with reasons."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.permissions import Rule
from core.rules import administers
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


def keeps_clients(user: Any, organisation: Any) -> bool:
    """Analyst of this ministry or coordinator of this institution, or of any when none is named."""
    kept = standing_of(user).kept()
    return bool(kept) if organisation is None else organisation.pk in kept


def coordinates_calendar(user: Any, row: Any) -> bool:
    """Coordinator of the institution of closing days, or of any when none are named."""
    return coordinates(user, getattr(row, "institution", row))


def coordinates_logo(user: Any, document: Any) -> bool:
    """Coordinator of the institution whose logo this is."""
    return coordinates(user, document.about)


def looks_after_client(user: Any, client: Any) -> bool:
    """As `keeps_clients`, for the client's organisation."""
    return keeps_clients(user, client and client.organisation)


def documents_recognition(user: Any, recognition: Any) -> bool:
    """Leads the institution that recognised, or decides for the host."""
    hosts = standing_of(user).hosts(HOST_DECIDERS)
    host = recognition.establishment.organisation_id
    return leads(user, recognition.institution) or host in hosts


def changes_evidence(user: Any, document: Any) -> bool:
    """Leads the institution; who decides for the host, what that person brought in."""
    recognition = document.about
    own = document.current.uploaded_by_id == user.pk
    return leads(user, recognition.institution) or (
        own and documents_recognition(user, recognition)
    )


def supervises_evidence(user: Any, document: Any) -> bool:
    """Leads the institution that recognised."""
    return leads(user, document.about.institution)


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
    "partnerships.document_recognition": Rule(
        documents_recognition,
        _("Only who leads the institution or decides for the host adds documents here."),
    ),
    "partnerships.change_evidence": Rule(
        changes_evidence,
        _("Only who brought this document in, or who leads the institution, changes it."),
    ),
    "partnerships.supervise_evidence": Rule(
        supervises_evidence,
        _("Only a coordinator or programme director of the institution does this."),
    ),
    "partnerships.arrange_partnership": Rule(
        coordinates, _("Only a coordinator of the institution makes arrangements with hosts.")
    ),
    "partnerships.set_access_code": Rule(
        administers,
        _("Only a platform administrator says under which code an organisation signs in."),
        in_person=True,
    ),
    "partnerships.see_closings": Rule(
        works_for_an_institution, _("Only the staff of an institution see its closing days.")
    ),
    "partnerships.change_closings": Rule(
        coordinates_calendar, _("Only a coordinator of the institution changes its closing days.")
    ),
    "partnerships.change_look": Rule(
        coordinates, _("Only a coordinator of the institution changes its colour and logo.")
    ),
    "partnerships.change_logo": Rule(
        coordinates_logo, _("Only a coordinator of the institution changes its colour and logo.")
    ),
    "partnerships.register_client": Rule(
        keeps_clients,
        _(
            "Only an analyst of the ministry or a coordinator of the institution registers its "
            "API clients."
        ),
        in_person=True,
    ),
    "partnerships.change_client": Rule(
        looks_after_client,
        _(
            "Only an analyst of the ministry or a coordinator of the institution renews or ends "
            "its API clients."
        ),
        in_person=True,
    ),
}
