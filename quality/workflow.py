"""How a quality review moves."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.workflow import GOOD, HOST, NEUTRAL, WAITING, StateLabel, Transition, Workflow
from quality.enums import ReviewState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def everything_is_answered(review: Any) -> Iterator["StrOrPromise"]:
    """Each criterion has an answer of each respondent it asks."""
    missing = review.count_of_missing_answers()
    if missing:
        yield ngettext(
            "%(count)d question is not answered yet.",
            "%(count)d questions are not answered yet.",
            missing,
        ) % {"count": missing}


def the_host_could_reply(review: Any) -> Iterator["StrOrPromise"]:
    """The right of reply: the host replied, or let the date pass."""
    if not review.reply and review.reply_by and timezone.localdate() <= review.reply_by:
        yield _("The host did not reply yet, and may do so until the date that you set.")


REVIEW = Workflow(
    name="review",
    noun=_("quality review"),
    states=ReviewState,
    initial=ReviewState.PLANNED,
    transitions=(
        Transition(
            name="start",
            sources=frozenset({ReviewState.PLANNED}),
            target=ReviewState.ANSWERING,
            permission="quality.lead_review",
            label=_("Ask for answers"),
            done=_("asked for answers"),
            primary=True,
        ),
        Transition(
            name="answer",
            sources=frozenset({ReviewState.ANSWERING}),
            target=None,
            permission="quality.answer_review",
            label=_("Answer the questions"),
            done=_("answered questions"),
            primary=True,
        ),
        Transition(
            name="ask-reply",
            sources=frozenset({ReviewState.ANSWERING}),
            target=ReviewState.REPLY,
            permission="quality.lead_review",
            label=_("Give the host the right of reply"),
            done=_("gave the host the right of reply"),
            requirements=(everything_is_answered,),
            primary=True,
        ),
        Transition(
            name="reply",
            sources=frozenset({ReviewState.REPLY}),
            target=None,
            permission="quality.reply_to_review",
            label=_("Reply to the answers"),
            done=_("replied to the answers"),
            primary=True,
        ),
        Transition(
            name="conclude",
            sources=frozenset({ReviewState.REPLY}),
            target=ReviewState.CONCLUDED,
            permission="quality.lead_review",
            label=_("Conclude the review"),
            done=_("concluded the review"),
            requirements=(the_host_could_reply,),
            primary=True,
        ),
        Transition(
            name="follow-up",
            sources=frozenset({ReviewState.CONCLUDED}),
            target=ReviewState.FOLLOWED_UP,
            permission="quality.lead_review",
            label=_("Record the follow-up"),
            done=_("recorded the follow-up"),
        ),
    ),
    labels={
        ReviewState.PLANNED: StateLabel(_("Planned"), NEUTRAL, _("the institution")),
        ReviewState.ANSWERING: StateLabel(
            _("Questions are being answered"), WAITING, _("everyone who is asked")
        ),
        ReviewState.REPLY: StateLabel(_("The host may reply"), WAITING, _("the host")),
        ReviewState.CONCLUDED: StateLabel(_("Concluded"), GOOD),
        ReviewState.FOLLOWED_UP: StateLabel(_("Followed up"), GOOD),
    },
    audience_labels={
        HOST: {ReviewState.REPLY: StateLabel(_("You may reply"), WAITING, _("you"))},
    },
)
