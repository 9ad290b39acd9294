"""Instruments, and the reviews that use them on exactly one subject."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.constraints import agrees, one_of
from core.history import tracked
from core.models import Record, StatefulRecord, in_language
from partnerships.models import Organisation, Partnership
from quality.enums import Maturity, Respondent, Theme, Verdict
from quality.querysets import AnswerQuerySet, InstrumentQuerySet, ReviewQuerySet
from quality.workflow import REVIEW
from trajectories.models import Trajectory


@tracked
class Instrument(Record):
    """A set of criteria (domain.md 6.3)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_nl = models.CharField(_("name in Dutch"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["code"]

    def __str__(self) -> str:
        return in_language(self, "name")


@tracked
class InstrumentCriterion(Record):
    """One criterion: what it asks, of whom, and whether it is critical."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(_("code"), max_length=10)
    theme = models.CharField(_("theme"), max_length=1, choices=Theme.choices)
    text_nl = models.TextField(_("text in Dutch"))
    text_en = models.TextField(_("text in English"), blank=True)
    is_critical = models.BooleanField(_("critical"), default=False)
    respondents = ArrayField(
        models.CharField(max_length=20, choices=Respondent.choices), verbose_name=_("who answers")
    )

    class Meta:
        verbose_name = _("criterion of an instrument")
        verbose_name_plural = _("criteria of instruments")
        ordering = ["code"]
        constraints = [
            one_of("theme", Theme, "criterion_theme_is_known"),
            models.UniqueConstraint(
                fields=["instrument", "code"], name="a_criterion_stands_once_in_an_instrument"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def text(self) -> str:
        """The criterion in the reader's language."""
        return in_language(self, "text")


@tracked
class Review(StatefulRecord):
    """A quality review of exactly one subject, led by the institution (V36, V40)."""

    workflow = REVIEW

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="reviews")
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reviews")
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="reviews", null=True, blank=True
    )
    trajectory = models.ForeignKey(
        Trajectory, on_delete=models.PROTECT, related_name="reviews", null=True, blank=True
    )
    answer_by = models.DateField(pgettext_lazy("review", "answer by"))
    reply_by = models.DateField(_("reply by"), null=True, blank=True)
    reply = models.TextField(_("reply of the host"), blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    verdict = models.CharField(_("judgement"), max_length=30, choices=Verdict.choices, blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)
    follow_up = models.TextField(_("follow-up"), blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("quality review")
        verbose_name_plural = _("quality reviews")
        ordering = ["-created_at"]
        constraints = [
            *REVIEW.constraints(),
            models.CheckConstraint(
                condition=Q(partnership__isnull=False, trajectory__isnull=True)
                | Q(partnership__isnull=True, trajectory__isnull=False),
                name="a_review_has_exactly_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", state__in=["planned", "answering", "reply"])
                | Q(verdict__in=Verdict.values, state__in=["concluded", "followed_up"]),
                name="a_concluded_review_has_a_verdict",
            ),
            *(
                models.UniqueConstraint(
                    fields=["instrument", subject],
                    condition=Q(state__in=["planned", "answering", "reply"]),
                    name=f"one_open_review_per_{subject}_and_instrument",
                )
                for subject in ("partnership", "trajectory")
            ),
        ]
        triggers = [
            *REVIEW.triggers(),
            agrees(
                "the_subject_s_institution_leads_a_review",
                "partnerships_organisation AS i WHERE i.id = NEW.institution_id AND ("
                "EXISTS (SELECT 1 FROM partnerships_partnership AS p"
                " WHERE p.id = NEW.partnership_id AND p.institution_id = i.id)"
                " OR EXISTS (SELECT 1 FROM trajectories_trajectory AS t"
                " JOIN trajectories_student AS s ON s.id = t.student_id"
                " WHERE t.id = NEW.trajectory_id AND s.institution_id = i.id))",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} – {self.subject}"

    @property
    def subject(self) -> Partnership | Trajectory:
        """What is reviewed."""
        found = self.partnership or self.trajectory
        assert found is not None  # noqa: S101  the constraint above says so
        return found

    @property
    def host(self) -> Organisation:
        """The host that has the right of reply."""
        subject = self.subject
        return subject.host if isinstance(subject, Partnership) else subject.position.host

    def respondents(self) -> frozenset[str]:
        """Who can be asked about this subject: a partnership has no student."""
        if self.trajectory_id:
            return frozenset(Respondent.values)
        return frozenset({Respondent.INSTITUTION, Respondent.HOST})

    def asked(self) -> set[tuple[int, str]]:
        """Every question: the key of a criterion with a respondent that it asks."""
        return {
            (criterion.pk, respondent)
            for criterion in self.instrument.criteria.all()
            for respondent in self.respondents().intersection(criterion.respondents)
        }

    def asked_parties(self) -> frozenset[str]:
        """Those to whom the instrument has at least one question."""
        return frozenset(party for __, party in self.asked())

    def count_of_missing_answers(self) -> int:
        """Questions without an answer of a respondent that they ask."""
        return len(self.asked() - set(self.answers.values_list("criterion_id", "respondent")))


@tracked
class Answer(Record):
    """One respondent's answer to one criterion."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(
        InstrumentCriterion, on_delete=models.PROTECT, related_name="answers"
    )
    respondent = models.CharField(_("who answers"), max_length=20, choices=Respondent.choices)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="review_answers"
    )
    # Empty: not applicable, and then the comment says why.
    score = models.PositiveSmallIntegerField(
        _("score"),
        choices=Maturity.choices,
        validators=[MinValueValidator(0), MaxValueValidator(4)],
        null=True,
        blank=True,
    )
    comment = models.TextField(_("comment"), blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["criterion__code"]
        constraints = [
            one_of("respondent", Respondent, "respondent_is_known"),
            models.UniqueConstraint(
                fields=["review", "criterion", "respondent"],
                name="a_respondent_answers_a_criterion_once",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=4),
                name="a_maturity_score_is_0_to_4",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=False) | ~Q(comment=""),
                name="not_applicable_is_explained",
            ),
        ]
        triggers = [
            agrees(
                "an_answer_is_asked_by_the_review_s_instrument",
                "quality_review AS r JOIN quality_instrumentcriterion AS c"
                " ON c.instrument_id = r.instrument_id"
                " WHERE r.id = NEW.review_id AND c.id = NEW.criterion_id"
                " AND NEW.respondent = ANY (c.respondents)",
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.score}"
