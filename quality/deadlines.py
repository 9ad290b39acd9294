"""What has a last day in this room: answers and replies of a review."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.deadlines.kinds import Audience, Deadline, register_deadline
from quality.enums import Respondent, ReviewState
from quality.models import Review
from quality.notices import asked_of, host, leaders
from quality.reports import RELATED, left_to_answer

LEADERS = _("the coordinators and programme directors of the institution")


def reviews_in(state: str) -> QuerySet[Review]:
    """Reviews in a state, with what their words need."""
    return Review.objects.filter(state=state).select_related(*RELATED)


def who_did_not_answer(review: Any) -> list[Any]:
    """The people of the parties who still have a question to answer."""
    left = left_to_answer([review])[review.pk]
    return asked_of(review, [party for party in Respondent if party in left])


def subject_of(review: Any) -> dict[str, Any]:
    """What is reviewed."""
    return {"subject": review.subject}


def _register(name: str, verb: str, label: Any, rows: Any, **values: Any) -> Deadline:
    return register_deadline(
        Deadline(
            name=f"quality.{name}",
            label=label,
            rows=rows,
            institution_path="institution_id",
            path=lambda row: reverse(f"quality:review-{verb}", args=[row.uuid]),
            values=subject_of,
            link=_("Open the review"),
            **values,
        )
    )


START = _register(
    "start",
    "detail",
    _("Reviews that are not started yet"),
    lambda: reviews_in(ReviewState.PLANNED),
    due_path="answer_by",
    owner=Audience(words=LEADERS, people=leaders, subject=_("Start the review of %(subject)s")),
)
ANSWER = _register(
    "answer",
    "detail",
    _("Reviews that wait for answers"),
    lambda: reviews_in(ReviewState.ANSWERING),
    due_path="answer_by",
    owner=Audience(
        words=_("the parties that still have questions to answer"),
        people=who_did_not_answer,
        subject=_("Answer the questions about %(subject)s"),
    ),
    escalation=Audience(
        words=LEADERS,
        people=leaders,
        subject=_("The review of %(subject)s waits for answers"),
    ),
)
REPLY = _register(
    "reply",
    "detail",
    _("Reviews that wait for the reply of the host"),
    lambda: reviews_in(ReviewState.REPLY).filter(reply=""),
    due_path="reply_by",
    owner=Audience(
        words=_("the contact persons and signatories of the host"),
        people=host,
        subject=_("Reply to the answers about %(subject)s"),
    ),
    escalation=Audience(
        words=LEADERS,
        people=leaders,
        subject=_("The host did not reply to the review of %(subject)s"),
    ),
)
