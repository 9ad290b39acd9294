"""A few days in the logs of running trajectories, some confirmed by the mentor."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from config.demo.people import person
from trajectories.enums import TrajectoryState
from trajectories.models import Trajectory
from trajectories.services import ask_about_log_entry, confirm_log_entry, write_log_entry

DAYS = 4
HOURS = (Decimal("7.50"), Decimal("8.00"), Decimal("6.25"), Decimal("7.75"))
TEXTS = (
    "Kennisgemaakt met het team en rondgeleid op de werkplek. De veiligheidsafspraken overlopen.",
    "Meegekeken met mijn mentor en daarna de eerste taak zelf geprobeerd.",
    "Zelfstandig gewerkt aan een opdracht. Ik liep vast, maar vroeg op tijd om hulp.",
    "De opdracht afgewerkt en samen besproken wat ik volgende keer anders zou doen.",
)
QUESTION = "Wat heb je hierbij zelf beslist, en waarom?"
ASKS_EVERY = 5


def write_logs() -> None:
    """The first days of every running trajectory, as far as they have come."""
    running = Trajectory.objects.filter(state=TrajectoryState.RUNNING).select_related(
        "student__user", "mentor__user", "mentor__establishment", "position", "pathway"
    )
    for number, trajectory in enumerate(running.order_by("student__student_number"), start=1):
        write_log(trajectory, asks=number % ASKS_EVERY == 0)


def write_log(trajectory: Trajectory, *, asks: bool) -> None:
    """All but the last entry are confirmed; a mentor who asks returns the one before it."""
    student, mentor = person(trajectory.student.user_id), person(trajectory.mentor.user_id)
    outcomes = [one.outcome for one in trajectory.pathway.outcome_locations.all()[:2]]
    entries = [
        write_log_entry(
            trajectory, actor=student, day=day, hours=hours, text=text, outcomes=outcomes
        )
        for day, hours, text in zip(first_days(trajectory), HOURS, TEXTS, strict=False)
    ]
    for entry in entries[: DAYS - 2]:
        confirm_log_entry(entry, actor=mentor)
    if asks and len(entries) == DAYS:
        ask_about_log_entry(entries[-2], actor=mentor, question=QUESTION)


def first_days(trajectory: Trajectory) -> Iterator[date]:
    """The first working days of the position that are not in the future."""
    last = min(timezone.localdate(), trajectory.end_date)
    day = trajectory.start_date
    while day <= last:
        if day.isoweekday() in trajectory.position.weekdays:
            yield day
        day += timedelta(days=1)
