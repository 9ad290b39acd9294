"""Who looked with whose eyes, why, and what was opened: written once, for good."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Ending
from accounts.querysets import ImpersonationQuerySet
from core.constraints import one_of
from core.models import SealedRecord

# A support question is answered in less; whoever needs more begins again, with a reason.
LONGEST = timedelta(minutes=30)


class Impersonation(SealedRecord):
    """An administrator began to look with the eyes of a person."""

    administrator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="impersonations"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="impersonated"
    )
    reason = models.CharField(_("reason"), max_length=300)

    objects = ImpersonationQuerySet.as_manager()

    class Meta:
        verbose_name = _("look with somebody's eyes")
        verbose_name_plural = _("looks with somebody's eyes")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(administrator=F("person")), name="nobody_impersonates_themselves"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_impersonation_has_a_reason"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def ends_at(self) -> datetime:
        """When it is over at the latest."""
        return self.created_at + LONGEST


class ImpersonationEnd(SealedRecord):
    """It is over, and why. Without this row the browser was closed: the time limit ended it."""

    impersonation = models.OneToOneField(
        Impersonation, on_delete=models.PROTECT, related_name="end"
    )
    how = models.CharField(max_length=10, choices=Ending.choices)

    objects = ImpersonationQuerySet.as_manager()

    class Meta:
        verbose_name = _("end of a look")
        verbose_name_plural = _("ends of looks")
        constraints = [one_of("how", Ending, "impersonation_ending_is_known")]

    def __str__(self) -> str:
        return str(self.get_how_display())


class ImpersonationStep(SealedRecord):
    """One request of an administrator with somebody's eyes: page or API, read or write."""

    impersonation = models.ForeignKey(Impersonation, on_delete=models.PROTECT, related_name="steps")
    method = models.CharField(max_length=10)
    # Without the query: what somebody searched for can be personal.
    path = models.CharField(max_length=300)
    status = models.PositiveSmallIntegerField()

    objects = ImpersonationQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a look")
        verbose_name_plural = _("steps of looks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"
