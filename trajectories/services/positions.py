"""Positions: what a host offers in a pathway."""

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, NotNow
from core.history import acting
from core.permissions import require
from core.versions import locked
from partnerships.models import Workplace
from trajectories.enums import HOST_PATHWAYS, PathwayState
from trajectories.models import Pathway, Position
from trajectories.services.limits import limit_over

# A host offers and changes places from the moment it is asked until the pathway closes.
OFFERABLE = HOST_PATHWAYS - {PathwayState.CLOSED}
LIMITED = _("The limit of the host, or of the pathway, is lower than that.")
MINIMUM = _("Ask for at least 2, up to the number of places, or write 0 for no minimum.")


@transaction.atomic
def offer_position(
    pathway: Pathway, *, actor: Any, workplace: Workplace, **values: Any
) -> Position:
    """Offer places at an own workplace in a pathway; ``values`` are the position's fields.

    Raises `Refused` for another host's workplace, `NotNow` once the pathway is closed or when
    exactly this was offered already, and `Invalid` when mentor, days or period do not fit.
    """
    require(actor, "trajectories.offer_position", workplace)
    row = locked(Pathway, pathway.pk)
    if row.positions.filter(workplace=workplace, **values).exists():
        raise NotNow(_("You offered this position already."))
    position = Position(
        code=f"POS-{uuid4().hex[:12].upper()}", pathway=row, workplace=workplace, **values
    )
    return _save(position, actor, "trajectories.position.offer")


@transaction.atomic
def change_position(position: Position, *, actor: Any, **values: Any) -> None:
    """Change what a position offers. Raises as `offer_position`; refreshes the position."""
    pathway = locked(Pathway, position.pathway_id)
    row = locked(Position, position.pk)
    row.pathway = pathway
    require(actor, "trajectories.change_position", row)
    for name, value in values.items():
        setattr(row, name, value)
    require(actor, "trajectories.offer_position", row.workplace)
    _save(row, actor, "trajectories.position.change")
    position.refresh_from_db()


def _save(position: Position, actor: Any, action: str) -> Position:
    if position.pathway.state not in OFFERABLE:
        raise NotNow(_("Hosts can offer places in this pathway no longer, or not yet."))
    require_fitting(position)
    with acting(actor, action):
        position.save()
    return position


def require_fitting(position: Position) -> None:
    """Raise `Invalid` with the fields when mentor, days or period do not fit the place."""
    errors: dict[str, list[Any]] = {}
    if position.mentor.establishment.organisation_id != position.host.pk:
        errors["mentor"] = [_("Choose a mentor of this host.")]
    if not position.weekdays or not set(position.weekdays) <= set(range(1, 8)):
        errors["weekdays"] = [_("Choose at least one day.")]
    if position.end_date < position.start_date:
        errors["end_date"] = [_("The end comes before the start.")]
    elif not _within(position):
        errors["start_date"] = [_("The period lies outside that of the pathway.")]
    if not 1 <= position.capacity <= 20:
        errors["capacity"] = [_("Offer 1 to 20 places.")]
    elif not minimum_fits(position.minimum, position.capacity):
        errors["minimum"] = [MINIMUM]
    elif position.minimum > limit_over(position):
        errors["minimum"] = [LIMITED]
    if errors:
        raise Invalid(_("Some fields are not right."), errors)


def minimum_fits(minimum: int, capacity: int) -> bool:
    """Whether a position can take at least so many students or none; 0 is no minimum."""
    return minimum == 0 or 2 <= minimum <= capacity


def _within(position: Position) -> bool:
    pathway = position.pathway
    return pathway.start_date <= position.start_date and position.end_date <= pathway.end_date
