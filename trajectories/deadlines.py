"""What has a last day in this room: days in a log."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.deadlines.kinds import Audience, Deadline, register_deadline
from core.rule_codes import depends_on
from trajectories.models import LogEntry, Pathway
from trajectories.notices import mentor_of_entry, names_of_entry, path_of_entry
from trajectories.terms import LOG_CONFIRMATION_DAYS, WORKPLACE_SHARE


def days_to_confirm(entries: Any = LogEntry.objects) -> QuerySet[LogEntry]:
    """Days that wait for their mentor, with their last day."""
    return entries.to_confirm().select_related(
        "trajectory__student__user", "trajectory__mentor__user", "trajectory__coach"
    )


LOG = register_deadline(
    Deadline(
        name="trajectories.log",
        label=_("Days in a log that wait for the mentor"),
        rows=days_to_confirm,
        due_path="due_on",
        institution_path="trajectory__student__institution_id",
        owner=Audience(
            words=_("the mentor of the student"),
            people=mentor_of_entry,
            subject=_("Confirm %(day)s in the log of %(student)s"),
        ),
        escalation=Audience(
            words=_("the coach of the trajectory"),
            people=lambda row: [row.trajectory.coach],
            subject=_("%(day)s in the log of %(student)s is not confirmed yet"),
        ),
        path=path_of_entry,
        values=names_of_entry,
        link=_("Open the log"),
    )
)


def pathways_that_start(first: date, last: date | None) -> int:
    """How many pathways start in a period."""
    rows = Pathway.objects.filter(start_date__gte=first)
    return (rows.filter(start_date__lte=last) if last else rows).count()


def waiting_days(first: date, last: date | None) -> int:
    """How many days in logs wait for a mentor, whatever the period."""
    return LogEntry.objects.to_confirm().count()


depends_on(
    WORKPLACE_SHARE,
    _("pathways that start in this period; their warning is judged anew"),
    pathways_that_start,
)
depends_on(
    LOG_CONFIRMATION_DAYS,
    _("days in logs that wait now; their last day moves as soon as the value holds"),
    waiting_days,
)
