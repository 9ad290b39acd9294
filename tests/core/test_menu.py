"""The menu of each role: in one row, the rest under "More"."""

import pytest
from django.test import RequestFactory

from core.menu import MOST_SIDE_BY_SIDE, menu_for
from partnerships.enums import Role
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db


def menu_of(user):
    request = RequestFactory().get("/")
    request.user, request.session = user, {}
    return menu_for(request)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CONTACT, Role.STUDENT, Role.ANALYST])
def test_menu_of_a_role_fits_one_row(role):
    house = make.make_host() if role == Role.CONTACT else make.make_institution()
    house = make.make_ministry() if role == Role.ANALYST else house
    items = menu_of(make.make_member(role, house))
    assert 0 < len([item for item in items if not item.aside]) <= MOST_SIDE_BY_SIDE


def test_menu_of_the_administrator_fits_one_row():
    """Reminders, terms, files and what is kept are looked at less often than the clock."""
    items = menu_of(make.make_user(is_administrator=True))
    beside = [item.url for item in items if not item.aside]
    assert "/clock/" in beside
    assert "/reminders/" not in beside
    assert len(beside) <= MOST_SIDE_BY_SIDE
