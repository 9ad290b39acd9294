"""How the match works, in plain words: sealed with the criteria, shown to everybody (V38)."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PROCEDURE: tuple["StrOrPromise", ...] = (
    _("Everybody who meets the published conditions takes part; the conditions are not scored."),
    _("You rank the positions that you want, your first choice on top."),
    _(
        "The institution and the host of every position you ranked each rate you on the same "
        "criteria, from 1 to 5, without seeing each other's scores."
    ),
    _(
        "The platform computes one mark per student and position from the scores and the "
        "published weights; nobody types in a total."
    ),
    _(
        "A host can say that a position is not possible for you, with a reason from a fixed list. "
        "You can withdraw a choice yourself until the lists are sealed."
    ),
    _(
        "In the match every student asks for the first choice. A position keeps the highest marks "
        "as long as it has places; whoever is not kept asks for the next choice, until nothing "
        "changes any more."
    ),
    _(
        "When two marks are equal, one lottery decides. Its secret number is promised when the "
        "criteria are published and shown after the match, so that nobody can steer it."
    ),
    _("Every student reads the result and the reason per choice at the same moment."),
)

HONESTY: tuple["StrOrPromise", ...] = (
    _(
        "Rank in the order you really prefer: asking for a popular position first never costs you "
        "a place on the rest of your list."
    ),
    _(
        "The other lists and the marks decide which positions you can reach, and you get the "
        "first of those on your list; another order cannot get you anything better."
    ),
)


def procedure_sentences() -> tuple["StrOrPromise", ...]:
    """The steps of the match, one sentence each."""
    return PROCEDURE


def honesty_sentences() -> tuple["StrOrPromise", ...]:
    """Why an honest ranking is safe (the match is strategy-proof for students)."""
    return HONESTY
