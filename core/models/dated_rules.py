"""Amounts, terms and thresholds of law, each with its period."""

from datetime import date

from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import NotTwiceAtATime, SameText, ValidPeriod, ends_after_start
from core.history import tracked
from core.models.base import Record
from core.querysets import DatedRuleQuerySet
from core.rule_codes import RuleCode, codes


@tracked
class DatedRule(Record):
    """An amount, term or threshold of law with the period in which it holds.

    What the code means, and in which unit the value is, says `core.rule_codes`.
    """

    code = models.CharField(_("rule"), max_length=60)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=4)
    valid_from = models.DateField(_("holds from"))
    valid_to = models.DateField(_("holds until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    # Why it was corrected last; the history keeps every earlier reason.
    reason = models.CharField(_("reason of the correction"), max_length=300, blank=True)

    objects = DatedRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("dated rule")
        verbose_name_plural = _("dated rules")
        ordering = ["code", "valid_from"]
        constraints = [
            ends_after_start("dated_rule_ends_after_it_starts"),
            models.CheckConstraint(
                condition=models.Q(value__gte=0), name="a_dated_rule_is_not_negative"
            ),
            NotTwiceAtATime(
                name="one_value_of_a_rule_at_a_time",
                expressions=[
                    (SameText("code"), RangeOperators.OVERLAPS),
                    (ValidPeriod(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meaning} ({self.valid_from})"

    @property
    def meaning(self) -> RuleCode:
        """What the rule is about, with its words."""
        return codes[self.code]

    @property
    def words(self) -> str:
        """The value with its unit."""
        return self.meaning.unit.words(self.value)

    def holds_on(self, day: date) -> bool:
        """True when the value is the one of that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
