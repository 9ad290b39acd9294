"""What waits for whom."""

from datetime import date

import pytest

from core.todo import todos_for
from matching.enums import ApplicationState, RoundState
from tests.factories.matching import make_application, make_intake, make_ratings, matched, rated

pytestmark = pytest.mark.django_db


def intake_todos(user):
    return [(str(t.text), t.due) for t in todos_for(user) if t.url.startswith("/intake/")]


def test_a_student_finishes_a_draft_before_the_round_closes():
    world = make_intake(RoundState.OPEN)
    application = make_application(world.intake)
    assert intake_todos(application.student.user) == [
        (f"Finish your application for {world.intake}", date(2026, 9, 18))
    ]


def test_a_student_answers_a_place_by_its_date():
    world = make_intake()
    application = rated(world)
    matched(world)
    (todo,) = intake_todos(application.student.user)
    assert todo[0].startswith("Answer whether you take the place at Bedrijf")
    assert todo[1] == date(2026, 9, 21)


def test_a_coach_checks_and_a_director_rates():
    world = make_intake()
    make_application(world.intake, ApplicationState.SUBMITTED)
    unrated, half = (
        make_application(world.intake, ApplicationState.ELIGIBLE, [world.position])
        for __ in range(2)
    )
    make_ratings(half, world.director)
    assert intake_todos(world.coach) == [
        (f"Check the conditions of 1 application for {world.intake}", None)
    ]
    assert intake_todos(world.director) == [(f"Rate 1 application for {world.intake}", None)]
    assert unrated.state == ApplicationState.ELIGIBLE


def test_a_host_rates_who_chose_it_until_it_has():
    world = make_intake()
    application = make_application(world.intake, ApplicationState.ELIGIBLE, [world.position])
    assert intake_todos(world.contact) == [("Rate 1 student for your places", None)]
    assert intake_todos(world.other_contact) == []
    make_ratings(application, world.contact, position=world.position)
    assert intake_todos(world.contact) == []


def test_a_coordinator_seals_when_ratings_are_complete_and_then_matches():
    world = make_intake()
    waiting = make_application(world.intake, ApplicationState.ELIGIBLE, [world.position])
    assert intake_todos(world.coordinator) == []
    waiting.delete()
    assert intake_todos(world.coordinator) == [(f"Seal the lists of {world.intake}", None)]
    sealed = make_intake(RoundState.SEALED)
    assert intake_todos(sealed.coordinator) == [(f"Run the match of {sealed.intake}", None)]


def test_who_left_is_asked_nothing_any_more():
    """The name may still stand on the pathway and the programme; the role is over."""
    world = make_intake()
    make_application(world.intake, ApplicationState.SUBMITTED)
    make_application(world.intake, ApplicationState.ELIGIBLE, [world.position])
    for user in (world.coach, world.director):
        user.memberships.update(valid_from=date(2020, 1, 1), valid_to=date(2026, 9, 13))
        assert intake_todos(type(user).objects.get(pk=user.pk)) == []
