"""What pages and API read: how a pathway compares, what it covers, how a run progresses."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.dated_rules import value_on
from partnerships.enums import ProgrammeType
from trajectories.enums import Learnable, LogEntryState, Place
from trajectories.models import LearningOutcome, LogEntry, OutcomeLocation, Pathway, Trajectory
from trajectories.terms import WORKPLACE_SHARE

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Comparison:
    """A pathway beside the regular route of its programme: credits, percentages, hours (V3)."""

    total_credits: int
    credits: int
    regular_credits: int
    percentage: Decimal
    regular_percentage: Decimal
    hours: Decimal
    regular_hours: Decimal | None

    @property
    def extra_credits(self) -> int:
        """Credits of work-based learning more (or fewer, below zero) than the regular route."""
        return self.credits - self.regular_credits

    @property
    def bars(self) -> list[tuple["StrOrPromise", Decimal]]:
        """The two percentages with their words, this pathway first."""
        return [
            (_("This pathway"), self.percentage),
            (_("Regular route"), self.regular_percentage),
        ]


def compare(pathway: Pathway) -> Comparison:
    """Set a pathway against the regular route; hours from the institution's hours a credit."""
    programme = pathway.programme
    profile = getattr(programme.institution, "institution_profile", None)
    regular_hours = programme.wbl_credits * profile.hours_per_credit if profile else None
    return Comparison(
        total_credits=programme.total_credits,
        credits=pathway.wbl_credits,
        regular_credits=programme.wbl_credits,
        percentage=round(pathway.wbl_share * HUNDRED, 1),
        regular_percentage=round(programme.wbl_share * HUNDRED, 1),
        hours=pathway.hours_planned,
        regular_hours=regular_hours,
    )


@dataclass(frozen=True)
class Covered:
    """An outcome of the programme with its place in the pathway, or without one: a gap."""

    outcome: LearningOutcome
    location: OutcomeLocation | None


def coverage(pathway: Pathway) -> list[Covered]:
    """Every outcome of the programme in order, the uncovered ones too (B2, V11). Two queries."""
    found = {location.outcome_id: location for location in pathway.outcome_locations.all()}
    outcomes = pathway.programme.learning_outcomes.all()
    return [Covered(outcome, found.get(outcome.pk)) for outcome in outcomes]


def remarks(pathway: Pathway, covered: list[Covered]) -> list["StrOrPromise"]:
    """What deserves a look in a design. Remarks never block anything (B2)."""
    return [
        sentence
        for sentence in (
            _share_remark(pathway),
            _gap_remark(covered),
            _level_remark(pathway, covered),
            _learnable_remark(covered),
            _breadth_remark(pathway),
        )
        if sentence
    ]


def _share_remark(pathway: Pathway) -> "StrOrPromise | None":
    """An associate degree is for at least one third work-based (dated rule; V2)."""
    if pathway.programme.programme_type != ProgrammeType.ASSOCIATE:
        return None
    if pathway.wbl_share >= value_on(WORKPLACE_SHARE, pathway.start_date):
        return None
    return _("Less than one third of this associate degree is work-based learning.")


def _gap_remark(covered: list[Covered]) -> "StrOrPromise | None":
    gaps = sum(1 for row in covered if row.location is None)
    if not gaps:
        return None
    return _("Learning outcomes without a place: %(number)s.") % {"number": gaps}


def _level_remark(pathway: Pathway, covered: list[Covered]) -> "StrOrPromise | None":
    """Outcomes learned at work stay at the programme's level (V9)."""
    level = pathway.programme.qf_level
    lower = [row for row in covered if _at_work(row) and row.outcome.qf_level < level]
    if not lower:
        return None
    text = _("Learning outcomes at the workplace below level %(level)s: %(number)s.")
    return text % {"level": level, "number": len(lower)}


def _learnable_remark(covered: list[Covered]) -> "StrOrPromise | None":
    """The plan starts from what a workplace can teach (V11)."""
    wrong = [
        row
        for row in covered
        if row.location
        and row.location.place == Place.WORKPLACE
        and row.outcome.learnable_at_workplace != Learnable.YES
    ]
    if not wrong:
        return None
    text = _("Placed only at the workplace, though it cannot be learned there fully: %(number)s.")
    return text % {"number": len(wrong)}


def _breadth_remark(pathway: Pathway) -> "StrOrPromise | None":
    """Competences are useful in other companies too (V10)."""
    host = "workplace__establishment__organisation"
    hosts = set(pathway.positions.order_by().values_list(host, flat=True))
    if len(hosts) != 1:
        return None
    return _("All positions are with one host: check that what is learned is useful elsewhere.")


def _at_work(row: Covered) -> bool:
    return row.location is not None and row.location.place != Place.INSTITUTION


def with_progress(trajectories: QuerySet[Trajectory]) -> QuerySet[Any]:
    """Add hours_logged, hours_confirmed, entries_waiting and last_day to each run."""
    confirmed = Q(log_entries__state=LogEntryState.CONFIRMED)
    waiting = Q(log_entries__state=LogEntryState.WRITTEN)
    return trajectories.annotate(
        hours_logged=Sum("log_entries__hours", default=Decimal(0)),
        hours_confirmed=Sum("log_entries__hours", filter=confirmed, default=Decimal(0)),
        entries_waiting=Count("log_entries", filter=waiting),
        last_day=Max("log_entries__day"),
    )


@dataclass(frozen=True)
class Progress:
    """How far a run is: hours written, confirmed and planned, outcomes touched, last day."""

    planned: Decimal
    logged: Decimal
    confirmed: Decimal
    waiting: int
    last_day: date | None
    touched: int
    outcomes: int

    @property
    def logged_percent(self) -> int:
        """Hours written as a whole percentage of the plan, at most 100."""
        return _percent(self.logged, self.planned)

    @property
    def confirmed_percent(self) -> int:
        """Hours confirmed as a whole percentage of the plan, at most 100."""
        return _percent(self.confirmed, self.planned)


def _percent(part: Decimal, whole: Decimal) -> int:
    return min(100, int(part * HUNDRED / whole)) if whole else 0


def progress_of(trajectory: Trajectory) -> Progress:
    """The progress of one run (V13)."""
    rows = with_progress(Trajectory.objects.filter(pk=trajectory.pk))
    figures = rows.values("hours_logged", "hours_confirmed", "entries_waiting", "last_day").get()
    touched = LogEntry.objects.filter(trajectory=trajectory).aggregate(
        number=Count("outcomes", distinct=True)
    )
    return Progress(
        planned=trajectory.pathway.hours_planned,
        logged=figures["hours_logged"],
        confirmed=figures["hours_confirmed"],
        waiting=figures["entries_waiting"],
        last_day=figures["last_day"],
        touched=touched["number"],
        outcomes=trajectory.pathway.outcome_locations.count(),
    )


def places_offered(pathways: QuerySet[Pathway]) -> QuerySet[Any]:
    """Add ``places``: the sum of the capacities of each pathway's positions."""
    own = Pathway.objects.filter(pk=OuterRef("pk")).order_by()
    total = own.annotate(total=Sum("positions__capacity")).values("total")
    return pathways.annotate(places=Coalesce(Subquery(total), 0))
