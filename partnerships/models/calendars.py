"""When an institution is closed."""

from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import NotTwiceAtATime, SameKey, ValidPeriod, agrees, ends_after_start
from core.history import tracked
from core.models import Record, in_language
from partnerships.models.organisations import Organisation
from partnerships.querysets import ClosingPeriodQuerySet


@tracked
class ClosingPeriod(Record):
    """Days in which an institution is closed: they are no working days in its terms."""

    institution = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="closing_periods"
    )
    name_nl = models.CharField(_("name in Dutch"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"))

    objects = ClosingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("closing period")
        verbose_name_plural = _("closing periods")
        ordering = ["valid_from"]
        constraints = [
            ends_after_start("closing_period_ends_after_it_starts"),
            NotTwiceAtATime(
                name="closing_periods_of_an_institution_do_not_overlap",
                expressions=[
                    (SameKey("institution"), RangeOperators.OVERLAPS),
                    (ValidPeriod(), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [
            agrees(
                "an_institution_has_closing_periods",
                "partnerships_organisation AS o"
                " WHERE o.id = NEW.institution_id AND o.kind = 'institution'",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the days are called, in the reader's language."""
        return in_language(self, "name")
