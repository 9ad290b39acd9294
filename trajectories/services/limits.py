"""How many students a host takes over all its positions, and a pathway over those of all hosts."""

from collections.abc import Mapping, Sequence
from types import EllipsisType
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.transitions import transition
from partnerships.models import Organisation
from trajectories.models import HostLimit, Pathway, Position
from trajectories.models.pathways import MOST_OF_A_HOST, MOST_OF_A_PATHWAY

TOO_LOW = _(
    "%(host)s takes at least %(minimum)d students at a position, or none. With a lower limit that "
    "position would always close."
)


def set_limits(
    pathway: Pathway,
    *,
    actor: Any,
    limits: Sequence[dict[str, Any]],
    students_at_most: int | EllipsisType | None = ...,
) -> None:
    """Write how many students hosts take at most over all their positions in a pathway, and the
    pathway over those of all hosts.

    Each has ``host`` and ``capacity``; whom the list does not name has no limit. The pathway has
    none with None, and keeps what it has when nothing is said. Raises `Invalid` for a host that
    offers no position here or comes twice, and for a number that cannot be or lies below what a
    position asks for at least.
    """
    wanted = {limit["host"]: limit["capacity"] for limit in limits}
    if len(wanted) < len(limits):
        raise Invalid(_("Name each host once."))
    if not all(1 <= capacity <= MOST_OF_A_HOST for capacity in wanted.values()):
        raise Invalid(_("A limit is 1 to 200 students."))
    if isinstance(students_at_most, int) and not 1 <= students_at_most <= MOST_OF_A_PATHWAY:
        raise Invalid(_("A pathway takes 1 to 2,000 students."))
    with transition(pathway, "set-limits", actor=actor) as row:
        if not set(wanted) <= set(hosts_offering(row)):
            raise Invalid(_("Choose hosts that offer a position here."))
        if not isinstance(students_at_most, EllipsisType):
            row.students_at_most = students_at_most
        _require_room_for_minimums(row, wanted)
        _write(row, wanted)


def limit_over(position: Position) -> float:
    """The lowest limit that a position shares with others; infinite where there is none."""
    pathway = position.pathway
    limits = pathway.host_limits.filter(organisation=position.host.pk)
    numbers = [pathway.students_at_most, *limits.values_list("capacity", flat=True)]
    return min((number for number in numbers if number is not None), default=float("inf"))


def hosts_offering(pathway: Pathway) -> QuerySet[Organisation]:
    """The hosts that offer a position in a pathway, by name."""
    offering = pathway.positions.values("workplace__establishment__organisation")
    return Organisation.objects.filter(pk__in=offering).order_by("name_nl", "pk")


def _require_room_for_minimums(pathway: Pathway, wanted: Mapping[Organisation, int]) -> None:
    rows = pathway.positions.filter(minimum__gt=0)
    for row in rows.select_related("workplace__establishment__organisation"):
        limits = (wanted.get(row.host), pathway.students_at_most)
        if any(limit is not None and limit < row.minimum for limit in limits):
            raise Invalid(TOO_LOW % {"host": row.host, "minimum": row.minimum})


def _write(pathway: Pathway, wanted: Mapping[Organisation, int]) -> None:
    pathway.host_limits.exclude(organisation__in=wanted).delete()
    known = {limit.organisation: limit for limit in pathway.host_limits.all()}
    for host, capacity in wanted.items():
        limit = known.get(host) or HostLimit(pathway=pathway, organisation=host)
        if limit.capacity != capacity:
            limit.capacity = capacity
            limit.save()
