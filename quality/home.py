"""What this room adds to a person's home page and menu."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import menu
from core.access import scope
from core.todo import Todo, todo_sources
from core.workflow import HOST, INSTITUTION, STUDENT
from quality.deadlines import ANSWER, REPLY, START
from quality.enums import OPEN_REVIEWS, ReviewState
from quality.models import Review
from quality.reports import RELATED, left_to_answer
from quality.rules import leads, parties_of, replies
from quality.workflow import the_host_could_reply

menu.entries.register(
    menu.Entry(
        label=_("Quality"),
        url_name="quality:review-list",
        icon="flag",
        audiences=frozenset({INSTITUTION, HOST, STUDENT}),
        order=80,
        aside=True,
    )
)


@todo_sources.register
def reviews_waiting(user: Any) -> Iterable[Todo]:
    """Questions to answer, a right of reply, a review to start or to take a step further."""
    reviews = list(scope(Review, user).filter(state__in=OPEN_REVIEWS).select_related(*RELATED))
    left = left_to_answer(reviews)
    for review in reviews:
        if review.state == ReviewState.PLANNED and leads(user, review):
            yield _todo(_("Start the review of %(subject)s"), review, "start", START.due(review))
        elif review.state == ReviewState.ANSWERING:
            yield from _answering(user, review, left[review.pk])
        elif review.state == ReviewState.REPLY:
            yield from _replying(user, review)


def _answering(user: Any, review: Review, left: frozenset[str]) -> Iterable[Todo]:
    if left.intersection(parties_of(user, review)):
        text = _("Answer the questions about %(subject)s")
        yield _todo(text, review, "answer", ANSWER.due(review))
    if not left and leads(user, review):
        yield _todo(_("Give the host of %(subject)s the right of reply"), review, "ask-reply")


def _replying(user: Any, review: Review) -> Iterable[Todo]:
    if not review.reply and replies(user, review):
        text = _("Reply to the answers about %(subject)s")
        yield _todo(text, review, "reply", REPLY.due(review))
    if leads(user, review) and not list(the_host_could_reply(review)):
        yield _todo(_("Conclude the review of %(subject)s"), review, "conclude")


def _todo(text: Any, review: Review, verb: str, due: Any = None) -> Todo:
    url = reverse(f"quality:review-{verb}", args=[review.uuid])
    return Todo(text=text % {"subject": review.subject}, url=url, due=due)
