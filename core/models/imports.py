"""Files that are imported, before and after."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models.base import Record
from core.querysets import OwnQuerySet


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
