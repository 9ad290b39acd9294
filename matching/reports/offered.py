"""What a student who ranks positions reads about each: schedule, places, rules of its host."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.models import IntakeRound
from matching.services.minimums import announced
from matching.services.places import host_of, taken_in
from trajectories.models import Position


def offers_of_round(intake: IntakeRound) -> list[tuple[Position, str]]:
    """Every position of the round with a few sentences, in a constant number of queries."""
    left = Left.of(intake)
    minimums = announced(intake)
    return [
        (row, " ".join(_sentences(row, left, min(row.minimum, minimums.get(str(row.uuid), 0)))))
        for row in left.positions
    ]


@dataclass(frozen=True)
class Left:
    """How many can still come: at a position, at a host over all of them, in the pathway."""

    positions: list[Position]
    taken: Counter[int]  # by position
    limits: dict[int, int]  # by host
    in_all: int | None

    @classmethod
    def of(cls, intake: IntakeRound) -> Self:
        """As it stands now."""
        pathway = intake.pathway
        rows = pathway.positions.select_related("workplace__establishment__organisation")
        limits = dict(pathway.host_limits.values_list("organisation", "capacity"))
        return cls(list(rows), taken_in(pathway), limits, pathway.students_at_most)

    def at(self, position: Position) -> int:
        """The lowest of all that apply to a position."""
        host = host_of(position)
        numbers = [position.capacity - self.taken[position.pk]]
        if host in self.limits:
            there = sum(self.taken[row.pk] for row in self.positions if host_of(row) == host)
            numbers.append(self.limits[host] - there)
        if self.in_all is not None:
            numbers.append(self.in_all - self.taken.total())
        return min(numbers)


def _sentences(position: Position, left: Left, minimum: int) -> Iterator[str]:
    yield _("%(schedule)s. Number of places: %(count)d.") % {
        "schedule": position.schedule_nl.rstrip(".").capitalize(),
        "count": position.capacity,
    }
    taken, limit = left.taken[position.pk], left.limits.get(host_of(position))
    if left.at(position) <= 0:
        yield _("No place is free now; that can change until the lists are sealed.")
    elif taken:
        yield ngettext(
            "%(count)d of them is taken already.", "%(count)d of them are taken already.", taken
        ) % {"count": taken}
    if limit is not None:
        yield ngettext(
            "The host takes at most %(count)d student over all its places together.",
            "The host takes at most %(count)d students over all its places together.",
            limit,
        ) % {"count": limit}
    if minimum:
        yield _("Takes at least %(count)d students, or none.") % {"count": minimum}
