"""Rights of people: who looked, copies of data, requests to be forgotten, holds, retention."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from core.history import tracked
from core.models.base import Record, SealedRecord, StatefulRecord
from core.privacy.enums import Door, ExportState
from core.privacy.querysets import HoldQuerySet, OfPersonQuerySet, OwnDataQuerySet, RunQuerySet
from core.privacy.workflow import ERASURE

PSEUDONYM_BYTES = 6


def new_pseudonym() -> str:
    """What stands in the place of a name: random, so that it leads back to nobody."""
    return secrets.token_hex(PSEUDONYM_BYTES)


class FileRead(SealedRecord):
    """Somebody looked at a part of a student's file; once per reader, part and minute."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reads_of_file"
    )
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Who really sat there, when the reader was taken over by an administrator.
    impersonator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    # Which part of the file: a table of the register.
    part = models.CharField(_("part of the file"), max_length=60)
    door = models.CharField(_("how"), max_length=10, choices=Door.choices)
    minute = models.DateTimeField(_("when"))

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("look at a file")
        verbose_name_plural = _("looks at files")
        ordering = ["-minute", "-pk"]
        indexes = [models.Index(fields=["person", "-minute"], name="reads_of_a_file")]
        constraints = [
            one_of("door", Door, "read_door_is_known"),
            models.UniqueConstraint(
                fields=["reader", "impersonator", "person", "part", "door", "minute"],
                name="a_look_is_noted_once_a_minute",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.part


class DataCopy(Record):
    """A copy of all that the platform knows of one person, for that person alone."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_copies"
    )
    # Another one than the person: asked for by letter. The copy still goes to the person.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    ready_at = models.DateTimeField(_("ready on"), null=True)
    delete_on = models.DateTimeField(_("kept until"), null=True)
    failed_at = models.DateTimeField(_("failed on"), null=True)

    objects = OwnDataQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of data")
        verbose_name_plural = _("copies of data")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ready_at__isnull=True, failed_at__isnull=True),
                name="one_copy_at_a_time_per_person",
            ),
            models.CheckConstraint(
                condition=Q(ready_at__isnull=True, delete_on__isnull=True)
                | Q(ready_at__isnull=False, delete_on__isnull=False),
                name="a_copy_that_is_ready_has_a_last_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.created_at.date())

    @property
    def state(self) -> ExportState:
        """How far it is."""
        if self.failed_at:
            return ExportState.FAILED
        if self.delete_on is None:
            return ExportState.WAITING
        return ExportState.OVER if self.delete_on < timezone.now() else ExportState.READY


class DataCopyPart(models.Model):
    """A piece of a copy, encrypted: a large one is written and sent piece by piece."""

    copy = models.ForeignKey(DataCopy, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    sealed = models.TextField()

    class Meta:
        verbose_name = _("piece of a copy")
        verbose_name_plural = _("pieces of a copy")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["copy", "number"], name="pieces_of_a_copy_are_numbered")
        ]

    def __str__(self) -> str:
        return str(self.number)


@tracked
class LegalHold(Record):
    """Why somebody's data must stay: nothing of it is erased while this holds."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="legal_holds"
    )
    reason = models.CharField(_("why it must stay"), max_length=300)
    until = models.DateField(_("until"), null=True, blank=True)
    laid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(_("lifted on"), null=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="a_hold_is_lifted_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.reason


@tracked
class ErasureCase(StatefulRecord):
    """A request to be forgotten, by the person or by letter; another one decides on it."""

    workflow = ERASURE

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="erasure_cases"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("why, or where the letter is"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    answer = models.TextField(_("answer to the person"), blank=True)
    pseudonym = models.CharField(max_length=12, default=new_pseudonym, unique=True, editable=False)
    # How many rows of each table changed: no content.
    report = models.JSONField(_("report"), default=dict)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to be forgotten")
        verbose_name_plural = _("requests to be forgotten")
        ordering = ["-pk"]
        constraints = [
            *ERASURE.constraints(),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["asked", "approved"]),
                name="one_open_request_per_person",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("person"))),
                name="another_one_decides_than_who_asked",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "withdrawn"]) | Q(decided_by__isnull=False),
                name="a_decision_is_somebody_s",
            ),
        ]
        triggers = ERASURE.triggers()

    def __str__(self) -> str:
        return str(self.person)


class PrivacyStep(models.Model):
    """One statement of what erasure or retention does, written by migrations from the register.

    The application's role can read these and run them by two functions, and nothing else.
    """

    # "erasure", or the code of a retention rule; with "?" before it, what is due.
    plan = models.CharField(max_length=60)
    sequence = models.PositiveSmallIntegerField()
    table = models.CharField(max_length=63)
    statement = models.TextField()
    # The triggers that stand aside while this statement runs.
    guards = models.TextField()

    class Meta:
        verbose_name = _("step of forgetting")
        verbose_name_plural = _("steps of forgetting")
        ordering = ["plan", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "sequence"], name="steps_of_a_plan_are_ordered")
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.sequence}"


class Forgotten(models.Model):
    """A row that a retention rule has had its way with: it is not due again."""

    rule = models.CharField(max_length=60)
    row = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("row kept long enough")
        verbose_name_plural = _("rows kept long enough")
        constraints = [models.UniqueConstraint(fields=["rule", "row"], name="forgotten_once")]

    def __str__(self) -> str:
        return self.rule


class RetentionRun(Record):
    """One night, or one trial: per rule how many rows were due, held back and forgotten."""

    dry_run = models.BooleanField(_("trial"), default=False)
    report = models.JSONField(_("report"))

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of retention")
        verbose_name_plural = _("runs of retention")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.created_at.date())
