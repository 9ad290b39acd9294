"""What was fetched, by whom, under which protocol: written once per export."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import SealedRecord
from partnerships.models import ApiClient
from reporting.querysets import ExportLogQuerySet


class ExportLog(SealedRecord):
    """One export of one dataset (domain.md 4.3: log every export)."""

    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="exports")
    dataset = models.CharField(_("dataset"), max_length=50)
    file_format = models.CharField(_("format"), max_length=10)
    filters = models.JSONField(_("filters"), default=dict)
    protocol_reference = models.CharField(_("protocol"), max_length=100)
    rows = models.PositiveIntegerField(_("rows"))

    objects = ExportLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-created_at"]
        triggers = [
            pgtrigger.Protect(
                name="export_is_logged_once", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.dataset} ({self.created_at:%Y-%m-%d})"
