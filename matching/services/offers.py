"""The student's answer to a place."""

from typing import Any

from django.utils import timezone

from core.transitions import move_in_bulk, transition
from matching.enums import OfferAnswer
from matching.models import Application, Offer, OwnEmployerPlace
from matching.services.locking import application_step, round_held
from trajectories.services import plan_trajectory


def accept_offer(application: Application, *, actor: Any) -> None:
    """Take the place: the trajectory is planned at its position."""
    with application_step(application, "accept", actor=actor) as row:
        offer = _answer(row, OfferAnswer.ACCEPTED)
        plan_trajectory(student=row.student, position=offer.position, actor=actor)


def decline_offer(application: Application, *, actor: Any) -> None:
    """Leave the place; the coach helps to find another way."""
    with round_held(application.intake_round_id):
        with transition(application, "decline", actor=actor) as row:
            _answer(row, OfferAnswer.DECLINED)
        agreed = OwnEmployerPlace.objects.filter(application=application)
        move_in_bulk(agreed, "not-take", actor=actor)


def _answer(application: Application, answer: OfferAnswer) -> Offer:
    offer = Offer.objects.select_related("position").get(application=application)
    offer.answer, offer.answered_at = answer, timezone.now()
    offer.save()
    return offer
