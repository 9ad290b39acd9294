"""What a student applies for, and what the others say about it."""

import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from core.constraints import agrees, one_of
from core.history import tracked
from core.models import Record, StatefulRecord
from matching.constraints import is_wished_for
from matching.enums import DRAWING_ALONG, AcceptanceParty, Party, RefusalReason, SealKind
from matching.models.rounds import Criterion, IntakeRound
from matching.querysets import (
    DRAWERS_DO_NOT_APPLY,
    AcceptabilityQuerySet,
    ApplicationQuerySet,
    EligibilityAnswerQuerySet,
    PreferenceQuerySet,
    RatingQuerySet,
)
from matching.workflow import APPLICATION
from trajectories.models import EligibilityCondition, Position, Student

WORST, BEST = 1, 5

# Of somebody else, or in another pathway, it never is; of the same student in the same pathway it
# is one that the student had there before, once there is any.
KEEPS_THE_LOTTERY_ID = """
    (SELECT pathway_id FROM matching_intakeround WHERE id = NEW.intake_round_id) AS here
    WHERE NOT EXISTS (
        SELECT 1 FROM matching_application AS a
        JOIN matching_intakeround AS r ON r.id = a.intake_round_id
        WHERE a.lottery_id = NEW.lottery_id
        AND (a.student_id <> NEW.student_id OR r.pathway_id <> here.pathway_id)
    ) AND (SELECT coalesce(bool_or(a.lottery_id = NEW.lottery_id), true)
        FROM matching_application AS a JOIN matching_intakeround AS r ON r.id = a.intake_round_id
        WHERE a.student_id = NEW.student_id AND r.pathway_id = here.pathway_id)
"""
# Also against an application that another connection has not committed yet (`agrees`).
THE_STUDENT = "trajectories_student WHERE id = NEW.student_id"
# Where it was announced: as `matching.querysets.draws_along`. The other direction stands at
# `LotteryWitness`, where a promise is asked of a draft only.
DRAWS_NOT_ALONG = f"""
    {THE_STUDENT} AND NOT EXISTS (
        SELECT 1 FROM matching_lotterywitness AS w
        WHERE w.intake_round_id = NEW.intake_round_id AND w.user_id = trajectories_student.user_id
        AND w.state IN ({", ".join(f"'{state}'" for state in sorted(DRAWING_ALONG))})
        AND NOT EXISTS (
            SELECT 1 FROM matching_roundseal AS told
            WHERE told.intake_round_id = w.intake_round_id AND told.kind = '{SealKind.CRITERIA}'
            AND (told.canonical::jsonb ->> '{DRAWERS_DO_NOT_APPLY}') IS DISTINCT FROM 'true'
        )
    )
"""  # noqa: S608  written here, never from input


@tracked
class Application(StatefulRecord):
    """A student's application in a round."""

    workflow = APPLICATION

    code = models.CharField(_("code"), max_length=20, unique=True, null=True, blank=True)
    intake_round = models.ForeignKey(
        IntakeRound, on_delete=models.PROTECT, related_name="applications"
    )
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="applications")
    # The student in lottery and certificate: random, of nobody else, and kept in later rounds of
    # the pathway, so that the lot is kept too (`matching.services.lots`).
    lottery_id = models.UUIDField(default=uuid.uuid4, editable=False)
    motivation = models.TextField(_("motivation"), blank=True)
    motivation_language = models.CharField(
        _("language of the motivation"),
        max_length=2,
        choices=Language.choices,
        default=Language.DUTCH,
    )
    own_employer = models.BooleanField(_("wants to learn at the own employer"), default=False)
    submitted_at = models.DateTimeField(_("submitted on"), null=True, blank=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["student__user__last_name", "student__user__first_name"]
        constraints = [
            *APPLICATION.constraints(),
            one_of("motivation_language", Language, "motivation_language_is_known"),
            models.UniqueConstraint(
                fields=["intake_round", "student"], name="a_student_applies_once_in_a_round"
            ),
            models.UniqueConstraint(
                fields=["lottery_id", "intake_round"], name="a_lottery_id_stands_once_in_a_round"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=False) | Q(state__in=["draft", "withdrawn"]),
                name="only_a_draft_is_not_submitted",
            ),
        ]
        triggers = [
            *APPLICATION.triggers(),
            agrees(
                "a_student_keeps_the_lottery_id_in_a_pathway",
                KEEPS_THE_LOTTERY_ID,
                held=THE_STUDENT,
            ),
            agrees("nobody_draws_and_applies_in_one_round", DRAWS_NOT_ALONG, held=THE_STUDENT),
            is_wished_for(
                "the_wish_stays_with_the_own_place",
                "place.application_id = NEW.id",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__own_employer=True, new__own_employer=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} – {self.intake_round.pathway}"

    @property
    def has_own_place(self) -> bool:
        """Whether the student has a place at the own employer before the match (V35)."""
        return self.own_place_or_none is not None and self.own_place.is_fixed

    @property
    def own_place_or_none(self) -> Any:
        """The place that was named at the own employer, if any."""
        return getattr(self, "own_place", None)


@tracked
class EligibilityAnswer(Record):
    """Does the student meet a condition: yes or no, checked by the coach (V26)."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="eligibility_answers"
    )
    condition = models.ForeignKey(
        EligibilityCondition, on_delete=models.PROTECT, related_name="answers"
    )
    met = models.BooleanField(_("met"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = EligibilityAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a condition")
        verbose_name_plural = _("answers to conditions")
        ordering = ["condition__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "condition"], name="a_condition_is_answered_once"
            )
        ]
        triggers = [
            agrees(
                "a_condition_is_of_the_round_s_pathway",
                "matching_application AS a"
                " JOIN matching_intakeround AS r ON r.id = a.intake_round_id"
                " JOIN trajectories_eligibilitycondition AS c ON c.pathway_id = r.pathway_id"
                " WHERE a.id = NEW.application_id AND c.id = NEW.condition_id",
            )
        ]

    def __str__(self) -> str:
        return str(self.condition)


@tracked
class Preference(Record):
    """A position on a student's list; rank 1 is the first choice."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="preferences"
    )
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="preferences")
    rank = models.PositiveSmallIntegerField(_("rank"))

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "position"], name="a_position_is_ranked_once"
            ),
            models.UniqueConstraint(
                fields=["application", "rank"],
                name="a_rank_is_given_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(rank__gte=1), name="ranks_begin_at_one"),
        ]
        triggers = [
            agrees(
                "a_ranked_position_is_of_the_round_s_pathway",
                "matching_application AS a"
                " JOIN matching_intakeround AS r ON r.id = a.intake_round_id"
                " JOIN trajectories_position AS p ON p.pathway_id = r.pathway_id"
                " WHERE a.id = NEW.application_id AND p.id = NEW.position_id",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.position}"


@tracked
class Acceptability(Record):
    """Is the pair of student and position acceptable, says the host or the student."""

    preference = models.ForeignKey(
        Preference, on_delete=models.CASCADE, related_name="acceptability"
    )
    party = models.CharField(_("who says so"), max_length=10, choices=AcceptanceParty.choices)
    acceptable = models.BooleanField(_("acceptable"))
    reason = models.CharField(_("reason"), max_length=40, choices=RefusalReason.choices, blank=True)
    note = models.TextField(_("explanation"), blank=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    objects = AcceptabilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("acceptability")
        verbose_name_plural = _("acceptability")
        constraints = [
            one_of("party", AcceptanceParty, "acceptability_party_is_known"),
            models.UniqueConstraint(
                fields=["preference", "party"], name="a_party_says_it_once_per_pair"
            ),
            models.CheckConstraint(
                condition=Q(acceptable=True, reason="")
                | Q(acceptable=False, reason__in=RefusalReason.values),
                name="a_refusal_has_a_reason_and_only_a_refusal",
            ),
            models.CheckConstraint(
                condition=~Q(reason=RefusalReason.OTHER) | ~Q(note=""),
                name="another_reason_is_explained",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.preference}: {self.acceptable}"


@tracked
class Rating(Record):
    """One rater's score on one criterion, with a note (V28; domain.md 7.3)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="ratings")
    # Empty: the institution's rating of the application as a whole.
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="ratings", null=True, blank=True
    )
    rater = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ratings"
    )
    party = models.CharField(_("party"), max_length=20, choices=Party.choices)
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="ratings")
    score = models.PositiveSmallIntegerField(
        _("score"), validators=[MinValueValidator(WORST), MaxValueValidator(BEST)]
    )
    note = models.TextField(_("why this score"))

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ["criterion__sequence"]
        constraints = [
            one_of("party", Party, "rating_party_is_known"),
            models.UniqueConstraint(
                fields=["application", "position", "rater", "criterion"],
                name="a_rater_scores_a_criterion_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(score__gte=WORST, score__lte=BEST), name="a_score_is_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(party=Party.HOST, position__isnull=False)
                | Q(party=Party.INSTITUTION, position__isnull=True),
                name="a_host_rates_for_its_position",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="a_score_has_a_note"),
        ]
        triggers = [
            agrees(
                "a_rating_is_of_the_round_and_its_list",
                "matching_application AS a JOIN matching_criterion AS c"
                " ON c.intake_round_id = a.intake_round_id"
                " WHERE a.id = NEW.application_id AND c.id = NEW.criterion_id"
                " AND (NEW.position_id IS NULL OR EXISTS (SELECT 1 FROM matching_preference AS p"
                " WHERE p.application_id = a.id AND p.position_id = NEW.position_id))",
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.score}"
