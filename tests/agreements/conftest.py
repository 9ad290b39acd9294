"""People around one agreement."""

from types import SimpleNamespace

import pytest
from django.conf import settings

from partnerships.enums import Role
from tests.factories.agreements import make_planned_trajectory
from tests.factories.partnerships import make_coordinator, make_member


@pytest.fixture
def people():
    """A planned trajectory and everybody around it, with outsiders on both sides."""
    trajectory = make_planned_trajectory()
    institution, host = trajectory.student.institution, trajectory.position.host
    return SimpleNamespace(
        trajectory=trajectory,
        institution=institution,
        host_organisation=host,
        coordinator=make_coordinator(institution),
        director=make_member(Role.DIRECTOR, institution),
        coach=trajectory.coach,
        signatory=make_member(Role.SIGNATORY, host),
        contact=make_member(Role.CONTACT, host),
        mentor=trajectory.mentor.user,
        student=trajectory.student.user,
        other_coordinator=make_coordinator(),
    )


@pytest.fixture
def english_reader(client):
    """A browser in which English was chosen."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client
