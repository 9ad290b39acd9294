"""Rounds in numbers: for their people per state, for everybody as totals only."""

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Count, Q, QuerySet, Sum

from matching.enums import PLACED_APPLICATIONS, ApplicationState, SealKind
from matching.models import IntakeRound, OwnEmployerPlace
from matching.reports.words import place_name

# Fewer people than this in a group could be recognised (domain.md 4.3).
SMALLEST_GROUP = 5


@dataclass(frozen=True)
class Totals:
    """A match in numbers, never a person; ``few`` when even those would tell too much."""

    placed: int
    unplaced: int
    beforehand: int  # of those with a place
    places: int
    fewest: ClassVar[int] = SMALLEST_GROUP

    @property
    def students(self) -> int:
        """How many took part."""
        return self.placed + self.unplaced

    @property
    def few(self) -> bool:
        """True when too few were ranked: whoever was placed beforehand hides nobody."""
        return self.students - self.beforehand < self.fewest


@dataclass(frozen=True)
class Closed:
    """A position that closed: too few came."""

    code: str
    place: str
    students: int
    minimum: int


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
    own = OwnEmployerPlace.objects.fixed().filter(
        application__intake_round=intake, application__state__in=PLACED_APPLICATIONS
    )
    return Totals(run.placed, run.unplaced, own.count(), places)


def closed_in(intake: IntakeRound) -> list[Closed]:
    """The positions that closed in the match, in that order, from the sealed result.

    Empty before the match. That document is large: it is read only where a minimum was announced.
    """
    texts = intake.seals.values_list("canonical", flat=True)
    criteria = texts.filter(kind=SealKind.CRITERIA).first()
    if not criteria or not json.loads(criteria).get("minimums"):
        return []
    full = texts.filter(kind=SealKind.RESULT).first()
    closings = json.loads(full)["result"]["closings"] if full else []
    rows = intake.pathway.positions.select_related("workplace__establishment__organisation")
    positions = {str(row.uuid): row for row in rows} if closings else {}
    return [
        Closed(
            positions[row["position"]].code,
            place_name(positions[row["position"]]),
            row["students"],
            row["minimum"],
        )
        for row in closings
    ]
