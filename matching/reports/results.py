"""The result per choice in plain words, from the sealed explanations (B3, V31)."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.words import number
from core.workflow import ATTENTION, GOOD, NEUTRAL
from matching.engine import Explanation as Told
from matching.engine import Outcome, shown
from matching.enums import AcceptanceParty, RefusalReason
from matching.models import Application, Explanation
from matching.reports.words import place_name
from trajectories.models import Position

PLACED = "placed"
# What the engine says of a student; the document of the round has more.
TOLD = ("student", "position", "fixed", "outcomes")


class Match(NamedTuple):
    """What the words about a match need: the scale of its marks, and whose cap is whose."""

    denominator: int
    pathway: str  # its cap is over all positions; every other is a host's


@dataclass(frozen=True)
class Choice:
    """One choice of a student with how it ended and why."""

    rank: int
    position: Position
    place: str
    kind: str
    reason: str
    tone: str


def results_of(application: Application) -> list[Choice]:
    """Every choice in the student's order; empty before the match or without part in it."""
    kept = Explanation.objects.filter(application=application.pk).first()
    if kept is None:
        return []
    document = json.loads(kept.canonical)
    match = Match(document["denominator"], str(application.intake_round.pathway.uuid))
    outcomes = Told.from_dict({name: document[name] for name in TOLD}).outcomes
    positions = _positions(outcomes)
    return [_choice(row, positions[row.position], match) for row in outcomes]


def _positions(outcomes: tuple[Outcome, ...]) -> dict[str, Position]:
    rows = Position.objects.filter(uuid__in=[row.position for row in outcomes])
    rows = rows.select_related("workplace__establishment__organisation")
    return {str(row.uuid): row for row in rows}


def _choice(row: Outcome, position: Position, match: Match) -> Choice:
    tone = {PLACED: GOOD, "not_acceptable": ATTENTION}.get(row.kind, NEUTRAL)
    reason = WORDS[row.kind](row, match)
    return Choice(row.rank, position, place_name(position), row.kind, reason, tone)


def _mark(match: Match, score: int | None, beside: int | None = None) -> str:
    """A mark on the scale of the ratings, with two decimals; more where a lower or higher one
    beside it would look the same.
    """
    own, places = score or 0, 2
    other = own if beside is None else beside
    while own != other and _rounded(match, own, places) == _rounded(match, other, places):
        places += 1
    return number(_rounded(match, own, places), places)


def _rounded(match: Match, score: int, places: int) -> Decimal:
    return shown(score, match.denominator, places)


def _placed(row: Outcome, match: Match) -> str:
    return _("You got this place.")


def _not_needed(row: Outcome, match: Match) -> str:
    return _("Not needed: you got a place that stands higher on your list.")


def _by_score(row: Outcome, match: Match) -> str:
    said = (
        _seats(row, match)
        + " "
        + _("Others had a higher mark; yours was %(mark)s out of 5.")
        % {"mark": _mark(match, row.score, row.last_score)}
    )
    if row.last_score is None:
        return said
    return f"{said} " + _("The last student who got a place had %(mark)s.") % {
        "mark": _mark(match, row.last_score, row.score)
    }


def _by_lottery(row: Outcome, match: Match) -> str:
    return (
        _seats(row, match)
        + " "
        + _("Your mark of %(mark)s was equal to that of somebody else, and the lottery decided.")
        % {"mark": _mark(match, row.score)}
    )


def _not_acceptable(row: Outcome, match: Match) -> str:
    party, __, code = row.reason.partition(":")
    reason = {"reason": RefusalReason(code).label}
    if party == AcceptanceParty.STUDENT:
        return _("You withdrew this choice: %(reason)s.") % reason
    return _("The host said that this is not possible: %(reason)s.") % reason


def _closed(row: Outcome, match: Match) -> str:
    return ngettext(
        "This position closed when there was %(count)d student for it in this round; at least "
        "%(minimum)d were needed.",
        "This position closed when there were %(count)d students for it in this round; at least "
        "%(minimum)d were needed.",
        row.students or 0,
    ) % {"count": row.students, "minimum": row.minimum}


def _no_seats(row: Outcome, match: Match) -> str:
    return _("There was no place left here before the match began.")


def _seats(row: Outcome, match: Match) -> str:
    if row.cap == match.pathway:
        return ngettext(
            "The pathway as a whole had room for %(count)d student.",
            "The pathway as a whole had room for %(count)d students.",
            row.seats,
        ) % {"count": row.seats}
    if row.cap:
        return ngettext(
            "Over all its positions together this host had room for %(count)d student.",
            "Over all its positions together this host had room for %(count)d students.",
            row.seats,
        ) % {"count": row.seats}
    return ngettext("There was %(count)d place.", "There were %(count)d places.", row.seats) % {
        "count": row.seats
    }


WORDS: dict[str, Any] = {
    PLACED: _placed,
    "not_needed": _not_needed,
    "outranked_by_score": _by_score,
    "outranked_by_lottery": _by_lottery,
    "not_acceptable": _not_acceptable,
    "closed_below_minimum": _closed,
    "no_seats": _no_seats,
}
