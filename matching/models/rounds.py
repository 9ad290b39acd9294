"""Intake rounds and the criteria that are fixed before anyone applies."""

import secrets
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import ends_after_start
from core.encryption import RENEWING, encrypt
from core.history import tracked, tracked_without
from core.models import Record, StatefulRecord, in_language
from core.search import search_column, search_index
from matching.enums import RATABLE_APPLICATIONS, ApplicationState, RoundState
from matching.querysets import CriterionQuerySet, IntakeRoundQuerySet
from matching.workflow import ROUND
from trajectories.models import Pathway

SECRET_BYTES = 32
# What `core.encryption` makes always begins like this; 64 hexadecimal digits never do.
ENCRYPTED = "^gAAAA[A-Za-z0-9_-]+={0,2}$"
# Another key makes another cipher: whether the secret in it is the same, the match finds out.
STAYS = f"""
    IF coalesce(current_setting('{RENEWING}', true), '') <> 'on' THEN
        RAISE EXCEPTION 'The secret of a published lottery stays';
    END IF;
    RETURN NEW;
"""


def new_secret() -> str:
    """A secret for the lottery commitment, hexadecimal, as the database keeps it: encrypted."""
    return encrypt(secrets.token_hex(SECRET_BYTES))


@tracked_without("lottery_secret")
class IntakeRound(StatefulRecord):
    """One round in which students apply for a pathway, are rated and are matched (V27, V28)."""

    workflow = ROUND

    pathway = models.ForeignKey(Pathway, on_delete=models.PROTECT, related_name="intake_rounds")
    name = models.CharField(_("name"), max_length=150)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("last day to apply"))
    # Weights per party in the combined mark (design 8), fixed with the criteria.
    institution_weight = models.PositiveSmallIntegerField(
        _("weight of the institution's ratings"), default=1
    )
    host_weight = models.PositiveSmallIntegerField(_("weight of the host's ratings"), default=1)
    # Encrypted; shown after the match, its SHA-256 published before (`matching.services.lottery`).
    lottery_secret = models.TextField(default=new_secret, editable=False)
    search_words = search_column("name")

    objects = IntakeRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("intake round")
        verbose_name_plural = _("intake rounds")
        ordering = ["-opens_on"]
        indexes = [search_index("round_search")]
        constraints = [
            *ROUND.constraints(),
            ends_after_start("round_closes_after_it_opens", "opens_on", "closes_on"),
            models.CheckConstraint(
                condition=Q(institution_weight__gte=1, host_weight__gte=1),
                name="both_parties_count_in_a_round",
            ),
            models.CheckConstraint(
                condition=Q(lottery_secret__regex=ENCRYPTED),
                name="a_secret_of_the_lottery_is_encrypted",
            ),
            models.UniqueConstraint(
                fields=["pathway", "name"], name="rounds_of_a_pathway_have_different_names"
            ),
        ]
        triggers = [
            *ROUND.triggers(),
            pgtrigger.Trigger(
                name="a_promised_secret_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=STAYS,
                condition=pgtrigger.Q(old__lottery_secret__df=pgtrigger.F("new__lottery_secret"))
                & ~pgtrigger.Q(old__state=RoundState.DRAFT),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} – {self.pathway}"

    def count_of_unfinished_applications(self) -> int:
        """Applications that still wait for a check or a rating; not of who has a place already."""
        waiting = {ApplicationState.SUBMITTED, *RATABLE_APPLICATIONS} - {
            ApplicationState.INTERVIEWED
        }
        unfinished = self.applications.filter(state__in=waiting)
        placed = self.applications.with_a_place().values("pk")
        return int(unfinished.exclude(pk__in=placed).count())

    def undecided_own_places(self) -> Any:
        """Requests to learn at the own employer on which somebody must still say something; not of
        who has a place already.
        """
        places = apps.get_model("matching", "OwnEmployerPlace")._default_manager
        placed = self.applications.with_a_place().values("pk")
        rows = places.filter(application__intake_round=self).undecided()
        rows = rows.exclude(application__in=placed)
        return rows.select_related(
            "application__student__user", "position__workplace__establishment__organisation"
        )


@tracked
class Criterion(Record):
    """A criterion with its weight and what scores 1, 3 and 5 mean (domain.md 7.4)."""

    intake_round = models.ForeignKey(IntakeRound, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(_("code"), max_length=10)
    sequence = models.PositiveSmallIntegerField(_("order"))
    weight = models.PositiveSmallIntegerField(_("weight"))
    name_nl = models.CharField(_("name in Dutch"), max_length=150)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    anchor_1_nl = models.CharField(_("score 1 in Dutch"), max_length=300)
    anchor_1_en = models.CharField(_("score 1 in English"), max_length=300, blank=True)
    anchor_3_nl = models.CharField(_("score 3 in Dutch"), max_length=300)
    anchor_3_en = models.CharField(_("score 3 in English"), max_length=300, blank=True)
    anchor_5_nl = models.CharField(_("score 5 in Dutch"), max_length=300)
    anchor_5_en = models.CharField(_("score 5 in English"), max_length=300, blank=True)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["intake_round", "code"], name="a_criterion_stands_once_in_a_round"
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=100), name="a_criterion_weighs_1_to_100"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self, "name")

    def anchor(self, score: int) -> str:
        """What score 1, 3 or 5 means, in the reader's language."""
        return in_language(self, f"anchor_{score}")

    @property
    def anchor_1(self) -> str:
        """What the lowest score means."""
        return self.anchor(1)

    @property
    def anchor_3(self) -> str:
        """What the middle score means."""
        return self.anchor(3)

    @property
    def anchor_5(self) -> str:
        """What the highest score means."""
        return self.anchor(5)
