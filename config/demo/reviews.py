"""Two concluded quality reviews: one of a partnership, one of a running trajectory."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from config.demo.people import contact_of, person
from partnerships.models import Partnership
from quality.enums import Maturity, Respondent, Verdict
from quality.models import Instrument, Review
from quality.services import (
    Given,
    answer_review,
    ask_reply,
    conclude_review,
    plan_review,
    questions_for,
    reply_to_review,
    start_review,
)
from trajectories.enums import TrajectoryState
from trajectories.models import Trajectory

INSTRUMENT = "SHORT"
TWO_WEEKS = timedelta(days=14)


def conclude_reviews() -> None:
    """Review the first running trajectory, and the partnership that it belongs to."""
    running = Trajectory.objects.filter(state=TrajectoryState.RUNNING).select_related(
        "student__user", "mentor__user", "pathway", "position__workplace__establishment"
    )
    trajectory = running.order_by("student__student_number").first()
    if trajectory is None:
        return
    host = trajectory.position.host
    partnership = Partnership.objects.get(institution=trajectory.student.institution, host=host)
    coordinator = person(trajectory.pathway.coordinator_id)
    speakers = {
        Respondent.INSTITUTION: coordinator,
        Respondent.HOST: contact_of(host),
        Respondent.MENTOR: person(trajectory.mentor.user_id),
        Respondent.STUDENT: person(trajectory.student.user_id),
    }
    review({"partnership": partnership}, coordinator, speakers)
    review({"trajectory": trajectory}, coordinator, speakers)


def review(subject: dict[str, Any], leader: Any, speakers: dict[Respondent, Any]) -> None:
    """One review from plan to conclusion."""
    day = timezone.localdate() + TWO_WEEKS
    instrument = Instrument.objects.get(code=INSTRUMENT)
    row = plan_review(actor=leader, instrument=instrument, answer_by=day, **subject)
    start_review(row, actor=leader)
    for respondent in sorted(row.respondents()):
        answer_all(row, respondent, speakers[Respondent(respondent)])
    ask_reply(row, actor=leader, reply_by=day)
    reply_to_review(
        row,
        actor=speakers[Respondent.HOST],
        reply="We herkennen dit beeld. De vervanging van de mentor regelen we nog dit jaar.",
    )
    conclude_review(
        row,
        actor=leader,
        verdict=Verdict.MEETS,
        conclusion="De werkplek voldoet. Volgend jaar kijken we samen naar de begeleiding.",
    )


def answer_all(row: Review, respondent: str, speaker: Any) -> None:
    """Answer every question: agreed or better, in turn."""
    scores = (Maturity.APPLIED, Maturity.AGREED, Maturity.IMPROVED)
    answers = {
        code: Given(scores[place % len(scores)], "")
        for place, code in enumerate(questions_for(row, respondent))
    }
    if answers:
        answer_review(row, actor=speaker, respondent=respondent, answers=answers)
