"""The student's answer to a place."""

from typing import Any

from django.utils import timezone

from matching.enums import UNDECIDED_APPLICATIONS, ApplicationState, OfferAnswer
from matching.models import Application, Offer
from matching.services.applications import withdraw_application
from matching.services.locking import application_step
from trajectories.services import plan_trajectory


def accept_offer(application: Application, *, actor: Any) -> None:
    """Take the place: the trajectory is planned at its position, and what the student still has
    in other rounds of the pathway ends.
    """
    with application_step(application, "accept", actor=actor) as row:
        offer = _answer(row, OfferAnswer.ACCEPTED)
        plan_trajectory(student=row.student, position=offer.position, actor=actor)
        _leave_other_rounds(row, actor=actor)


def decline_offer(application: Application, *, actor: Any) -> None:
    """Leave the place; the coach helps to find another way."""
    with application_step(application, "decline", actor=actor) as row:
        _answer(row, OfferAnswer.DECLINED)


def _leave_other_rounds(application: Application, *, actor: Any) -> None:
    """One place per pathway: applications elsewhere in it are withdrawn, a place is left."""
    others = Application.objects.filter(
        student=application.student_id, intake_round__pathway=application.intake_round.pathway_id
    ).exclude(pk=application.pk)
    for other in others.filter(state__in=UNDECIDED_APPLICATIONS).order_by("pk"):
        withdraw_application(other, actor=actor)
    for other in others.filter(state=ApplicationState.PLACED).order_by("pk"):
        decline_offer(other, actor=actor)


def _answer(application: Application, answer: OfferAnswer) -> Offer:
    offer = Offer.objects.select_related("position").get(application=application)
    offer.answer, offer.answered_at = answer, timezone.now()
    offer.save()
    return offer
