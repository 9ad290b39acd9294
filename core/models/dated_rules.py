"""Amounts, terms and thresholds of law, each with its period."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import ends_after_start
from core.history import tracked
from core.models.base import Record


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
