"""A recognition and a day in a log with everybody around them, and an empty storage."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.files.storage import storages

from partnerships.attachments import EVIDENCE
from partnerships.enums import Role
from tests.factories import partnerships as partners
from tests.factories import trajectories as learning
from trajectories.attachments import LOG_EVIDENCE


@pytest.fixture(autouse=True)
def storage(settings):
    """Nothing of another test lies here."""
    settings.STORAGES = dict(settings.STORAGES)
    cache.clear()
    return storages["documents"]


@pytest.fixture
def client(client, settings):
    """A browser in which English was chosen."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def recognition():
    """A recognition, its coordinator, a coach, and the contact person of its host."""
    row = partners.make_recognition()
    host = row.establishment.organisation
    return SimpleNamespace(
        row=row,
        kind=EVIDENCE,
        coordinator=partners.make_coordinator(row.institution),
        coach=partners.make_member(Role.COACH, row.institution),
        contact=partners.make_member(Role.CONTACT, host),
        signatory=partners.make_member(Role.SIGNATORY, host),
        stranger=partners.make_coordinator(),
    )


@pytest.fixture
def log():
    """A day in a log, with the student, the mentor, the coach, and another student."""
    row = learning.make_log_entry()
    run = row.trajectory
    return SimpleNamespace(
        row=row,
        kind=LOG_EVIDENCE,
        student=run.student.user,
        mentor=run.mentor.user,
        coach=run.coach,
        other=learning.make_student(run.student.programme).user,
    )
