"""The jobs that run by the clock: in human words, when they ran last, when they run next.

Which ones there are and when, stands in the settings (``config/settings/schedule.py``); a room
gives each of its own a name for people. What runs every minute is watched by
`core.health` and is not listed here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from celery.schedules import crontab
from celery.signals import task_postrun, task_prerun
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import JobRun
from core.workflow import ATTENTION, GOOD, NEUTRAL, StateLabel

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# How long a worker may need to come to it before anybody should look.
PATIENCE = timedelta(minutes=30)
DAYS_TO_SEARCH = 40

NEVER = StateLabel(gettext_lazy("Did not run yet"), NEUTRAL)
LATE = StateLabel(gettext_lazy("Late"), ATTENTION)
FAILED = StateLabel(gettext_lazy("Failed"), ATTENTION)
RAN = StateLabel(gettext_lazy("Ran"), GOOD)

labels: dict[str, "StrOrPromise"] = {}


def name_job(entry: str, label: "StrOrPromise") -> None:
    """Give an entry of the schedule a name for people."""
    labels[entry] = label


@dataclass(frozen=True)
class Job:
    """An entry of the schedule with its last run."""

    label: "StrOrPromise"
    schedule: crontab
    last: JobRun | None

    @property
    def when(self) -> str:
        """When it runs, in words."""
        times = _times(self.schedule)
        first, last = (f"{moment:%H:%M}" for moment in (times[0], times[-1]))
        if len(times) == 1:
            return _("at %(time)s") % {"time": first}
        return _("between %(first)s and %(last)s") % {"first": first, "last": last}

    @property
    def next_run(self) -> datetime | None:
        """Its next moment from now; None when it never runs."""
        now = timezone.now()
        return next((m for m in _moments(self.schedule, timezone.localdate(), 1) if m > now), None)

    @property
    def is_late(self) -> bool:
        """True when its last moment passed a while ago and no run began since."""
        latest = timezone.now() - PATIENCE
        days = _moments(self.schedule, timezone.localdate(), -1)
        due = next((moment for moment in days if moment <= latest), None)
        return due is not None and self.last is not None and self.last.started_at < due

    @property
    def badge(self) -> StateLabel:
        """How it stands, in words."""
        if self.last is None:
            return NEVER
        if self.is_late:
            return LATE
        return FAILED if self.last.failed else RAN


def jobs() -> list[Job]:
    """The jobs of the night and day in the order of their hours; one query."""
    runs = {run.name: run for run in JobRun.objects.all()}
    found = [
        Job(labels.get(name, name), entry["schedule"], runs.get(str(entry["task"])))
        for name, entry in _entries().items()
    ]
    return sorted(found, key=lambda job: _times(job.schedule))


def _entries() -> dict[str, dict[str, Any]]:
    schedule: dict[str, dict[str, Any]] = settings.CELERY_BEAT_SCHEDULE
    return {name: e for name, e in schedule.items() if isinstance(e["schedule"], crontab)}


def _times(schedule: crontab) -> list[time]:
    return [time(h, m) for h in sorted(schedule.hour) for m in sorted(schedule.minute)]


def _moments(schedule: crontab, today: date, step: int) -> Iterator[datetime]:
    """The moments of a schedule day by day, onwards or (step -1) back."""
    for count in range(DAYS_TO_SEARCH):
        day = today + timedelta(days=count * step)
        if (
            day.isoweekday() % 7 in schedule.day_of_week
            and day.day in schedule.day_of_month
            and day.month in schedule.month_of_year
        ):
            for moment in _times(schedule)[::step]:
                yield timezone.make_aware(datetime.combine(day, moment))


def note_start(sender: Any = None, **kwargs: Any) -> None:
    """Remember that a job of the schedule began."""
    if _is_listed(sender):
        values = {"started_at": timezone.now(), "ended_at": None, "failed": False}
        JobRun.objects.update_or_create(name=sender.name, defaults=values)


def note_end(sender: Any = None, state: str | None = None, **kwargs: Any) -> None:
    """Remember how a job of the schedule ended."""
    if _is_listed(sender):
        JobRun.objects.filter(name=sender.name).update(
            ended_at=timezone.now(), failed=state == "FAILURE"
        )


def _is_listed(task: Any) -> bool:
    return task is not None and task.name in {e["task"] for e in _entries().values()}


def listen() -> None:
    """Hear of every task of this process."""
    task_prerun.connect(note_start, dispatch_uid="core.jobs.start")
    task_postrun.connect(note_end, dispatch_uid="core.jobs.end")
