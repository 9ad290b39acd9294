"""Files that are imported: while they wait, what came of them, and how their columns are read."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from core.history import tracked
from core.houses import houses_of
from core.models.base import Record
from core.querysets import OwnQuerySet, ScopedQuerySet


class Work(models.TextChoices):
    """What is to be done with a file."""

    LOOK = "look", _("look what it would change")
    WRITE = "write", _("import it")
    UNDO = "undo", _("undo an import")


class Stage(models.TextChoices):
    """How far it is. ``waiting`` lasts until the work is whole: a killed worker leaves it so."""

    COLUMNS = "columns", _("asks which column is which")
    WAITING = "waiting", _("at work")
    READY = "ready", _("ready to import")
    REFUSED = "refused", _("has problems")
    DONE = "done", _("done")
    STOPPED = "stopped", _("stopped")
    FAILED = "failed", _("failed")


# Nobody works on these, and nobody needs the file any more.
OVER = frozenset({Stage.DONE, Stage.STOPPED, Stage.FAILED})


class HouseQuerySet(ScopedQuerySet):
    """Rows of one's own, and those of the organisations for which one keeps data."""

    def visible_to(self, user: Any) -> Self:
        """What colleagues of the same institution did is visible to all of them."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(actor=user.pk) | Q(house__in=list(houses_of(user))))


class MappingQuerySet(ScopedQuerySet):
    """How the columns of an institution's files are read."""

    def visible_to(self, user: Any) -> Self:
        """Those of one's own institutions; an administrator's own are of the platform."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(house__in=list(houses_of(user)))
        return self.filter(mine | Q(house=None) if user.is_administrator else mine)


@tracked
class ImportRun(Record):
    """A file that was imported: which, by whom, and what came of its lines."""

    importer = models.CharField(_("kind of file"), max_length=50)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    # Empty: an operator at the machine.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    # The organisation for which it was done; empty: the platform itself.
    house = models.UUIDField(null=True, db_index=True)
    made = models.PositiveIntegerField(_("new"))
    changed = models.PositiveIntegerField(_("changed"))
    unchanged = models.PositiveIntegerField(_("unchanged"))
    # Where in the history its changes stand: per model the first and last number.
    footprint = models.JSONField(default=dict, editable=False)
    context = models.UUIDField(null=True, editable=False)
    undone_at = models.DateTimeField(_("undone on"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = HouseQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name


@tracked
class ImportMapping(Record):
    """Which column of an institution's files is which of ours, as a person once said."""

    house = models.UUIDField(null=True)
    importer = models.CharField(_("kind of file"), max_length=50)
    # Folded name in the file: our column, or "" where it is left out.
    columns = models.JSONField(_("columns"), default=dict)

    objects = MappingQuerySet.as_manager()

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        constraints = [
            models.UniqueConstraint(
                fields=["house", "importer"],
                name="columns_are_remembered_once_per_institution",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.importer


class ImportJob(Record):
    """A file that waits or is worked on. Without history: it is not kept for long."""

    importer = models.CharField(_("kind of file"), max_length=50)
    file_name = models.CharField(_("file"), max_length=200)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=2, default="nl")
    # How the file is read, and its columns: see core.importing.formats and .headers.
    reading = models.JSONField(default=dict)
    sheets = models.JSONField(default=list)
    sample = models.JSONField(default=list)
    header = models.JSONField(default=list)
    places = models.JSONField(default=list)
    work = models.CharField(max_length=10, choices=Work.choices, default=Work.LOOK)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.WAITING)
    # When somebody asked for this work: monitoring tells how long the oldest waits.
    asked_at = models.DateTimeField(default=timezone.now)
    stop_asked = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True)
    # About how many lines there are, for the progress; 0 is unknown.
    lines = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    bad = models.PositiveIntegerField(default=0)
    cut = models.BooleanField(default=False)
    warnings = models.JSONField(default=list)
    first_rows = models.JSONField(default=list)
    # What was made of it, or what is to be undone.
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+", null=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("file that is being imported")
        verbose_name_plural = _("files that are being imported")
        ordering = ["-pk"]
        constraints = [
            one_of("work", Work, "import_work_is_known"),
            one_of("stage", Stage, "import_stage_is_known"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(stage="waiting"), name="imports_that_wait")
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportChunk(models.Model):
    """A part of a file that waits: no part is large, so that memory stays flat."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="parts_of_a_file_are_numbered")
        ]

    def __str__(self) -> str:
        return str(self.number)


class ImportProblem(models.Model):
    """What is wrong with a cell of a file that waits."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="problems")
    # Empty: the file as a whole.
    line = models.PositiveIntegerField(_("line"), null=True)
    column = models.CharField(_("column"), max_length=200, blank=True)
    value = models.TextField(_("what stands there"), blank=True)
    reason = models.TextField(_("what is wrong"))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.reason
