"""The intake round of every open pathway, from its criteria to the students' answers."""

from datetime import date

from config.demo.files import import_file, import_without_by_hand
from config.demo.people import person
from matching.enums import ApplicationState
from matching.models import Application, IntakeRound
from matching.services import (
    accept_offer,
    create_round,
    decline_offer,
    match_round,
    open_round,
    publish_round,
    seal_round,
    start_rating,
)
from trajectories.models import Pathway

NAME = "Intake 2026"
OPENS_ON, CLOSES_ON = date(2026, 3, 1), date(2026, 4, 15)
# One of so many placed students leaves the place.
DECLINES_EVERY = 10


def run_rounds(pathways: list[Pathway]) -> None:
    """Everything from the first draft to the match, as the pathways' coordinators."""
    rounds = [new_round(pathway) for pathway in pathways]
    import_file("intake_criteria")
    for intake in rounds:
        publish_round(intake, actor=leader(intake))
        open_round(intake, actor=leader(intake))
    for name in ("applications", "eligibility_answers", "preferences"):
        import_without_by_hand(name)
    for intake in rounds:
        start_rating(intake, actor=leader(intake))
    for name in ("acceptability", "ratings"):
        import_without_by_hand(name)
    for intake in rounds:
        seal_round(intake, actor=leader(intake))
        match_round(intake, actor=leader(intake))


def new_round(pathway: Pathway) -> IntakeRound:
    """A draft round of a pathway."""
    return create_round(
        pathway=pathway,
        name=NAME,
        opens_on=OPENS_ON,
        closes_on=CLOSES_ON,
        actor=person(pathway.coordinator_id),
    )


def leader(intake: IntakeRound) -> object:
    """The coordinator who leads the round."""
    return person(intake.pathway.coordinator_id)


def answer_offers() -> None:
    """Most placed students accept; by the order of their codes one of ten declines."""
    placed = Application.objects.filter(state=ApplicationState.PLACED).order_by("code")
    for number, application in enumerate(placed.select_related("student__user"), start=1):
        student = person(application.student.user_id)
        if number % DECLINES_EVERY:
            accept_offer(application, actor=student)
        else:
            decline_offer(application, actor=student)
