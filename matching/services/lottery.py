"""The lottery of a round: who draws along, what is announced of it, and its seed (B3).

The institution always draws: the platform makes its secret, keeps it encrypted, and shows it after
the match. Until then no other party knows what seed it would choose by keeping silent. Whoever has
the database and the keys does: only a party whose sentence never passed here prevents that.
"""

import logging
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dated_rules import value_on
from core.deadlines.calendars import calendars
from core.deadlines.days import last_day, open_day
from core.encryption import Unreadable, decrypt, renew, renewals, renewing
from core.errors import NotNow
from matching.engine import Commitment, KeptLots, Lottery, commit
from matching.enums import DECIDED_ROUNDS, RoundState, SealKind, WitnessState
from matching.models import IntakeRound
from matching.models.rounds import new_secret
from matching.services.seals import criteria_of, sealed
from matching.terms import LOTTERY_REVEAL_DAYS

logger = logging.getLogger(__name__)
INSTITUTION = "institution"
LOST = _(
    "The platform cannot open its own secret of this lottery: the key is missing. Tell whoever runs"
    " the platform."
)
Content = dict[str, Any]


@dataclass(frozen=True)
class Announced:
    """The promises in the order in which their secrets make the seed, and the days to reveal."""

    promises: tuple[Commitment, ...]
    days: int

    @property
    def others(self) -> list[str]:
        """The parties beside the institution."""
        return [row.party for row in self.promises if row.party != INSTITUTION]


def own_secret(intake: IntakeRound) -> str:
    """The secret of the institution, readable. Raises `NotNow` when none of the keys opens it."""
    try:
        return decrypt(intake.lottery_secret)
    except Unreadable as error:
        raise NotNow(LOST) from error


def announcement(intake: IntakeRound) -> Content:
    """What is sealed about the lottery with the criteria. Raises `NotNow` without a term."""
    promises = [commit(INSTITUTION, own_secret(intake))]
    promises += [Commitment(row.party, row.sha256) for row in intake.witnesses.drawing()]
    others = len(promises) > 1
    days = int(value_on(LOTTERY_REVEAL_DAYS, timezone.localdate())) if others else 0
    return {
        "lottery_commitments": [promise.to_dict() for promise in promises],
        "lottery_reveal_days": days,
    }


def announced(criteria: Content) -> Announced:
    """What was announced of the lottery, in either format: before `/2` one party drew alone."""
    rows = criteria.get("lottery_commitments") or [criteria["lottery_commitment"]]
    promises = tuple(Commitment.from_dict(row) for row in rows)
    return Announced(promises, criteria.get("lottery_reveal_days", 0))


def announced_in(intake: IntakeRound) -> Announced:
    """What holds in a round: as sealed, or else as it would be published now."""
    criteria = criteria_of(intake)
    return announced(announcement(intake) if criteria is None else criteria)


def lottery_of(intake: IntakeRound, criteria: Content, kept: tuple[KeptLots, ...] = ()) -> Lottery:
    """The lottery with the secrets that were revealed, and the lots of earlier rounds; LotteryError
    for a secret that was never promised.
    """
    told = intake.witnesses.filter(state=WitnessState.REVEALED)
    secrets = {INSTITUTION: own_secret(intake)} | dict(told.values_list("party", "secret"))
    return Lottery(announced(criteria).promises, secrets, kept)


def last_day_to_reveal(intake: IntakeRound) -> date:
    """Counted from today with the days that were announced, whatever the rule says by now."""
    days = announced(sealed(intake, SealKind.CRITERIA)).days
    calendar = calendars().of(intake.pathway.programme.institution_id)
    return open_day(last_day(timezone.localdate(), days), calendar)


@renewals.register
def renew_secrets() -> int:
    """Encrypt the secrets of all rounds with the first key; returns how many.

    What no key opens stays as it is: it was promised. In a draft nobody relies on it yet, and a new
    one takes its place; after the match it stands in the certificate, and nobody misses it here.
    """
    with renewing():
        rounds = IntakeRound.objects.select_for_update(no_key=True).order_by("pk")
        return sum(_renew(row) for row in rounds.only("pk", "uuid", "state", "lottery_secret"))


def _renew(intake: IntakeRound) -> bool:
    try:
        secret = renew(intake.lottery_secret)
    except Unreadable:
        if intake.state in DECIDED_ROUNDS:
            return False
        if intake.state != RoundState.DRAFT:
            logger.warning("No key opens the secret of intake round %s", intake.uuid)
            return False
        secret = new_secret()
    IntakeRound.objects.filter(pk=intake.pk).update(lottery_secret=secret)
    return True
