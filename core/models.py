"""Bases for every room's models."""

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.constraints import ends_after_start
from core.history import tracked
from core.querysets import OwnQuerySet, ScopedQuerySet

if TYPE_CHECKING:
    from core.workflow import Workflow


class Record(models.Model):
    """A row with a bigint inside and a UUID in every address, file and message."""

    uuid = models.UUIDField(_("identifier"), default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


class StatefulRecord(Record):
    """A record that moves along a workflow. Only `core.transitions` writes its state."""

    workflow: ClassVar["Workflow"]

    state = models.CharField(_("state"), max_length=30, editable=False)
    state_since = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.state:
            self.__dict__["state"] = self.workflow.initial


class SealedRecord(Record):
    """A row that is written once: no update, no delete, for nobody but the tables' owner."""

    class Meta:
        abstract = True


def in_language(obj: Any, field: str) -> str:
    """The text of ``<field>_nl`` or ``<field>_en`` in the reader's language.

    Dutch is always there; English falls back to it.
    """
    language = (get_language() or "nl")[:2]
    return getattr(obj, f"{field}_{language}", "") or getattr(obj, f"{field}_nl")


@tracked
class DatedRule(Record):
    """An amount, term or threshold of law with the period in which it holds."""

    code = models.CharField(_("code"), max_length=60)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=4)
    unit = models.CharField(_("unit"), max_length=20)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("dated rule")
        verbose_name_plural = _("dated rules")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], name="dated_rule_starts_once_a_day"
            ),
            ends_after_start("dated_rule_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.valid_from})"


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
    made = models.PositiveIntegerField(_("new"))
    changed = models.PositiveIntegerField(_("changed"))
    unchanged = models.PositiveIntegerField(_("unchanged"))

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name


class StagedImport(Record):
    """An uploaded file between preview and confirmation. Without history: it is not kept."""

    importer = models.CharField(max_length=50)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("file that waits for confirmation")
        verbose_name_plural = _("files that wait for confirmation")

    def __str__(self) -> str:
        return self.file_name
