"""Two institutions, their hosts, and somebody in every distance."""

from types import SimpleNamespace

import pytest

from partnerships.enums import Role
from tests.factories import partnerships as make


@pytest.fixture
def world():
    """An institution with a partner host, and another institution with one of its own."""
    found = SimpleNamespace()
    found.institution, found.other = make.make_institution(), make.make_institution()
    found.host, found.shared = make.make_host(), make.make_host()
    make.make_partnership(found.institution, found.host)
    make.make_partnership(found.institution, found.shared)
    make.make_partnership(found.other, found.shared)
    found.coordinator = make.make_coordinator(found.institution)
    found.contact = make.make_member(Role.CONTACT, found.host)
    found.mentor = make.make_member(Role.MENTOR, found.host)
    found.shared_mentor = make.make_member(Role.MENTOR, found.shared)
    found.student = make.make_member(Role.STUDENT, found.institution)
    found.stranger = make.make_coordinator(found.other)
    found.administrator = make.make_user(is_administrator=True)
    return found
