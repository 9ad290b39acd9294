"""The places of a round that are left, with the rules that hold for them, as they are sealed (B3).

An earlier round of the same pathway may have filled some: whoever learns there or was offered a
place counts, at the position, over all positions of its host, and in the pathway as a whole; on an
extra seat at the own employer only towards the minimum.
"""

from collections import Counter
from operator import itemgetter
from typing import Any

from django.db.models import Exists, OuterRef

from matching.enums import OfferAnswer
from matching.models import IntakeRound, Offer, OwnEmployerPlace
from matching.services.minimums import announced, still_needed
from trajectories.enums import FINISHED_TRAJECTORIES
from trajectories.models import Pathway, Position, Trajectory

Content = dict[str, Any]


def places(intake: IntakeRound) -> Content:
    """Positions with seats and minimum, and caps: what a host takes over all its positions, within
    what the pathway takes over those of all hosts.

    Of positions that lack equally many students the first by code closes first.
    """
    pathway, promised = intake.pathway, announced(intake)
    there, taken = people_in(pathway), taken_in(pathway)
    rows = list(pathway.positions.select_related("workplace__establishment").order_by("uuid"))
    caps, within = _caps(pathway, rows, taken)
    return {
        "positions": [
            {
                "id": str(row.uuid),
                "code": row.code,
                "capacity": max(0, row.capacity - taken[row.pk]),
                "minimum": still_needed(
                    min(row.minimum, promised.get(str(row.uuid), 0)), there[row.pk]
                ),
                "within": within[row.pk],
            }
            for row in rows
        ],
        "caps": caps,
    }


def _caps(
    pathway: Pathway, rows: list[Position], taken: Counter[int]
) -> tuple[list[Content], dict[int, str]]:
    """The caps by identifier, which is the engine's order, and the one above each position."""
    whole = "" if pathway.students_at_most is None else str(pathway.uuid)
    limits = {limit.organisation_id: limit for limit in pathway.host_limits.all()}
    at_host: Counter[int] = Counter()
    for row in rows:
        at_host[host_of(row)] += taken[row.pk]
    caps = [
        _cap(str(limit.uuid), limit.capacity - at_host[host], whole)
        for host, limit in limits.items()
    ]
    if pathway.students_at_most is not None:
        caps.append(_cap(whole, pathway.students_at_most - at_host.total()))
    above = {host: str(limit.uuid) for host, limit in limits.items()}
    within = {row.pk: above.get(host_of(row), whole) for row in rows}
    return sorted(caps, key=itemgetter("id")), within


def caps_above(offered: Content, position: str) -> list[str]:
    """The caps that hold for a position in what `places` told, the nearest first."""
    above = {row["id"]: row["within"] for row in [*offered["positions"], *offered["caps"]]}
    found, name = [], above[position]
    while name:
        found.append(name)
        name = above[name]
    return found


def free_in(offered: Content) -> dict[str, int]:
    """How many can still come, by position: the lowest of its own seats and of every cap above."""
    seats = {row["id"]: row["capacity"] for row in [*offered["positions"], *offered["caps"]]}
    names = [row["id"] for row in offered["positions"]]
    return {name: min(seats[one] for one in (name, *caps_above(offered, name))) for name in names}


def _cap(name: str, left: int, within: str = "") -> Content:
    return {"id": name, "capacity": max(0, left), "within": within}


def host_of(position: Position) -> int:
    """The key of the organisation that offers it."""
    return position.workplace.establishment.organisation_id


def taken_in(pathway: Pathway) -> Counter[int]:
    """How many of the seats that are offered to everybody are taken, by position."""
    return people_in(pathway) - on_extra_seats(pathway)


def on_extra_seats(pathway: Pathway) -> Counter[int]:
    """How many of `people_in` learn at the own employer on a seat that was never offered to all:
    they take none from the others (V35).
    """
    pending = Offer.objects.filter(
        answer=OfferAnswer.PENDING,
        position__pathway=pathway,
        application__in=OwnEmployerPlace.objects.on_extra_seats().values("application"),
    )
    # Whoever comes back after an early end learns where the last match says.
    later = Offer.objects.filter(
        answer=OfferAnswer.ACCEPTED,
        application__student=OuterRef("application__student"),
        position__pathway=pathway,
        match_run__gt=OuterRef("application__offer__match_run"),
    )
    given = OwnEmployerPlace.objects.on_extra_seats().filter(
        ~Exists(later),
        application__offer__answer=OfferAnswer.ACCEPTED,
        application__student=OuterRef("student"),
        position=OuterRef("position"),
    )
    there = Trajectory.objects.exclude(state__in=FINISHED_TRAJECTORIES).filter(
        Exists(given), pathway=pathway
    )
    return Counter(pending.values_list("position", flat=True)) + Counter(
        there.values_list("position", flat=True)
    )


def people_in(pathway: Pathway) -> Counter[int]:
    """How many learn at each position, or were offered a place and did not answer yet."""
    pending = Offer.objects.filter(answer=OfferAnswer.PENDING, position__pathway=pathway)
    there = Trajectory.objects.exclude(state__in=FINISHED_TRAJECTORIES).filter(pathway=pathway)
    return Counter(pending.values_list("position", flat=True)) + Counter(
        there.values_list("position", flat=True)
    )
