"""What hosts offer."""

from datetime import date
from decimal import Decimal

import pytest

from core.errors import Invalid, NotNow, Refused
from partnerships.enums import Role
from tests.factories.partnerships import (
    make_establishment,
    make_host,
    make_member,
    make_mentor,
    make_workplace,
)
from tests.factories.trajectories import make_pathway, make_position, walk
from trajectories import services
from trajectories.enums import PathwayState

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    return make_host()


@pytest.fixture
def values(host):
    workplace = make_workplace(make_establishment(host))
    return {
        "workplace": workplace,
        "mentor": make_mentor(workplace.establishment),
        "capacity": 2,
        "minimum": 2,
        "weekdays": [1, 3],
        "hours_per_week": Decimal(16),
        "schedule_nl": "maandag en woensdag",
        "start_date": date(2026, 9, 21),
        "end_date": date(2027, 6, 25),
        "tasks": "Onderhoud.",
    }


def test_a_contact_offers_places_at_an_own_workplace(host, values):
    pathway = make_pathway(state=PathwayState.CO_CREATION)
    contact = make_member(Role.CONTACT, host)
    position = services.offer_position(pathway, actor=contact, **values)
    assert {name: getattr(position, name) for name in values} == values
    assert position.pathway == pathway


def test_a_mentor_or_another_host_does_not_offer(host, values):
    for actor in (values["mentor"].user, make_member(Role.CONTACT, make_host())):
        with pytest.raises(Refused):
            services.offer_position(make_pathway(), actor=actor, **values)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("weekdays", []),
        ("weekdays", [8]),
        ("capacity", 21),
        ("minimum", 1),
        ("minimum", 3),
        ("start_date", date(2026, 9, 20)),
        ("end_date", date(2026, 9, 1)),
    ],
)
def test_what_does_not_fit_is_named(host, values, field, value):
    with pytest.raises(Invalid) as refusal:
        services.offer_position(
            make_pathway(), actor=make_member(Role.CONTACT, host), **values | {field: value}
        )
    assert list(refusal.value.errors) == [field]


def test_a_mentor_of_another_host_is_invalid(host, values):
    with pytest.raises(Invalid) as refusal:
        services.offer_position(
            make_pathway(),
            actor=make_member(Role.CONTACT, host),
            **values | {"mentor": make_mentor()},
        )
    assert list(refusal.value.errors) == ["mentor"]


@pytest.mark.parametrize("state", [PathwayState.DRAFT, PathwayState.CLOSED])
def test_hosts_offer_nothing_before_they_are_asked_or_after_the_close(host, values, state):
    pathway = make_pathway(state=PathwayState.DRAFT)
    if state == PathwayState.CLOSED:
        walk(pathway, [*[PathwayState.CO_CREATION, PathwayState.AGREED], PathwayState.OPEN, state])
    with pytest.raises(NotNow):
        services.offer_position(pathway, actor=make_member(Role.CONTACT, host), **values)


def test_a_host_changes_its_position_but_not_to_another_hosts_workplace(host):
    position = make_position(host=host)
    contact = make_member(Role.CONTACT, host)
    services.change_position(position, actor=contact, capacity=5, minimum=3)
    assert (position.capacity, position.minimum) == (5, 3)
    with pytest.raises(Invalid):
        services.change_position(position, actor=contact, capacity=2)
    with pytest.raises(Refused):
        services.change_position(position, actor=contact, workplace=make_workplace())
    with pytest.raises(Refused):
        services.change_position(position, actor=make_member(Role.CONTACT, make_host()), capacity=1)


def test_the_same_offer_twice_is_one_position(host, values):
    """A button that is pressed twice does not double the places."""
    pathway, contact = make_pathway(), make_member(Role.CONTACT, host)
    services.offer_position(pathway, actor=contact, **values)
    with pytest.raises(NotNow):
        services.offer_position(pathway, actor=contact, **values)
    services.offer_position(pathway, actor=contact, **values | {"tasks": "Montage."})
    assert pathway.positions.count() == 2


def test_a_minimum_changes_only_while_places_can(host):
    """V27: what students ranked in a pathway that closed stays as it was."""
    pathway = make_pathway()
    position = make_position(pathway, host=host)
    walk(pathway, [PathwayState.CLOSED])
    with pytest.raises(NotNow):
        services.change_position(position, actor=make_member(Role.CONTACT, host), minimum=2)
