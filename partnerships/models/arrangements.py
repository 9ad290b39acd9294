"""What an institution and a host arranged: partnership, framework agreement, recognition."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.constraints import NotTwiceAtATime, SameKey, ValidPeriod, agrees, ends_after_start, one_of
from core.documents.constraints import keeps_documents
from core.history import tracked
from core.models import Record
from partnerships.enums import Compensation, Judgement
from partnerships.models.organisations import EstablishmentUnit, Organisation
from partnerships.models.programmes import Programme
from partnerships.querysets import (
    FrameworkAgreementQuerySet,
    PartnershipQuerySet,
    RecognitionQuerySet,
)


@tracked
class Partnership(Record):
    """An institution and a host that work together. Each institution chooses its own (V34)."""

    institution = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="partnerships_as_institution"
    )
    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="partnerships_as_host"
    )
    started_on = models.DateField(_("working together since"))

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ["host__name_nl"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "host"], name="one_partnership_per_institution_and_host"
            ),
            models.CheckConstraint(
                condition=~Q(institution=F("host")), name="nobody_is_their_own_partner"
            ),
        ]
        triggers = [
            agrees(
                "partners_are_institution_and_host",
                "partnerships_organisation AS i, partnerships_organisation AS h"
                " WHERE i.id = NEW.institution_id AND i.kind = 'institution'"
                " AND h.id = NEW.host_id AND h.kind = 'host'",
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution} – {self.host}"


@tracked
class FrameworkAgreement(Record):
    """The arrangements between institution and host before any student starts (V12, V41)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="framework_agreements"
    )
    signed_on = models.DateField(_("signed on"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"))
    review_due = models.DateField(_("next joint evaluation"))
    host_signatory = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    objectives = models.TextField(_("objectives"))
    assessment = models.TextField(_("assessment"))
    teaching_organisation = models.TextField(_("organisation of teaching"))
    entry_competences = models.TextField(_("entry competences"))
    exit_competences = models.TextField(_("exit competences"))
    materials = models.TextField(_("materials"))
    content = models.TextField(_("content"))
    guidance = models.TextField(_("guidance"))
    compensation = models.CharField(_("compensation"), max_length=20, choices=Compensation.choices)
    expense_rule = models.TextField(_("refund of costs"))
    confidentiality = models.TextField(_("confidentiality"))

    objects = FrameworkAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("framework agreement")
        verbose_name_plural = _("framework agreements")
        ordering = ["-valid_from"]
        constraints = [
            one_of("compensation", Compensation, "framework_compensation_is_known"),
            ends_after_start("framework_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.code

    def is_valid_on(self, day: date) -> bool:
        """True when the arrangements hold on that day."""
        return self.valid_from <= day <= self.valid_to


@tracked
class Recognition(Record):
    """An institution's judgement that an establishment can teach a programme (V32, V34).

    For at most five years (domain.md 2.10), by two different people of the institution.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    institution = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="recognitions"
    )
    establishment = models.ForeignKey(
        EstablishmentUnit, on_delete=models.PROTECT, related_name="recognitions"
    )
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="recognitions")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("last day"))
    judgement = models.CharField(_("judgement"), max_length=30, choices=Judgement.choices)
    conditions_nl = models.TextField(_("conditions"), blank=True)
    decided_on = models.DateField(_("decided on"))
    first_reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    second_reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    risk_assessment_date = models.DateField(_("risk assessment of the workplace"))

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        ordering = ["-valid_to"]
        constraints = [
            one_of("judgement", Judgement, "recognition_judgement_is_known"),
            ends_after_start("recognition_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(first_reviewer=F("second_reviewer")),
                name="a_recognition_has_two_different_reviewers",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__lte=F("valid_from")),
                name="a_recognition_is_decided_before_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(risk_assessment_date__lte=F("decided_on")),
                name="the_risk_assessment_comes_before_the_decision",
            ),
            models.CheckConstraint(
                condition=(Q(judgement=Judgement.CONDITIONAL) & ~Q(conditions_nl=""))
                | (Q(judgement=Judgement.MEETS) & Q(conditions_nl="")),
                name="conditions_belong_to_a_conditional_recognition",
            ),
            NotTwiceAtATime(
                name="one_recognition_at_a_time_per_establishment_and_programme",
                expressions=[
                    (SameKey("establishment"), RangeOperators.OVERLAPS),
                    (SameKey("programme"), RangeOperators.OVERLAPS),
                    (ValidPeriod(), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        # Each institution judges for its own programmes (V34).
        triggers = [
            agrees(
                "the_programme_s_institution_recognises",
                "partnerships_programme AS p"
                " WHERE p.id = NEW.programme_id AND p.institution_id = NEW.institution_id",
            ),
            keeps_documents("a_recognition_keeps_its_documents"),
        ]

    def __str__(self) -> str:
        return f"{self.establishment} – {self.programme}"

    def is_valid_on(self, day: date) -> bool:
        """True when the recognition holds on that day."""
        return self.valid_from <= day <= self.valid_to
