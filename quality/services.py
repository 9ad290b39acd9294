"""The verbs of quality reviews. The institution keeps final responsibility (V36)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, NotNow, Refused
from core.history import acting
from core.permissions import require
from core.transitions import transition
from core.versions import locked
from partnerships.models import Partnership
from quality.enums import OPEN_REVIEWS
from quality.judging import best_verdict, is_better, reason_of_limit
from quality.models import Answer, Instrument, InstrumentCriterion, Review
from quality.rules import parties_of
from trajectories.models import Trajectory


@dataclass(frozen=True)
class Given:
    """What somebody answers: a maturity score of 0 to 4, or None for not applicable."""

    score: int | None
    comment: str = ""


def plan_review(
    *,
    actor: Any,
    instrument: Instrument,
    answer_by: date,
    partnership: Partnership | None = None,
    trajectory: Trajectory | None = None,
) -> Review:
    """A new review of a partnership (V12) or of a trajectory, of exactly one of them.

    Raises `Refused` for others than the institution's leaders, `Invalid` for a date in the
    past or not exactly one subject, `NotNow` while the same review of it is still open.
    """
    subject = partnership or trajectory
    if subject is None or (partnership and trajectory):
        raise Invalid(_("Choose one partnership or one trajectory."))
    require(actor, "quality.plan_review", subject)
    _require_future(answer_by, "answer_by")
    institution = partnership.institution if partnership else subject.student.institution  # type: ignore[union-attr]
    with transaction.atomic(), acting(actor, "quality.review.plan"):
        locked(type(subject), subject.pk)
        about = {"instrument": instrument, "partnership": partnership, "trajectory": trajectory}
        if Review.objects.filter(**about, state__in=OPEN_REVIEWS).exists():
            raise NotNow(_("A review with these questions is still open."))
        return Review.objects.create(**about, institution=institution, answer_by=answer_by)


def start_review(review: Review, *, actor: Any) -> None:
    """Ask everyone for answers."""
    with transition(review, "start", actor=actor):
        pass


def answer_review(
    review: Review, *, actor: Any, respondent: str, answers: Mapping[str, Given]
) -> None:
    """Save answers by the code of their criterion; what was saved before stays or is replaced.

    Raises `Refused` when the actor is not that respondent, `Invalid` when a criterion does
    not ask this respondent, or is not applicable without a comment.
    """
    with transition(review, "answer", actor=actor) as row:
        if respondent not in parties_of(actor, row):
            raise Refused(_("You answer for your own side only."))
        criteria = questions_for(row, respondent)
        _require_right(answers, criteria)
        for code, given in answers.items():
            Answer.objects.update_or_create(
                review=row,
                criterion=criteria[code],
                respondent=respondent,
                defaults={
                    "score": given.score,
                    "comment": given.comment.strip(),
                    "answered_by": actor,
                },
            )


def ask_reply(review: Review, *, actor: Any, reply_by: date) -> None:
    """Give the host the right of reply until that day, once everything is answered."""
    with transition(review, "ask-reply", actor=actor) as row:
        _require_future(reply_by, "reply_by")
        row.reply_by = reply_by


def reply_to_review(review: Review, *, actor: Any, reply: str) -> None:
    """What the host says about the answers; can be changed until the review is concluded."""
    with transition(review, "reply", actor=actor) as row:
        row.reply, row.replied_by = _text(reply, "reply"), actor


def conclude_review(review: Review, *, actor: Any, verdict: str, conclusion: str) -> None:
    """The institution's judgement. Raises `Invalid` when the answers do not allow it."""
    with transition(review, "conclude", actor=actor) as row:
        answers = list(row.answers.select_related("criterion"))
        if is_better(verdict, best_verdict(answers)):
            limit = reason_of_limit(answers)
            raise Invalid(limit, {"verdict": [limit]})
        row.verdict, row.conclusion = verdict, _text(conclusion, "conclusion")


def follow_up_review(review: Review, *, actor: Any, follow_up: str) -> None:
    """What was done with the conclusion."""
    with transition(review, "follow-up", actor=actor) as row:
        row.follow_up = _text(follow_up, "follow_up")


def questions_for(review: Review, respondent: str) -> dict[str, InstrumentCriterion]:
    """The criteria that ask this respondent, by code, in order."""
    criteria = review.instrument.criteria.filter(respondents__contains=[respondent])
    return {criterion.code: criterion for criterion in criteria}


def _require_right(
    answers: Mapping[str, Given], criteria: Mapping[str, InstrumentCriterion]
) -> None:
    errors = {}
    for code, given in answers.items():
        if code not in criteria:
            errors[code] = [_("This question is not asked of you.")]
        elif given.score is None and not given.comment.strip():
            errors[code] = [_("Say why it is not applicable.")]
    if errors:
        raise Invalid(_("Some answers are not complete."), errors)


def _require_future(day: date, field: str) -> None:
    if day < timezone.localdate():
        problem = _("Choose today or a later day.")
        raise Invalid(problem, {field: [problem]})


def _text(value: str, field: str) -> str:
    if not value.strip():
        problem = _("Write something here.")
        raise Invalid(problem, {field: [problem]})
    return value.strip()
