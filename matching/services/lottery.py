"""The lottery of a round: who draws along, what is announced of it, and its seed (B3).

The institution always draws: the platform makes its secret, keeps it to itself, and shows it after
the match. Until then no other party knows what seed it would choose by keeping silent. Whoever
reads the database does: only a party whose sentence never passed here (its SHA-256) prevents that.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from core.dated_rules import value_on
from core.deadlines.calendars import calendars
from core.deadlines.days import last_day, open_day
from matching.engine import Commitment, KeptLots, Lottery, commit
from matching.enums import SealKind, WitnessState
from matching.models import IntakeRound
from matching.services.seals import criteria_of, sealed
from matching.terms import LOTTERY_REVEAL_DAYS

INSTITUTION = "institution"
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


def announcement(intake: IntakeRound) -> Content:
    """What is sealed about the lottery with the criteria. Raises `NotNow` without a term."""
    promises = [commit(INSTITUTION, intake.lottery_secret)]
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
    secrets = {INSTITUTION: intake.lottery_secret} | dict(told.values_list("party", "secret"))
    return Lottery(announced(criteria).promises, secrets, kept)


def last_day_to_reveal(intake: IntakeRound) -> date:
    """Counted from today with the days that were announced, whatever the rule says by now."""
    days = announced(sealed(intake, SealKind.CRITERIA)).days
    calendar = calendars().of(intake.pathway.programme.institution_id)
    return open_day(last_day(timezone.localdate(), days), calendar)
