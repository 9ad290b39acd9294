"""A trajectory with everything that a row can hold."""

from datetime import date
from decimal import Decimal

import pytest

from quality.enums import ReviewState, Verdict
from tests.factories.partnerships import make_programme, make_user
from tests.factories.quality import make_review
from tests.factories.reporting import make_program
from tests.factories.trajectories import (
    make_pathway,
    make_position,
    make_student,
    make_trajectory,
    walk,
)
from trajectories.enums import EvidenceKind, LearnerStatus
from trajectories.models import LearnerStatusPeriod, LogEntry


@pytest.fixture
def trajectory():
    """A run with log, status, agreement and review, of people with telling names."""
    return make_full_trajectory()


@pytest.fixture
def program():
    """A program of the ministry with a token, its scope and a protocol."""
    return make_program()


def make_full_trajectory(**pathway):
    programme = make_programme(total_credits=120)
    position = make_position(make_pathway(programme, wbl_credits=50, **pathway))
    trajectory = make_trajectory(position, make_student(programme))
    student = trajectory.student
    for status, first, last in (
        (LearnerStatus.STUDENT_UNPAID, date(2025, 9, 1), date(2026, 10, 31)),
        (LearnerStatus.EMPLOYEE, date(2026, 11, 1), None),
    ):
        LearnerStatusPeriod.objects.create(
            student=student,
            status=status,
            valid_from=first,
            valid_to=last,
            evidence_kind=EvidenceKind.ENROLMENT,
        )
    for day, hours, confirmed in ((22, "7.50", True), (23, "8.00", False)):
        entry = LogEntry.objects.create(
            trajectory=trajectory, day=date(2026, 9, day), hours=Decimal(hours), text="Gewerkt."
        )
        if confirmed:
            LogEntry.objects.filter(pk=entry.pk).update(confirmed_by=trajectory.mentor.user)
            walk(entry, ["confirmed"])
    make_review(ReviewState.CONCLUDED, verdict=Verdict.CONDITIONAL, trajectory=trajectory)
    return trajectory


@pytest.fixture
def telling_student():
    """Somebody whose name a spreadsheet would run."""
    return make_student(user=make_user(first_name="=HYPERLINK", last_name="Janssens-Verstraete"))
