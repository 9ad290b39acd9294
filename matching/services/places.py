"""The places of a round that are left, with the rules that hold for them, as they are sealed (B3).

An earlier round of the same pathway may have filled some: whoever learns there or was offered a
place counts, at the position and over all positions of its host.
"""

from collections import Counter
from typing import Any

from matching.enums import OfferAnswer
from matching.models import IntakeRound, Offer
from matching.services.minimums import announced, still_needed
from trajectories.enums import FINISHED_TRAJECTORIES
from trajectories.models import Pathway, Position, Trajectory

Content = dict[str, Any]


def places(intake: IntakeRound) -> Content:
    """Positions with seats and minimum, and caps: what a host takes over all its positions.

    Of positions that lack equally many students the first by code closes first.
    """
    pathway, promised = intake.pathway, announced(intake)
    taken = taken_in(pathway)
    rows = pathway.positions.select_related("workplace__establishment").order_by("uuid")
    limits = list(pathway.host_limits.order_by("uuid"))
    cap_of = {limit.organisation_id: str(limit.uuid) for limit in limits}
    by_host: Counter[int] = Counter()
    for row in rows:
        by_host[host_of(row)] += taken[row.pk]
    return {
        "positions": [
            {
                "id": str(row.uuid),
                "code": row.code,
                "capacity": max(0, row.capacity - taken[row.pk]),
                "minimum": still_needed(
                    min(row.minimum, promised.get(str(row.uuid), 0)), taken[row.pk]
                ),
                "within": cap_of.get(host_of(row), ""),
            }
            for row in rows
        ],
        "caps": [
            {
                "id": str(limit.uuid),
                "capacity": max(0, limit.capacity - by_host[limit.organisation_id]),
            }
            for limit in limits
        ],
    }


def host_of(position: Position) -> int:
    """The key of the organisation that offers it."""
    return position.workplace.establishment.organisation_id


def taken_in(pathway: Pathway) -> Counter[int]:
    """How many learn at each position, or were offered a place and did not answer yet."""
    pending = Offer.objects.filter(answer=OfferAnswer.PENDING, position__pathway=pathway)
    there = Trajectory.objects.exclude(state__in=FINISHED_TRAJECTORIES).filter(pathway=pathway)
    return Counter(pending.values_list("position", flat=True)) + Counter(
        there.values_list("position", flat=True)
    )
