"""Pilots, the modalities they try, and what programmes teach."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import ends_after_start, one_of
from core.history import tracked
from core.models import Record, in_language
from partnerships.models import Organisation, Programme
from trajectories.enums import Learnable
from trajectories.querysets import LearningOutcomeQuerySet, ModalityQuerySet, PilotQuerySet


@tracked
class Modality(Record):
    """A variant of work-based learning that pilots try (V2, V6)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_nl = models.CharField(_("name in Dutch"), max_length=150)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    description_nl = models.TextField(_("description in Dutch"))
    description_en = models.TextField(_("description in English"), blank=True)

    objects = ModalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("modality")
        verbose_name_plural = _("modalities")
        ordering = ["name_nl"]

    def __str__(self) -> str:
        return in_language(self, "name")


@tracked
class Pilot(Record):
    """A government-funded project that tries modalities (V6)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    title_nl = models.CharField(_("title in Dutch"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    start_date = models.DateField(_("start"))
    end_date = models.DateField(_("end"))
    budget_eur = models.DecimalField(_("budget in euro"), max_digits=12, decimal_places=2)
    funder = models.CharField(_("funder"), max_length=200)
    lead_institution = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="led_pilots"
    )
    partners = models.ManyToManyField(Organisation, related_name="pilots")
    modalities = models.ManyToManyField(Modality, related_name="pilots")
    research_questions_nl = ArrayField(models.TextField(), verbose_name=_("questions in Dutch"))
    research_questions_en = ArrayField(
        models.TextField(), verbose_name=_("questions in English"), default=list, blank=True
    )

    objects = PilotQuerySet.as_manager()

    class Meta:
        verbose_name = _("pilot")
        verbose_name_plural = _("pilots")
        ordering = ["-start_date"]
        constraints = [ends_after_start("pilot_ends_after_it_starts", "start_date", "end_date")]

    def __str__(self) -> str:
        return in_language(self, "title")


@tracked
class LearningOutcome(Record):
    """What a student of a programme can do at the end (leerresultaat)."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="learning_outcomes"
    )
    sequence = models.PositiveSmallIntegerField(_("order"))
    text_nl = models.TextField(_("text in Dutch"))
    text_en = models.TextField(_("text in English"), blank=True)
    qf_level = models.PositiveSmallIntegerField(_("level"))
    learnable_at_workplace = models.CharField(
        _("can be learned at a workplace"), max_length=10, choices=Learnable.choices
    )

    objects = LearningOutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning outcome")
        verbose_name_plural = _("learning outcomes")
        ordering = ["programme", "sequence"]
        constraints = [
            one_of("learnable_at_workplace", Learnable, "outcome_learnable_is_known"),
            models.UniqueConstraint(
                fields=["programme", "sequence"],
                name="outcomes_of_a_programme_have_an_order",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The outcome in the reader's language."""
        return in_language(self, "text")
