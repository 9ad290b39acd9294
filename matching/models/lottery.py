"""Who draws along in the lottery of a round: promised before it opens, revealed after it (B3)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import Sha256, agrees, one_of
from core.history import tracked_without
from core.models import StatefulRecord
from matching.enums import ApplicationState, LotteryParty, RoundState, WitnessState
from matching.models.rounds import IntakeRound
from matching.querysets import LotteryWitnessQuerySet
from matching.workflow import WITNESS

LONGEST_SECRET = 200
NOTHING_YET = Q(sha256="", promised_at=None)
PROMISED = Q(sha256__regex="^[0-9a-f]{64}$", promised_at__isnull=False)
HIDDEN = Q(secret="", revealed_at=None)
KEPT = ("party", "user_id", "sha256", "promised_at")
SAME = "({}) IS NOT DISTINCT FROM ({})".format(
    *(", ".join(f"{row}.{name}" for name in KEPT) for row in ("OLD", "NEW"))
)
# The announced days are counted from the day of the seal; a day before that was never possible.
NOT_TOO_EARLY = """
    SELECT 1 FROM matching_roundseal AS sealed
    JOIN matching_roundseal AS told USING (intake_round_id)
    WHERE intake_round_id = NEW.intake_round_id
    AND sealed.kind = 'inputs' AND told.kind = 'criteria'
    AND NEW.reveal_by >= (sealed.created_at AT TIME ZONE 'Europe/Brussels')::date
        + coalesce((told.canonical::jsonb ->> 'lottery_reveal_days')::int, 0)
"""
# Whoever reveals last, and applies, would choose between two outcomes of the own application. Asked
# when somebody promises; the other direction stands at `Application`.
APPLIES_NOT = f"""
    (SELECT 1) AS one WHERE NEW.state <> '{WitnessState.PROMISED}' OR NOT EXISTS (
        SELECT 1 FROM matching_application AS a
        JOIN trajectories_student AS s ON s.id = a.student_id
        WHERE a.intake_round_id = NEW.intake_round_id AND s.user_id = NEW.user_id
        AND a.state <> '{ApplicationState.WITHDRAWN}'
    )
"""  # noqa: S608  written here, never from input
# A round that left draft has told everybody who promised what; a secret comes once, in its time.
STAYS = f"""
    SELECT state INTO round_state FROM matching_intakeround WHERE id = NEW.intake_round_id;
    IF TG_OP = 'INSERT' THEN
        IF round_state <> '{RoundState.DRAFT}' OR NEW.secret <> '' THEN
            RAISE EXCEPTION 'Nobody joins the lottery of a round that is published';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.intake_round_id <> OLD.intake_round_id
        OR (round_state <> '{RoundState.DRAFT}' AND NOT ({SAME})) THEN
        RAISE EXCEPTION 'What was promised for the lottery does not change';
    END IF;
    IF NEW.state = '{WitnessState.RELEASED}' AND OLD.state <> NEW.state
        AND round_state <> '{RoundState.DRAFT}' THEN
        RAISE EXCEPTION 'Nobody leaves the lottery of a round that is published';
    END IF;
    IF NEW.reveal_by IS DISTINCT FROM OLD.reveal_by
        AND round_state NOT IN ('{RoundState.RATING}', '{RoundState.SEALED}') THEN
        RAISE EXCEPTION 'The last day to reveal a secret is told with the seal';
    END IF;
    IF NEW.secret <> OLD.secret
        AND (round_state <> '{RoundState.SEALED}' OR OLD.secret <> '') THEN
        RAISE EXCEPTION 'A secret of the lottery comes once, between seal and match';
    END IF;
    IF OLD.reveal_by IS NOT NULL AND NEW.reveal_by IS DISTINCT FROM OLD.reveal_by THEN
        RAISE EXCEPTION 'The last day to reveal a secret does not move';
    END IF;
    IF NEW.reveal_by IS DISTINCT FROM OLD.reveal_by AND NOT EXISTS ({NOT_TOO_EARLY}) THEN
        RAISE EXCEPTION 'The last day to reveal a secret leaves the announced days';
    END IF;
    RETURN NEW;
"""  # noqa: S608  written here, never from input


@tracked_without("secret")
class LotteryWitness(StatefulRecord):
    """Somebody who speaks for students or hosts, with a promise, and later the secret behind it.

    Of the secret the platform knows only the SHA-256 until it is revealed.
    """

    workflow = WITNESS

    intake_round = models.ForeignKey(
        IntakeRound, on_delete=models.PROTECT, related_name="witnesses"
    )
    party = models.CharField(_("speaks for"), max_length=10, choices=LotteryParty.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="lotteries"
    )
    sha256 = models.CharField(_("promise (SHA-256)"), max_length=64, blank=True, editable=False)
    promised_at = models.DateTimeField(_("promised on"), null=True, blank=True, editable=False)
    # Told when the lists are sealed, and never moved.
    reveal_by = models.DateField(_("last day to reveal"), null=True, blank=True, editable=False)
    secret = models.CharField(
        _("secret"), max_length=LONGEST_SECRET, blank=True, default="", editable=False
    )
    revealed_at = models.DateTimeField(_("revealed on"), null=True, blank=True, editable=False)

    objects = LotteryWitnessQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant in the lottery")
        verbose_name_plural = _("participants in the lottery")
        ordering = ["-party"]  # students, then hosts: the announced order
        constraints = [
            *WITNESS.constraints(),
            one_of("party", LotteryParty, "lottery_party_is_known"),
            models.UniqueConstraint(
                fields=["intake_round", "party"],
                condition=~Q(state=WitnessState.RELEASED),
                name="one_person_speaks_for_a_party",
            ),
            models.UniqueConstraint(
                fields=["intake_round", "user"],
                condition=~Q(state=WitnessState.RELEASED),
                name="a_person_speaks_for_one_party",
            ),
            models.CheckConstraint(
                condition=Q(state=WitnessState.ASKED) & NOTHING_YET & HIDDEN
                | Q(state=WitnessState.PROMISED) & PROMISED & HIDDEN
                | Q(state=WitnessState.REVEALED)
                & PROMISED
                & ~Q(secret="")
                & Q(revealed_at__isnull=False)
                | Q(state=WitnessState.RELEASED) & (NOTHING_YET | PROMISED) & HIDDEN,
                name="moments_of_a_lottery_go_with_what_was_given",
            ),
            models.CheckConstraint(
                condition=Q(secret="") | Q(sha256=Sha256("secret")),
                name="a_secret_is_the_one_that_was_promised",
            ),
        ]
        triggers = [
            *WITNESS.triggers(),
            pgtrigger.Trigger(
                name="a_promise_of_the_lottery_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("round_state", "TEXT")],
                func=STAYS,
            ),
            agrees(
                "nobody_draws_and_applies_in_one_round",
                APPLIES_NOT,
                held="trajectories_student WHERE user_id = NEW.user_id",
            ),
            pgtrigger.Protect(name="nobody_leaves_a_lottery", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return str(self.intake_round)
