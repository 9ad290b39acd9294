"""How the match works, in plain words with the round's own dates and weights (V38, B3).

Sealed with the criteria and shown to everybody. The sentences are true of the engine: the worked
example beside them is run by the test suite.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.enums import LotteryParty
from matching.models import IntakeRound
from matching.models.applications import BEST, WORST
from matching.services.announced import drawers_do_not_apply, own_employer_announced
from matching.services.lottery import announced_in
from matching.services.minimums import announced

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HONESTY: tuple["StrOrPromise", ...] = (
    gettext_lazy(
        "Rank in the order you really prefer: asking for a popular position first never costs you "
        "a place on the rest of your list."
    ),
    gettext_lazy(
        "The other lists and the marks decide which positions you can reach, and you get the "
        "first of those on your list; another order cannot get you anything better."
    ),
)

# While nothing closes both sentences hold: closing a position never opens a better one to anybody.
EXCEPTION = gettext_lazy(
    "There is one exception. When a position closes because too few students came, another order "
    "could in rare cases have got somebody a better place; nobody can tell without all the other "
    "lists and marks. As long as no position closes, both sentences above hold."
)


def procedure_sentences(intake: IntakeRound) -> list[str]:
    """The steps of the match, one sentence each, in the language of now."""
    return [*_before(intake), *_rating(intake), *_match(intake)]


def honesty_sentences(intake: IntakeRound) -> list[str]:
    """Why an honest ranking is safe (the match is strategy-proof for students), and when no rule
    can promise so: where a position closed below its minimum.
    """
    return [*map(str, HONESTY), *([str(EXCEPTION)] if announced(intake) else [])]


def _before(intake: IntakeRound) -> Iterator[str]:
    yield _("You apply from %(opens)s to %(closes)s.") % {
        "opens": date_format(intake.opens_on),
        "closes": date_format(intake.closes_on),
    }
    yield _("Everybody who meets the published conditions takes part; they are not scored.")
    yield _("You rank the positions that you want, your first choice on top.")


def _rating(intake: IntakeRound) -> Iterator[str]:
    criteria = list(intake.criteria.all())
    yield ngettext(
        "The institution and the host of every position you ranked each rate you on %(count)d "
        "criterion, from %(worst)d to %(best)d, without seeing each other's scores.",
        "The institution and the host of every position you ranked each rate you on the same "
        "%(count)d criteria, from %(worst)d to %(best)d, without seeing each other's scores.",
        len(criteria),
    ) % {"count": len(criteria), "worst": WORST, "best": BEST}
    yield _("The criteria and their weights: %(criteria)s.") % {
        "criteria": ", ".join(f"{row.name} ({row.weight})" for row in criteria)
    }
    yield _(
        "The platform computes one mark per student and position from the scores and these "
        "weights, in which those of the institution count %(institution)d to %(host)d; nobody "
        "types in a total."
    ) % {"institution": intake.institution_weight, "host": intake.host_weight}
    yield _(
        "A host can say that a position is not possible for you, with a reason from a fixed list. "
        "You can withdraw a choice yourself until the lists are sealed."
    )


def _match(intake: IntakeRound) -> Iterator[str]:
    if own_employer_announced(intake):
        yield _(
            "Who works already can ask to learn at the own employer, if that is a host like every "
            "other, looked at by the same criteria. When student, employer and institution agree "
            "before the lists are sealed, that place is given before the match and the student is "
            "not ranked. It takes one of the places here only where the employer offered that "
            "place to everybody; otherwise it is an extra one. With a no, the own list counts."
        )
    yield _(
        "In the match every student asks for the first choice. A position keeps the highest marks "
        "as long as it has places; whoever is not kept asks for the next choice, until nothing "
        "changes any more."
    )
    yield from _lottery(intake)
    yield _(
        "Whoever drew in an earlier round of this pathway keeps that lot and, at equal marks, goes "
        "before those who draw later. Places that were given stay: whoever has one in this pathway "
        "when the lists are sealed takes no part."
    )
    yield _(
        "A host, or the pathway as a whole, can take fewer students than its positions have "
        "places. Then the highest marks over those positions together are kept."
    )
    if announced(intake):
        yield _(
            "A position that takes at least so many students or none closes when fewer come: one "
            "position at a time, the one that lacks most first, of equal ones the one whose code "
            "comes first. Then the match is done again without it, so that its students ask for "
            "their next choice."
        )
    yield _("Every student reads the result and the reason per choice at the same moment.")


def _lottery(intake: IntakeRound) -> Iterator[str]:
    """Who draws along, in which order, and the rule for whoever keeps silent."""
    drawn = announced_in(intake)
    parties = [str(LotteryParty(party).label) for party in drawn.others]
    if not parties:
        yield _(
            "When two marks are equal, one lottery decides: every student has one number in the "
            "whole round, and the lowest goes first. Its secret is promised when the criteria are "
            "published and shown after the match, so that nobody can steer it."
        )
        return
    yield _(
        "When two marks are equal, one lottery decides: every student has one number in the whole "
        "round, and the lowest goes first."
    )
    yield _(
        "The lottery is drawn from the secrets of several parties, in this order: the institution, "
        "%(parties)s. All of them are promised when the criteria are published and shown after the "
        "match, so that no party can steer the lottery alone."
    ) % {"parties": ", ".join(parties)}
    if drawers_do_not_apply(intake):
        yield _("Whoever draws along for one of these parties cannot apply in this round.")
    yield ngettext(
        "The platform keeps the secret of the institution. Every other party reveals its secret "
        "within %(days)d day after the lists are sealed; when the institution is closed on that "
        "last day, up to and including the next working day.",
        "The platform keeps the secret of the institution. Every other party reveals its secret "
        "within %(days)d days after the lists are sealed; when the institution is closed on that "
        "last day, up to and including the next working day.",
        drawn.days,
    ) % {"days": drawn.days}
    yield _(
        "When one of these others does not reveal its secret in time, its promise itself counts "
        "instead. So nobody can stop the match by keeping silent. The secret of the institution "
        "always counts."
    )
