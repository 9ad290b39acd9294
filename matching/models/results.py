"""What was sealed, what came out, and the student's answer. Written once."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import agrees, all_agree, is_hash_of, one_of
from core.history import tracked
from core.models import Record, SealedRecord
from matching.enums import ApplicationState, OfferAnswer, OwnPlaceState, SealKind
from matching.models.applications import Application
from matching.models.rounds import IntakeRound
from matching.querysets import (
    ExplanationQuerySet,
    MatchRunQuerySet,
    OfferQuerySet,
    RoundSealQuerySet,
)
from trajectories.models import Position

# Whoever has an agreed place at the own employer gets that one and no other (V35).
AT_OWN_EMPLOYER = (
    "SELECT own.position_id = NEW.position_id"  # noqa: S608  never from input
    " FROM matching_ownemployerplace AS own"
    f" WHERE own.application_id = a.id AND own.state = '{OwnPlaceState.AGREED}'"
)
ON_THE_LIST = (
    "SELECT 1 FROM matching_preference AS p"
    " WHERE p.application_id = a.id AND p.position_id = NEW.position_id"
)
WRITTEN_ONCE = pgtrigger.Update | pgtrigger.Delete


class RoundSeal(SealedRecord):
    """Canonical JSON of a round at one moment, with its SHA-256: cannot be changed (B3).

    ``canonical`` is the very text that was hashed (RFC 8785).
    """

    intake_round = models.ForeignKey(IntakeRound, on_delete=models.PROTECT, related_name="seals")
    kind = models.CharField(_("what is sealed"), max_length=20, choices=SealKind.choices)
    canonical = models.TextField(_("canonical text"))
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
            is_hash_of("canonical", "a_seal_is_the_hash_of_its_content"),
        ]
        triggers = [pgtrigger.Protect(name="seal_is_written_once", operation=WRITTEN_ONCE)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.sha256[:12]})"


class MatchRun(SealedRecord):
    """One run of the engine in numbers; what came out stands in the seal of the result."""

    intake_round = models.OneToOneField(
        IntakeRound, on_delete=models.PROTECT, related_name="match_run"
    )
    engine = models.CharField(_("engine"), max_length=50)
    instance_sha256 = models.CharField(_("SHA-256 of the input"), max_length=64)
    result_sha256 = models.CharField(_("SHA-256 of the result"), max_length=64)
    lottery_seed = models.CharField(_("lottery seed"), max_length=64)
    placed = models.PositiveIntegerField(_("students with a place"))
    unplaced = models.PositiveIntegerField(_("students without a place"))

    objects = MatchRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        triggers = [pgtrigger.Protect(name="match_is_written_once", operation=WRITTEN_ONCE)]

    def __str__(self) -> str:
        return str(self.intake_round)


class Explanation(SealedRecord):
    """Why each choice of one student ended as it did: a document of its own, written once (B3).

    ``canonical`` is the very text that was hashed; the seal of the result has a hash of all hashes
    (of matches before November 2026: of one document with everybody's).
    """

    # The trigger below looks all of them up at once, and no match is ever deleted: to look it up
    # for every row again takes as long as to write the row.
    match_run = models.ForeignKey(
        MatchRun, on_delete=models.PROTECT, related_name="explanations", db_constraint=False
    )
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="explanation"
    )
    canonical = models.TextField(_("canonical text"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    objects = ExplanationQuerySet.as_manager()

    class Meta:
        verbose_name = _("explanation of a result")
        verbose_name_plural = _("explanations of results")
        constraints = [is_hash_of("canonical", "an_explanation_is_the_hash_of_its_content")]
        triggers = [
            pgtrigger.Protect(name="explanation_is_written_once", operation=WRITTEN_ONCE),
            all_agree(
                "an_explanation_is_of_the_round_of_its_match",
                "matching_matchrun AS m JOIN matching_application AS a"
                " ON a.intake_round_id = m.intake_round_id"
                " WHERE m.id = NEW.match_run_id AND a.id = NEW.application_id"
                # Told before anybody is moved: to those who took part, and to nobody later.
                f" AND a.state = '{ApplicationState.INTERVIEWED}'",
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)


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
                " WHERE m.id = NEW.match_run_id AND a.id = NEW.application_id"
                f" AND coalesce(({AT_OWN_EMPLOYER}), EXISTS ({ON_THE_LIST}))",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application.student}: {self.position}"
