"""What was renewed beside a signed text."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.enums import EvidenceKind
from agreements.models.agreements import WRITTEN_ONCE, Agreement
from agreements.querysets import EvidenceQuerySet
from core.constraints import one_of
from core.models import SealedRecord


class ConditionEvidence(SealedRecord):
    """A newer date for a dated condition: the signed version stays as it was signed."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(_("what was renewed"), max_length=20, choices=EvidenceKind.choices)
    day = models.DateField(_("date"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("where the proof is"), max_length=300)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence for a condition")
        verbose_name_plural = _("evidence for conditions")
        ordering = ["created_at"]
        constraints = [one_of("kind", EvidenceKind, "condition_evidence_kind_is_known")]
        triggers = [pgtrigger.Protect(name="evidence_is_written_once", operation=WRITTEN_ONCE)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"
