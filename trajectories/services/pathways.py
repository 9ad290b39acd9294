"""The design of a pathway: made by the institution, shaped with hosts, accepted by both."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.history import acting
from core.permissions import require
from core.transitions import transition
from partnerships.enums import Role
from partnerships.models import Programme
from partnerships.standing import standing_of
from trajectories.enums import PathwayState
from trajectories.models import (
    EligibilityCondition,
    OutcomeLocation,
    Pathway,
    PathwayAcceptance,
)
from trajectories.rules import DESIGNERS, parties_of

LONGEST_CONDITION = 300


@transaction.atomic
def create_pathway(*, programme: Programme, actor: Any, **values: Any) -> Pathway:
    """Make a draft in a programme; ``values`` are the pathway's fields.

    Raises `Refused` for another institution's programme, `Invalid` with the fields.
    """
    require(actor, "trajectories.create_pathway", programme)
    pathway = Pathway(code=f"PW-{uuid4().hex[:12].upper()}", programme=programme, **values)
    require_consistent(pathway)
    with acting(actor, "trajectories.pathway.create"):
        pathway.save()
    return pathway


def edit_pathway(pathway: Pathway, *, actor: Any, **values: Any) -> None:
    """Change the design. In co-creation that is a new version, to be accepted anew."""
    with transition(pathway, "edit", actor=actor) as row:
        before = {name: getattr(row, name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        require_consistent(row)
        if before != values:
            _renew(row)


def place_outcomes(pathway: Pathway, *, actor: Any, places: Sequence[dict[str, Any]]) -> None:
    """Say where outcomes are learned: one dict per outcome, ``place`` empty for not placed.

    Outcomes that the list does not name keep their place. Raises `Invalid` for an outcome of
    another programme.
    """
    with transition(pathway, "place-outcomes", actor=actor) as row:
        if any(place["outcome"].programme_id != row.programme_id for place in places):
            raise Invalid(_("Choose outcomes of this programme."))
        changed = [_put(row, **place) for place in places]
        if any(changed):
            _renew(row)


def set_conditions(pathway: Pathway, *, actor: Any, conditions: Sequence[str]) -> None:
    """Write all conditions to apply: lines "Dutch | English", the English part optional (V26).

    A condition whose Dutch text stays keeps its code. Raises `Invalid` for a line too long.
    """
    wanted = dict(_texts(line) for line in conditions if line.strip())
    if any(len(text) > LONGEST_CONDITION for pair in wanted.items() for text in pair):
        message = _("Keep every condition within 300 characters.")
        raise Invalid(message, {"conditions": [message]})
    with transition(pathway, "set-conditions", actor=actor) as row:
        if _replace_conditions(row, wanted):
            _renew(row)


def _texts(line: str) -> tuple[str, str]:
    dutch, __, english = line.partition("|")
    return dutch.strip(), english.strip()


def _replace_conditions(pathway: Pathway, wanted: dict[str, str]) -> bool:
    """Make the pathway's conditions equal to the wanted ones; true when that changed any."""
    found = {row.text_nl: row for row in pathway.eligibility_conditions.all()}
    if {text: row.text_en for text, row in found.items()} == wanted:
        return False
    for gone in found.keys() - wanted.keys():
        found[gone].delete()
    for text_nl, text_en in wanted.items():
        row = found.get(text_nl) or EligibilityCondition(
            pathway=pathway, code=f"EL-{uuid4().hex[:12].upper()}", text_nl=text_nl
        )
        row.text_en = text_en
        row.save()
    return True


def _put(pathway: Pathway, *, outcome: Any, place: str, **values: Any) -> bool:
    """Write one outcome's place; true when that changed something."""
    found = OutcomeLocation.objects.filter(pathway=pathway, outcome=outcome).first()
    if not place:
        return bool(found and found.delete())
    location = found or OutcomeLocation(pathway=pathway, outcome=outcome)
    wanted = {"place": place, **values}
    if found and all(getattr(found, name) == value for name, value in wanted.items()):
        return False
    for name, value in wanted.items():
        setattr(location, name, value)
    location.save()
    return True


def _renew(pathway: Pathway) -> None:
    """A change that the parties did not see yet: earlier acceptances no longer count (V4)."""
    if pathway.state == PathwayState.CO_CREATION:
        pathway.version += 1


def require_consistent(pathway: Pathway) -> None:
    """Raise `Invalid` with the fields when credits, period or people do not fit."""
    errors: dict[str, list[Any]] = {}
    if pathway.wbl_credits > pathway.programme.total_credits:
        errors["wbl_credits"] = [_("The programme has fewer credits than that.")]
    if pathway.end_date < pathway.start_date:
        errors["end_date"] = [_("The end comes before the start.")]
    if not _works_as(pathway, "coordinator", *DESIGNERS):
        errors["coordinator"] = [_("Choose a coordinator or director of this institution.")]
    if not _works_as(pathway, "coach", Role.COACH):
        errors["coach"] = [_("Choose a trajectory coach of this institution.")]
    if errors:
        raise Invalid(_("Some fields are not right."), errors)


def _works_as(pathway: Pathway, field: str, *roles: str) -> bool:
    """Does the person hold one of these roles in the institution today?"""
    person = getattr(pathway, field)
    return pathway.programme.institution_id in standing_of(person).organisations(*roles)


def start_co_creation(pathway: Pathway, *, actor: Any) -> None:
    """Ask the hosts to think along about the design."""
    with transition(pathway, "start-co-creation", actor=actor):
        pass


@transaction.atomic
def accept_pathway(pathway: Pathway, *, actor: Any) -> None:
    """Accept the current version for every party for which the person decides (V4).

    When the institution and at least one host have accepted it, the design is agreed.
    """
    with transition(pathway, "accept", actor=actor) as row:
        accepted = _accepted(row)
        for organisation in sorted(parties_of(actor, row) - accepted):
            PathwayAcceptance.objects.create(
                pathway=row,
                version=row.version,
                organisation_id=organisation,
                accepted_by=actor,
            )
    if both_sides_accepted(pathway):
        with transition(pathway, "agree", actor=actor):
            pass


def _accepted(pathway: Pathway) -> set[int]:
    """Keys of the organisations that accepted the current version."""
    current = pathway.acceptances.filter(version=pathway.version)
    return set(current.values_list("organisation", flat=True))


def both_sides_accepted(pathway: Pathway) -> bool:
    """The institution and at least one host accepted the current version."""
    accepted = _accepted(pathway)
    institution = pathway.programme.institution_id
    return institution in accepted and bool(accepted - {institution})


def revise_pathway(pathway: Pathway, *, actor: Any) -> None:
    """Take an agreed design back into co-creation, as a new version."""
    with transition(pathway, "revise", actor=actor) as row:
        row.version += 1


def open_pathway(pathway: Pathway, *, actor: Any) -> None:
    """Open an agreed pathway: from now on everybody can read about it (V37)."""
    with transition(pathway, "open", actor=actor):
        pass


def close_pathway(pathway: Pathway, *, actor: Any) -> None:
    """Close a pathway to new students and new places."""
    with transition(pathway, "close", actor=actor):
        pass


def withdraw_pathway(pathway: Pathway, *, actor: Any) -> None:
    """Give a design up before it opens."""
    with transition(pathway, "withdraw", actor=actor):
        pass
