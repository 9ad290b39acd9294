"""What the student reads of a place that was taken, while its trajectory goes on."""

import pytest

from matching.enums import RoundState
from matching.reports import next_step
from matching.services import accept_offer
from tests.factories.matching import make_intake, matched, rated
from tests.factories.trajectories import walk
from trajectories.enums import TrajectoryState
from trajectories.models import Trajectory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("way", "says"),
    [
        ([], "now draws up the agreement"),
        ([TrajectoryState.RUNNING], "has begun"),
        ([TrajectoryState.RUNNING, TrajectoryState.INTERRUPTED], "has begun"),
        ([TrajectoryState.RUNNING, TrajectoryState.COMPLETED], "is completed"),
        ([TrajectoryState.ENDED_EARLY], "ended early"),
    ],
)
def test_next_step_of_a_taken_place_is_that_of_its_trajectory(way, says):
    """V31, V38: nobody reads that an agreement is to come, who is at work or had to stop."""
    world = make_intake(RoundState.RATING)
    application = rated(world)
    matched(world)
    application.refresh_from_db()
    accept_offer(application, actor=application.student.user)
    walk(Trajectory.objects.get(), way)
    assert says in next_step(application)
    assert application.workflow.label(application.state, "student").waiting_for == ""
