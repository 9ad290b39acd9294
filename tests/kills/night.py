"""A night of reminders for each moment: it ends, and everybody hears once, whatever dies."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.deadlines.kinds import deadlines
from core.models import NightRun, NightStep, Notification
from partnerships.enums import Role
from tests.factories import partnerships as make

ROWS, READERS = 5, 2  # recognitions, and the people who hear of each
KIND = "partnerships.recognition"
TWO_WEEKS = timedelta(days=14)


def night_is_open() -> bool:
    """Whether this night is still to be done, or to be ended."""
    return not NightRun.objects.filter(night=timezone.localdate(), ended_at__isnull=False).exists()


@transaction.atomic
def new_night() -> tuple[str, ...]:
    """What is done becomes the nights before, and there is something to tell again.

    Returns the addresses of who must hear.
    """
    for run in NightRun.objects.order_by("night"):
        NightRun.objects.filter(pk=run.pk).update(night=run.night - timedelta(days=1))
    institution = make.make_institution()
    coordinator = make.make_coordinator(institution)
    director = make.make_member(Role.DIRECTOR, institution)
    programme = make.make_programme(institution, director=director)
    for __ in range(ROWS):
        make.make_recognition(
            programme,
            first_reviewer=coordinator,
            second_reviewer=director,
            valid_to=timezone.localdate() + TWO_WEEKS,
        )
    return coordinator.email, director.email


def unheard(addresses: tuple[str, ...]) -> list[str]:
    """What is wrong with what these people were told."""
    found = []
    for address in addresses:
        told = Notification.objects.filter(recipient__email=address, kind__startswith=KIND)
        keys = list(told.values_list("key", flat=True))
        if (len(keys), len(set(keys))) != (ROWS, ROWS):
            found.append(f"{len(keys)} reminders of {ROWS} last days, {len(set(keys))} different")
    return found


def wrong_nights(count: int) -> list[str]:
    """What is wrong with the nights' own notes: one for each moment, whole, counted once."""
    found = []
    runs = NightRun.objects.prefetch_related("steps")
    if len(runs) != count:
        found.append(f"{len(runs)} nights are noted, there were {count}")
    for run in runs:
        steps = list(run.steps.all())
        if run.ended_at is None or {step.deadline for step in steps} != set(deadlines):
            found.append(f"the night of {run.night} is not whole: ended {run.ended_at}")
        found += [
            f"the night of {run.night} left {step.deadline} with {step.problem or step.failed}"
            for step in steps
            if step.ended_at is None or step.problem or step.failed
        ]
    sent = sum(NightStep.objects.filter(deadline=KIND).values_list("sent", flat=True))
    told = Notification.objects.filter(kind__startswith=KIND).count()
    return found if sent == told else [*found, f"{sent} reminders are noted as sent, {told} are"]
