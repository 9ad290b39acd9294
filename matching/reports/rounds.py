"""Rounds in numbers: for their people per state, for everybody as totals only."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Count, Q, QuerySet, Sum

from matching.enums import ApplicationState
from matching.models import IntakeRound

# Fewer people than this in a group could be recognised (domain.md 4.3).
SMALLEST_GROUP = 5


@dataclass(frozen=True)
class Totals:
    """A match in four numbers, never a person; ``few`` when even those would tell too much."""

    students: int
    placed: int
    unplaced: int
    places: int
    fewest: ClassVar[int] = SMALLEST_GROUP

    @property
    def few(self) -> bool:
        """True when too few students took part to publish numbers."""
        return self.students < self.fewest


def with_application_count(rounds: QuerySet[Any]) -> QuerySet[Any]:
    """Rounds with ``application_count``: how many were sent."""
    sent = ~Q(applications__state=ApplicationState.DRAFT)
    counted = rounds.annotate(application_count=Count("applications", filter=sent))
    return counted.order_by("-opens_on", "pk")  # grouping forgets the model's own order


def counts_per_state(intake: IntakeRound) -> list[tuple[str, int]]:
    """States that occur among the round's applications, in the order of a life, with counts."""
    rows = intake.applications.order_by().values_list("state").annotate(count=Count("pk"))
    found = dict(rows)
    return [(state, found[state]) for state in ApplicationState.values if state in found]


def totals_of(intake: IntakeRound) -> Totals | None:
    """What may be told about a match to everybody; None before it."""
    run = getattr(intake, "match_run", None)
    if run is None:
        return None
    places = intake.pathway.positions.aggregate(sum=Sum("capacity"))["sum"] or 0
    return Totals(run.placed + run.unplaced, run.placed, run.unplaced, places)
