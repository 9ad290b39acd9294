"""The design of an elective pathway: where each outcome is learned, and the places for it."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import agrees, ends_after_start, one_of
from core.history import tracked
from core.models import Record, StatefulRecord, in_language
from core.search import search_column, search_index
from partnerships.models import Mentor, Organisation, Programme, Workplace
from trajectories.enums import (
    AssessmentMoment,
    CompetenceMode,
    LearningKind,
    Place,
    TargetGroup,
)
from trajectories.models.pilots import LearningOutcome, Modality, Pilot
from trajectories.querysets import (
    EligibilityConditionQuerySet,
    HostLimitQuerySet,
    OutcomeLocationQuerySet,
    PathwayQuerySet,
    PositionQuerySet,
)
from trajectories.workflow import PATHWAY

MOST_OF_A_HOST = 200
MOST_OF_A_PATHWAY = 2000


@tracked
class Pathway(StatefulRecord):
    """An elective, equivalent route to the same qualification, with more learning at work (V3)."""

    workflow = PATHWAY

    code = models.CharField(_("code"), max_length=20, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="pathways")
    pilot = models.ForeignKey(
        Pilot, on_delete=models.PROTECT, related_name="pathways", null=True, blank=True
    )
    modality = models.ForeignKey(Modality, on_delete=models.PROTECT, related_name="pathways")
    academic_year = models.CharField(_("academic year"), max_length=9)
    title_nl = models.CharField(_("title in Dutch"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    wbl_credits = models.PositiveSmallIntegerField(_("credits of work-based learning"))
    hours_planned = models.DecimalField(_("planned hours"), max_digits=7, decimal_places=1)
    competence_mode = models.CharField(
        _("acquiring or applying"), max_length=10, choices=CompetenceMode.choices
    )
    target_group = models.CharField(_("for whom"), max_length=20, choices=TargetGroup.choices)
    own_employer_allowed = models.BooleanField(_("the own employer may be the host"))
    description_nl = models.TextField(_("description in Dutch"))
    description_en = models.TextField(_("description in English"), blank=True)
    relevance_nl = models.TextField(_("relevance for the programme"))
    # Over all positions of all hosts; without a number what the positions and hosts take.
    students_at_most = models.PositiveSmallIntegerField(
        _("number of students at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_OF_A_PATHWAY)],
    )
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="coached_pathways"
    )
    start_date = models.DateField(_("start"))
    end_date = models.DateField(_("end"))
    # A change after agreement is a new version that both sides accept.
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    search_words = search_column("title_nl", "title_en")

    objects = PathwayQuerySet.as_manager()

    class Meta:
        verbose_name = _("pathway")
        verbose_name_plural = _("pathways")
        ordering = ["title_nl"]
        indexes = [search_index("pathway_search")]
        constraints = [
            *PATHWAY.constraints(),
            one_of("competence_mode", CompetenceMode, "pathway_competence_mode_is_known"),
            one_of("target_group", TargetGroup, "pathway_target_group_is_known"),
            ends_after_start("pathway_ends_after_it_starts", "start_date", "end_date"),
            models.CheckConstraint(
                condition=Q(academic_year__regex=r"^\d{4}-\d{4}$"),
                name="academic_year_is_two_years",
            ),
            models.CheckConstraint(
                condition=Q(students_at_most__isnull=True)
                | Q(students_at_most__gte=1, students_at_most__lte=MOST_OF_A_PATHWAY),
                name="a_pathway_takes_1_to_2000_students",
            ),
        ]
        triggers = PATHWAY.triggers()

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self, "title")

    @property
    def description(self) -> str:
        """The description in the reader's language."""
        return in_language(self, "description")

    @property
    def wbl_share(self) -> Decimal:
        """Work-based learning in this pathway, as a share of all credits of the programme."""
        return Decimal(self.wbl_credits) / Decimal(self.programme.total_credits)


@tracked
class OutcomeLocation(Record):
    """Where, how and when one outcome is learned in one pathway (V4, V11)."""

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="outcome_locations")
    outcome = models.ForeignKey(LearningOutcome, on_delete=models.PROTECT, related_name="locations")
    place = models.CharField(_("where"), max_length=20, choices=Place.choices)
    kind = models.CharField(_("acquired or applied"), max_length=10, choices=LearningKind.choices)
    task_nl = models.TextField(_("task"))
    assessment_moment = models.CharField(
        _("assessed"), max_length=20, choices=AssessmentMoment.choices
    )

    objects = OutcomeLocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("place of an outcome")
        verbose_name_plural = _("places of outcomes")
        ordering = ["outcome__sequence"]
        constraints = [
            one_of("place", Place, "outcome_place_is_known"),
            one_of("kind", LearningKind, "outcome_kind_is_known"),
            one_of("assessment_moment", AssessmentMoment, "outcome_moment_is_known"),
            models.UniqueConstraint(
                fields=["pathway", "outcome"], name="an_outcome_has_one_place_in_a_pathway"
            ),
        ]
        triggers = [
            agrees(
                "an_outcome_is_of_the_pathway_s_programme",
                "trajectories_pathway AS p JOIN trajectories_learningoutcome AS o"
                " ON o.programme_id = p.programme_id"
                " WHERE p.id = NEW.pathway_id AND o.id = NEW.outcome_id",
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} ({self.get_place_display()})"


@tracked
class PathwayAcceptance(Record):
    """Who accepted which version of the design, for which organisation (V4)."""

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="acceptances")
    version = models.PositiveSmallIntegerField(_("version"))
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("acceptance of a design")
        verbose_name_plural = _("acceptances of a design")
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["pathway", "version", "organisation"],
                name="an_organisation_accepts_a_version_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.pathway}"


@tracked
class EligibilityCondition(Record):
    """A published yes/no condition to apply; never scored (V26)."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    pathway = models.ForeignKey(
        Pathway, on_delete=models.CASCADE, related_name="eligibility_conditions"
    )
    text_nl = models.CharField(_("text in Dutch"), max_length=300)
    text_en = models.CharField(_("text in English"), max_length=300, blank=True)

    objects = EligibilityConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("eligibility condition")
        verbose_name_plural = _("eligibility conditions")
        ordering = ["code"]

    def __str__(self) -> str:
        return in_language(self, "text")


@tracked
class Position(Record):
    """Places that a workplace offers in a pathway, with the mentor and the days."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    pathway = models.ForeignKey(Pathway, on_delete=models.PROTECT, related_name="positions")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="positions")
    capacity = models.PositiveSmallIntegerField(
        _("number of students"), validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    # 0 for none. One student is what any position takes at least.
    minimum = models.PositiveSmallIntegerField(
        _("minimum number of students"),
        default=0,
        blank=True,
        validators=[MaxValueValidator(20)],
    )
    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="positions")
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(7)]),
        verbose_name=_("days of the week"),
    )
    hours_per_week = models.DecimalField(_("hours a week"), max_digits=4, decimal_places=1)
    schedule_nl = models.CharField(_("schedule in words"), max_length=300)
    start_date = models.DateField(_("start"))
    end_date = models.DateField(_("end"))
    tasks = models.TextField(_("tasks"))

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["code"]
        constraints = [
            ends_after_start("position_ends_after_it_starts", "start_date", "end_date"),
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=20),
                name="a_position_has_1_to_20_places",
            ),
            models.CheckConstraint(
                condition=Q(minimum=0) | Q(minimum__gte=2, minimum__lte=models.F("capacity")),
                name="a_minimum_is_2_up_to_the_places",
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week__gt=0, hours_per_week__lte=50),
                name="a_position_has_up_to_50_hours_a_week",
            ),
        ]
        triggers = [
            agrees(
                "a_position_has_a_mentor_of_its_host",
                "partnerships_workplace AS w"
                " JOIN partnerships_establishmentunit AS site ON site.id = w.establishment_id"
                " JOIN partnerships_establishmentunit AS other"
                " ON other.organisation_id = site.organisation_id"
                " JOIN partnerships_mentor AS m ON m.establishment_id = other.id"
                " WHERE w.id = NEW.workplace_id AND m.id = NEW.mentor_id",
            )
        ]

    def __str__(self) -> str:
        return f"{self.workplace} ({self.code})"

    @property
    def host(self) -> Organisation:
        """The organisation that offers the place."""
        return self.workplace.establishment.organisation


@tracked
class HostLimit(Record):
    """How many students a host takes at most over all its positions in a pathway."""

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="host_limits")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    capacity = models.PositiveSmallIntegerField(
        _("number of students at most"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_OF_A_HOST)],
    )

    objects = HostLimitQuerySet.as_manager()

    class Meta:
        verbose_name = _("limit of a host")
        verbose_name_plural = _("limits of hosts")
        ordering = ["organisation__name_nl", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pathway", "organisation"], name="a_host_has_one_limit_in_a_pathway"
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=MOST_OF_A_HOST),
                name="a_limit_is_1_to_200_students",
            ),
        ]
        triggers = [
            agrees(
                "a_limit_is_of_a_host_with_a_position",
                "trajectories_position AS p"
                " JOIN partnerships_workplace AS w ON w.id = p.workplace_id"
                " JOIN partnerships_establishmentunit AS site ON site.id = w.establishment_id"
                " WHERE p.pathway_id = NEW.pathway_id"
                " AND site.organisation_id = NEW.organisation_id",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.capacity}"
