"""What was sealed, what came out, and the student's answer. Written once."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import agrees, one_of
from core.history import tracked
from core.models import Record, SealedRecord
from matching.enums import OfferAnswer, SealKind
from matching.models.applications import Application
from matching.models.rounds import IntakeRound
from matching.querysets import MatchRunQuerySet, OfferQuerySet, RoundSealQuerySet
from trajectories.models import Position

WRITTEN_ONCE = pgtrigger.Update | pgtrigger.Delete


class RoundSeal(SealedRecord):
    """Canonical JSON of a round at one moment, with its SHA-256: cannot be changed (B3)."""

    intake_round = models.ForeignKey(IntakeRound, on_delete=models.PROTECT, related_name="seals")
    kind = models.CharField(_("what is sealed"), max_length=20, choices=SealKind.choices)
    content = models.JSONField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = RoundSealQuerySet.as_manager()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["created_at"]
        constraints = [
            one_of("kind", SealKind, "seal_kind_is_known"),
            models.UniqueConstraint(
                fields=["intake_round", "kind"], name="a_round_is_sealed_once_per_kind"
            ),
        ]
        triggers = [pgtrigger.Protect(name="seal_is_written_once", operation=WRITTEN_ONCE)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.sha256[:12]})"


class MatchRun(SealedRecord):
    """One run of the engine: its sealed input, its output and its explanations."""

    intake_round = models.OneToOneField(
        IntakeRound, on_delete=models.PROTECT, related_name="match_run"
    )
    engine = models.CharField(_("engine"), max_length=50)
    instance_sha256 = models.CharField(_("SHA-256 of the input"), max_length=64)
    result_sha256 = models.CharField(_("SHA-256 of the result"), max_length=64)
    lottery_seed = models.CharField(_("lottery seed"), max_length=64)
    result = models.JSONField(_("result"))
    explanations = models.JSONField(_("explanations"))

    objects = MatchRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        triggers = [pgtrigger.Protect(name="match_is_written_once", operation=WRITTEN_ONCE)]

    def __str__(self) -> str:
        return str(self.intake_round)


@tracked
class Offer(Record):
    """A place that the match gave, and the student's answer."""

    match_run = models.ForeignKey(MatchRun, on_delete=models.PROTECT, related_name="offers")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="offer")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="offers")
    answer = models.CharField(
        _("answer"), max_length=10, choices=OfferAnswer.choices, default=OfferAnswer.PENDING
    )
    answer_by = models.DateField(_("answer by"))
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("place offered")
        verbose_name_plural = _("places offered")
        constraints = [
            one_of("answer", OfferAnswer, "offer_answer_is_known"),
            models.CheckConstraint(
                condition=Q(answer=OfferAnswer.PENDING, answered_at__isnull=True)
                | Q(answer__in=[OfferAnswer.ACCEPTED, OfferAnswer.DECLINED])
                & Q(answered_at__isnull=False),
                name="an_answer_has_a_moment",
            ),
        ]
        triggers = [
            agrees(
                "a_place_is_of_the_round_and_its_list",
                "matching_matchrun AS m JOIN matching_application AS a"
                " ON a.intake_round_id = m.intake_round_id"
                " JOIN matching_preference AS p ON p.application_id = a.id"
                " WHERE m.id = NEW.match_run_id AND a.id = NEW.application_id"
                " AND p.position_id = NEW.position_id",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application.student}: {self.position}"
