"""Reminders as data, and what the run of every night did (ADR 0016)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from core.deadlines.enums import Counting, Moment, Whom
from core.history import tracked
from core.models.base import Record
from core.querysets import AdministratorQuerySet

# Days from a last day within which somebody is reminded.
FURTHEST = 120


@tracked
class ReminderRule(Record):
    """How long before or after the last day of something who is told."""

    deadline = models.CharField(_("what has a last day"), max_length=60)
    days = models.PositiveSmallIntegerField(_("how many days"))
    counting = models.CharField(
        _("which days count"), max_length=10, choices=Counting.choices, default=Counting.CALENDAR
    )
    moment = models.CharField(_("when"), max_length=10, choices=Moment.choices)
    whom = models.CharField(_("who is told"), max_length=10, choices=Whom.choices)
    active = models.BooleanField(_("in use"), default=True)

    objects = AdministratorQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["deadline", "whom", "moment", "-days"]
        constraints = [
            one_of("counting", Counting, "reminder_counting_is_known"),
            one_of("moment", Moment, "reminder_moment_is_known"),
            one_of("whom", Whom, "reminder_whom_is_known"),
            models.CheckConstraint(
                condition=Q(days__lte=FURTHEST),
                name="a_reminder_is_within_120_days_of_the_last_day",
            ),
            models.CheckConstraint(
                condition=Q(moment=Moment.BEFORE) | Q(days__gte=1),
                name="a_reminder_after_the_last_day_is_at_least_a_day_after",
            ),
            models.UniqueConstraint(
                fields=["deadline", "whom", "moment", "counting", "days"],
                name="the_same_reminder_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deadline} {self.moment} {self.days}"


class NightRun(Record):
    """One night: which reminders it looked for, and how it ended."""

    night = models.DateField(_("night"), unique=True)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = AdministratorQuerySet.as_manager()

    class Meta:
        verbose_name = _("night run")
        verbose_name_plural = _("night runs")
        ordering = ["-night"]

    def __str__(self) -> str:
        return str(self.night)


class NightStep(models.Model):
    """How far a night is with one kind of last day: written in the transaction of its batch."""

    run = models.ForeignKey(NightRun, on_delete=models.CASCADE, related_name="steps")
    deadline = models.CharField(max_length=60)
    # The first day whose reminders this step sends: what earlier nights missed is caught up.
    since = models.DateField()
    # The last row that was looked at: a run that was killed goes on after it.
    position = models.BigIntegerField(default=0)
    looked_at = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=100, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "deadline"], name="a_night_has_one_step_per_kind_of_last_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deadline} {self.run_id}"


class JobRun(Record):
    """When a job of the schedule ran last, and whether it went well."""

    name = models.CharField(_("job"), max_length=100, unique=True)
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    failed = models.BooleanField(_("failed"), default=False)

    objects = AdministratorQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
