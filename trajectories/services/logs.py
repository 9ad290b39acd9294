"""The log of a run: the student writes, the mentor confirms or asks (V13)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, NotNow
from core.history import acting
from core.transitions import transition
from trajectories.models import LearningOutcome, LogEntry, Trajectory
from trajectories.validators import LONGEST_DAY, QUARTER

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Errors = dict[str, list["StrOrPromise"]]


def write_log_entry(
    trajectory: Trajectory,
    *,
    actor: Any,
    day: date,
    hours: Decimal,
    text: str,
    outcomes: Iterable[LearningOutcome] = (),
) -> LogEntry:
    """Write a day in the log: hours in quarters, at most 12, and outcomes of the pathway.

    Raises `Refused`, `NotNow` unless the trajectory runs or when the same words stand on that
    day already (a button pressed twice), and `Invalid` with the fields.
    """
    chosen = list(outcomes)
    wanted: dict[str, Any] = {"day": day, "hours": hours, "text": text.strip()}
    with transition(trajectory, "log", actor=actor) as row:
        require_right(row, day=day, hours=hours, text=text, outcomes=chosen)
        if row.log_entries.filter(**wanted).exists():
            raise NotNow(_("You wrote this already."))
        with acting(actor, "trajectories.logentry.write"):
            entry = LogEntry.objects.create(trajectory=row, **wanted)
            entry.outcomes.set(chosen)
    return entry


def rewrite_log_entry(
    entry: LogEntry,
    *,
    actor: Any,
    day: date,
    hours: Decimal,
    text: str,
    outcomes: Iterable[LearningOutcome] = (),
    answer: str = "",
) -> None:
    """Answer the mentor's question, change what is needed, and send the entry again."""
    chosen = list(outcomes)
    with transition(entry, "rewrite", actor=actor) as row:
        require_right(row.trajectory, day=day, hours=hours, text=text, outcomes=chosen)
        row.day, row.hours, row.text, row.answer = day, hours, text.strip(), answer.strip()
        row.outcomes.set(chosen)


def confirm_log_entry(entry: LogEntry, *, actor: Any) -> None:
    """Confirm the hours and the text, as the mentor."""
    with transition(entry, "confirm", actor=actor) as row:
        row.confirmed_by = actor


@transaction.atomic
def ask_about_log_entry(entry: LogEntry, *, actor: Any, question: str) -> None:
    """Give the entry back with a question. Raises `Invalid` without one."""
    with transition(entry, "ask", actor=actor) as row:
        if not question.strip():
            raise Invalid(_("Write your question."), {"question": [_("Write your question.")]})
        row.question, row.answer = question.strip(), ""


def require_right(
    trajectory: Trajectory,
    *,
    day: date,
    hours: Decimal,
    text: str,
    outcomes: list[LearningOutcome],
) -> None:
    """Raise `Invalid` with every field of an entry that is not right."""
    errors: Errors = {}
    if message := _day_error(trajectory, day):
        errors["day"] = [message]
    if not 0 < hours <= LONGEST_DAY or hours % QUARTER:
        errors["hours"] = [_("Fill in hours in quarters, such as 7.25, at most 12 a day.")]
    if not text.strip():
        errors["text"] = [_("Write what you did and learned.")]
    placed = trajectory.pathway.outcome_locations.values_list("outcome", flat=True)
    if {outcome.pk for outcome in outcomes} - set(placed):
        errors["outcomes"] = [_("Choose outcomes of your own pathway.")]
    if errors:
        raise Invalid(_("Some fields are not right."), errors)


def _day_error(trajectory: Trajectory, day: date) -> "StrOrPromise | None":
    if day > timezone.localdate():
        return _("This day has still to come.")
    if not trajectory.start_date <= day <= trajectory.end_date:
        return _("This day lies outside the trajectory.")
    return None
