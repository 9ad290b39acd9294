"""Who draws along in a lottery, and how far each party is (B3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.templatetags.words import human_date, human_datetime
from matching.engine import Commitment
from matching.enums import LotteryParty, RoundState, WitnessState
from matching.models import IntakeRound, LotteryWitness

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DRAWN = frozenset({RoundState.MATCHED, RoundState.CLOSED})


@dataclass(frozen=True)
class Drawing:
    """A party in the lottery, as the coordinator reads it: who, how far, and the own page."""

    party: "StrOrPromise"
    words: str
    witness: LotteryWitness | None = None


@dataclass(frozen=True)
class Lot:
    """A party in the lottery, as everybody reads it: its promise, and what became of it."""

    party: "StrOrPromise"
    sha256: str
    secret: str = ""
    revealed_at: datetime | None = None
    silent: bool = False


def drawing_of(intake: IntakeRound) -> list[Drawing]:
    """Every party of a round with how far it is, in the announced order; one query."""
    there = {row.party: row for row in intake.witnesses.drawing().select_related("user")}
    others = [
        Drawing(party.label, how_far(row, intake.state), row)
        if (row := there.get(party))
        else Drawing(party.label, _nobody(intake.state))
        for party in LotteryParty
    ]
    return [Drawing(_("The institution"), _of_institution(intake.state)), *others]


def how_far(witness: LotteryWitness, state: str) -> str:
    """What somebody did in a lottery and what follows, in the state of its round."""
    if witness.state == WitnessState.ASKED:
        return _("Asked on %(asked)s, has not promised a secret yet.") % {
            "asked": human_datetime(witness.created_at)
        }
    moments = {
        "promised": human_datetime(witness.promised_at),
        "revealed": human_datetime(witness.revealed_at),
        "day": human_date(witness.reveal_by),
    }
    if witness.state == WitnessState.REVEALED:
        return _("Promised on %(promised)s, revealed on %(revealed)s.") % moments
    if witness.reveal_by is None:
        return (
            _("Promised on %(promised)s. Reveals the secret once the lists are sealed.") % moments
        )
    if state in DRAWN or witness.reveal_by < timezone.localdate():
        return (
            _("Promised on %(promised)s, not revealed by %(day)s: the promise itself counts.")
            % moments
        )
    return (
        _("Promised on %(promised)s. Can reveal the secret up to and including %(day)s.") % moments
    )


def how_far_you_are(witness: LotteryWitness, state: str) -> str:
    """The same to the person, with what comes next."""
    words = {"party": witness.get_party_display(), "day": human_date(witness.reveal_by)}
    match witness.state:
        case WitnessState.ASKED:
            return _("You are asked to draw along for %(party)s.") % words
        case WitnessState.RELEASED:
            return _("The request was taken back. You need not do anything.")
        case WitnessState.REVEALED:
            return (
                _("Your secret draws along for %(party)s. You need not do anything more.") % words
            )
    if witness.reveal_by is None:
        return (
            _("You draw along for %(party)s. You hear from us when the lists are sealed.") % words
        )
    if state in DRAWN or witness.reveal_by < timezone.localdate():
        return _("Your secret was not revealed by %(day)s, so your promise itself counts.") % words
    return _("You can reveal your secret up to and including %(day)s.") % words


def lots_of(
    intake: IntakeRound, promises: Sequence[Commitment], secrets: Mapping[str, str] | None
) -> list[Lot]:
    """What everybody reads of the lottery: no secret before the match, and never a person.

    ``secrets`` are those of the certificate; None before the match.
    """
    rows: Any = intake.witnesses.filter(state=WitnessState.REVEALED)
    moments = dict(rows.values_list("party", "revealed_at"))
    labels = {str(party): party.label for party in LotteryParty}
    return [
        Lot(
            party=labels.get(promise.party) or _("The institution"),
            sha256=promise.sha256,
            secret=(secrets or {}).get(promise.party, ""),
            revealed_at=moments.get(promise.party),
            silent=secrets is not None and promise.party not in secrets,
        )
        for promise in promises
    ]


def _of_institution(state: str) -> str:
    if state == RoundState.DRAFT:
        return _("Always draws: the platform promises its secret when you publish, and keeps it.")
    if state in DRAWN:
        return _("Its secret stands on the public page.")
    return _("Its secret is promised. The platform keeps it and shows it after the match.")


def _nobody(state: str) -> str:
    if state == RoundState.DRAFT:
        return _("Nobody is asked. That is possible until you publish the round.")
    return _("Nobody draws along.")
