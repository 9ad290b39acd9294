"""How many students a host takes over all its positions, and a pathway over those of all hosts."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import EllipsisType
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.transitions import transition
from partnerships.models import Organisation
from trajectories.models import HostLimit, Pathway, Position
from trajectories.models.pathways import MOST_OF_A_HOST, MOST_OF_A_PATHWAY

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TOO_LOW = _(
    "%(host)s takes at least %(minimum)d students at a position, or none. With a lower limit that "
    "position would always close."
)
NUMBER = _("A limit is 1 to 200 students.")
Limited = tuple[int, int | None]  # a pathway, and a host in it or all of them; their keys


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
        raise Invalid(NUMBER)
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
    key = (position.pathway_id, position.host.pk)
    return lowest_limits({key})[key]


def lowest_limits(keys: AbstractSet[tuple[int, int]]) -> dict[tuple[int, int], float]:
    """For hosts in pathways the lower of both limits that hold there; infinite without any."""
    numbers, none = limits_in({pathway for pathway, __ in keys}), float("inf")
    return {key: min(numbers.get(key, none), numbers.get((key[0], None), none)) for key in keys}


def limits_in(pathways: AbstractSet[int]) -> dict[Limited, int]:
    """Every limit that holds in these pathways."""
    numbers: dict[Limited, int] = {}
    wholes = Pathway.objects.filter(pk__in=pathways).values_list("pk", "students_at_most")
    for pathway, most in wholes:
        if most is not None:
            numbers[pathway, None] = most
    rows = HostLimit.objects.filter(pathway__in=pathways)
    for pathway, host, capacity in rows.values_list("pathway", "organisation", "capacity"):
        numbers[pathway, host] = capacity
    return numbers


def minimums_under(keys: AbstractSet[Limited]) -> dict[Limited, Position]:
    """The position that asks for most students at least, under each limit that has any."""
    rows = Position.objects.filter(pathway__in={pathway for pathway, __ in keys}, minimum__gt=0)
    highest: dict[Limited, Position] = {}
    for row in rows.select_related("workplace__establishment__organisation").order_by("minimum"):
        highest[row.pathway_id, row.host.pk] = highest[row.pathway_id, None] = row
    return {key: highest[key] for key in keys & highest.keys()}


def always_closed(limits: Mapping[Limited, int]) -> list[Position]:
    """The positions that ask for more students at least than one of these limits lets in."""
    highest = minimums_under(limits.keys())
    return [position for key, position in highest.items() if limits[key] < position.minimum]


def too_low(position: Position) -> "StrOrPromise":
    """Why no limit goes below what a position asks for."""
    return TOO_LOW % {"host": position.host, "minimum": position.minimum}


def hosts_offering(pathway: Pathway) -> QuerySet[Organisation]:
    """The hosts that offer a position in a pathway, by name."""
    offering = pathway.positions.values("workplace__establishment__organisation")
    return Organisation.objects.filter(pk__in=offering).order_by("name_nl", "pk")


def _require_room_for_minimums(pathway: Pathway, wanted: Mapping[Organisation, int]) -> None:
    limits: dict[Limited, int] = {(pathway.pk, host.pk): most for host, most in wanted.items()}
    if pathway.students_at_most is not None:
        limits[pathway.pk, None] = pathway.students_at_most
    for position in always_closed(limits):
        raise Invalid(too_low(position))


def _write(pathway: Pathway, wanted: Mapping[Organisation, int]) -> None:
    pathway.host_limits.exclude(organisation__in=wanted).delete()
    known = {limit.organisation: limit for limit in pathway.host_limits.all()}
    for host, capacity in wanted.items():
        limit = known.get(host) or HostLimit(pathway=pathway, organisation=host)
        if limit.capacity != capacity:
            limit.capacity = capacity
            limit.save()
