"""Students: who they are here, what they are enrolled in, in which status."""

from django.conf import settings
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import NotTwiceAtATime, SameKey, ValidPeriod, agrees, ends_after_start, one_of
from core.history import tracked
from core.models import Record
from core.search import GatheredWords, gathers, search_index
from partnerships.models import Organisation, Programme
from partnerships.validators import validate_postcode
from trajectories.enums import (
    BirthBand,
    EnrolmentContract,
    EntryRoute,
    EvidenceKind,
    LearnerStatus,
)
from trajectories.querysets import (
    EnrolmentQuerySet,
    LearnerStatusPeriodQuerySet,
    StudentQuerySet,
)


@tracked
class Student(Record):
    """A student of an institution. No birth date, no national number (domain.md 3.2)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="student"
    )
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="students")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="students")
    student_number = models.CharField(_("student number"), max_length=20)
    working_student = models.BooleanField(_("working student"), default=False)
    entry_route = models.CharField(
        _("entry route"), max_length=20, choices=EntryRoute.choices, default=EntryRoute.REGULAR
    )
    own_employer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="learning_employees",
        null=True,
        blank=True,
    )
    home_postcode = models.CharField(_("postcode"), max_length=4, validators=[validate_postcode])
    birth_year_band = models.CharField(_("years of birth"), max_length=9, choices=BirthBand.choices)
    credits_earned = models.DecimalField(_("credits earned"), max_digits=5, decimal_places=1)
    # With the name: a search asks one index, whatever stands in the words (ADR 0009).
    search_words = GatheredWords()

    objects = StudentQuerySet.as_manager()

    class Meta:
        verbose_name = _("student")
        verbose_name_plural = _("students")
        ordering = ["user__last_name", "user__first_name"]
        indexes = [search_index("student_search")]
        constraints = [
            one_of("entry_route", EntryRoute, "student_entry_route_is_known"),
            one_of("birth_year_band", BirthBand, "student_birth_band_is_known"),
            models.UniqueConstraint(
                fields=["institution", "student_number"],
                name="a_student_number_is_used_once_per_institution",
            ),
        ]
        triggers = [
            agrees(
                "a_student_s_programme_is_of_the_institution",
                "partnerships_programme AS p"
                " WHERE p.id = NEW.programme_id AND p.institution_id = NEW.institution_id",
            ),
            gathers(
                "a_student_is_found_by_name_and_number",
                "NEW.student_number, person.first_name, person.last_name",
                "accounts_user AS person WHERE person.id = NEW.user_id",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


@tracked
class Enrolment(Record):
    """A student's enrolment in a programme for an academic year."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="enrolments")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="enrolments")
    contract = models.CharField(_("contract"), max_length=10, choices=EnrolmentContract.choices)
    academic_year = models.CharField(_("academic year"), max_length=9)
    credits_enrolled = models.PositiveSmallIntegerField(_("credits"))
    new_credits = models.PositiveSmallIntegerField(_("of which for the first time"))

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-academic_year"]
        constraints = [
            one_of("contract", EnrolmentContract, "enrolment_contract_is_known"),
            models.UniqueConstraint(
                fields=["student", "programme", "academic_year"],
                name="one_enrolment_per_student_programme_and_year",
            ),
            models.CheckConstraint(
                condition=models.Q(new_credits__lte=models.F("credits_enrolled")),
                name="new_credits_are_part_of_the_enrolled_credits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.academic_year}"


@tracked
class LearnerStatusPeriod(Record):
    """A student's legal status for a period: a history without overlap (V42)."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="status_periods")
    status = models.CharField(_("status"), max_length=30, choices=LearnerStatus.choices)
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    evidence_kind = models.CharField(
        _("evidence seen"), max_length=30, choices=EvidenceKind.choices
    )

    objects = LearnerStatusPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("status of a learner")
        verbose_name_plural = _("statuses of learners")
        ordering = ["valid_from"]
        constraints = [
            one_of("status", LearnerStatus, "learner_status_is_known"),
            one_of("evidence_kind", EvidenceKind, "status_evidence_is_known"),
            ends_after_start("status_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["student", "valid_from"], name="a_status_starts_once_a_day"
            ),
            NotTwiceAtATime(
                name="a_student_has_one_status_at_a_time",
                expressions=[
                    (SameKey("student"), RangeOperators.OVERLAPS),
                    (ValidPeriod(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.get_status_display()
