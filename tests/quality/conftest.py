"""A trajectory with everyone around it, and a review of it."""

from types import SimpleNamespace

import pytest

from partnerships.enums import Role
from tests.factories.partnerships import make_coordinator, make_member
from tests.factories.quality import make_review
from tests.factories.trajectories import make_trajectory


@pytest.fixture
def people():
    """Everyone who takes part in one trajectory, and those around who do not."""
    trajectory = make_trajectory()
    host = trajectory.position.host
    institution = trajectory.student.institution
    return SimpleNamespace(
        trajectory=trajectory,
        host=host,
        institution=institution,
        coordinator=make_coordinator(institution),
        coach=make_member(Role.COACH, institution),
        contact=make_member(Role.CONTACT, host),
        mentor=trajectory.mentor.user,
        student=trajectory.student.user,
        outsider=make_coordinator(),
        other_student=make_member(Role.STUDENT, institution),
        other_mentor=make_member(Role.MENTOR, host),
    )


@pytest.fixture
def review(people):
    """A planned review of the trajectory."""
    return make_review(trajectory=people.trajectory)
