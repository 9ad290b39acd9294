"""What those who answer hear of a review."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.notifications.kinds import Kind, Topic, register_kind, register_topic
from core.notifications.notices import Notice, after
from core.workflow import HOST, INSTITUTION, STUDENT
from partnerships.enums import HOST_DECIDERS
from partnerships.standing import staff_of
from quality.enums import Respondent
from quality.rules import REVIEW_LEADERS

REVIEW = "quality.review"

REVIEWS = register_topic(
    Topic(
        name="quality.reviews",
        label=_("Quality reviews"),
        audiences=frozenset({INSTITUTION, HOST, STUDENT}),
    )
)


def host(review: Any) -> list[Any]:
    """Who decides for the reviewed host."""
    return list(staff_of([review.host.pk], HOST_DECIDERS))


def leaders(review: Any) -> list[Any]:
    """Who leads reviews for the institution."""
    return list(staff_of([review.institution_id], REVIEW_LEADERS))


def asked(review: Any) -> Iterable[Any]:
    """The people of every party to whom the instrument has a question."""
    return asked_of(review, review.asked_parties())


def asked_of(review: Any, parties: Iterable[str]) -> list[Any]:
    """The people of these parties of a review."""
    run = review.trajectory
    people = {
        Respondent.INSTITUTION: lambda: leaders(review),
        Respondent.HOST: lambda: host(review),
        Respondent.MENTOR: lambda: [run.mentor.user] if run else [],
        Respondent.STUDENT: lambda: [run.student.user] if run else [],
    }
    return [person for party, of in people.items() if party in parties for person in of()]


def everybody(review: Any) -> Iterable[Any]:
    """Institution and host."""
    return [*leaders(review), *host(review)]


def path(review: Any) -> str:
    """The review."""
    return reverse("quality:review-detail", args=[review.uuid])


def names(review: Any) -> Mapping[str, Any]:
    """What is reviewed, until when."""
    return {"subject": review.subject, "answer_by": review.answer_by, "reply_by": review.reply_by}


def _told(verb: str, name: str, people: Any, subject: Any, text: Any) -> None:
    kind = Kind(
        name=f"quality.{name}",
        topic=REVIEWS,
        subject=subject,
        text=text,
        link=_("Open the review"),
    )
    notice = Notice(kind=register_kind(kind), people=people, path=path, values=names)
    after(REVIEW, verb, notice)


_told(
    "start",
    "started",
    asked,
    _("Answer some questions about %(subject)s"),
    _("Your answers help to make it better. You can answer until %(answer_by)s."),
)
_told(
    "ask-reply",
    "right_of_reply",
    host,
    _("You may reply to the answers about %(subject)s"),
    _("Read what was answered, and reply until %(reply_by)s before the review is concluded."),
)
_told(
    "conclude",
    "concluded",
    everybody,
    _("The review of %(subject)s is concluded"),
    _("Read the outcome and what is to follow."),
)
