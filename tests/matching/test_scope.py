"""Question one: what exists for whom. Something that could leak is always there."""

from datetime import date

import pytest

from matching.enums import ApplicationState, RoundState
from matching.models import (
    Acceptability,
    Application,
    EligibilityAnswer,
    IntakeRound,
    MatchRun,
    Offer,
    Preference,
    Rating,
    RoundSeal,
)
from partnerships.enums import Role
from tests.factories.matching import (
    make_application,
    make_condition,
    make_intake,
    make_round,
    matched,
    rated,
)
from tests.factories.partnerships import make_coordinator, make_member, make_ministry
from tests.factories.trajectories import make_student

pytestmark = pytest.mark.django_db


def seen(model, user):
    return set(model.objects.visible_to(user))


def test_draft_rounds_exist_for_the_institution_only():
    """V28: nobody prepares on criteria that are not published."""
    world = make_intake(RoundState.DRAFT)
    student = make_student(world.intake.pathway.programme)
    assert seen(IntakeRound, world.director) == {world.intake}
    for user in (student.user, world.contact, make_coordinator()):
        assert seen(IntakeRound, user) == set()


def test_published_rounds_exist_for_students_and_hosts_of_the_pathway():
    world = make_intake(RoundState.PUBLISHED)
    student = make_student(world.intake.pathway.programme)
    for user in (student.user, world.contact, world.coach):
        assert seen(IntakeRound, user) == {world.intake}
    for user in (make_student().user, make_coordinator()):
        assert seen(IntakeRound, user) == set()


@pytest.mark.parametrize(
    ("state", "readers"),
    [
        (ApplicationState.DRAFT, {"student"}),
        (ApplicationState.SUBMITTED, {"student", "coach", "director", "coordinator"}),
        (
            ApplicationState.ELIGIBLE,
            {"student", "coach", "director", "coordinator", "contact"},
        ),
        (ApplicationState.INELIGIBLE, {"student", "coach", "director", "coordinator"}),
    ],
)
def test_applications_exist_for_those_who_handle_them(state, readers):
    """V26: a host sees only who may take part, and only when it was ranked."""
    world = make_intake()
    application = make_application(world.intake, state, [world.position])
    analyst = make_member(Role.ANALYST, make_ministry())
    people = {
        "student": application.student.user,
        "other_student": make_student(world.intake.pathway.programme).user,
        "coach": world.coach,
        "director": world.director,
        "coordinator": world.coordinator,
        "contact": world.contact,
        "other_contact": world.other_contact,
        "other_coordinator": make_coordinator(),
        "analyst": analyst,
    }
    found = {name for name, user in people.items() if application in seen(Application, user)}
    assert found == readers


def test_a_host_sees_its_own_choices_and_never_the_whole_list():
    world = make_intake()
    application = make_application(
        world.intake, ApplicationState.ELIGIBLE, [world.other_position, world.position]
    )
    own = application.preferences.get(position=world.position)
    assert seen(Preference, world.contact) == {own}
    assert seen(Preference, world.coach) == set(application.preferences.all())


def test_a_host_sees_what_it_said_and_not_what_the_student_said():
    world = make_intake()
    application = make_application(world.intake, ApplicationState.ELIGIBLE, [world.position])
    preference = application.preferences.get()
    host = Acceptability.objects.create(preference=preference, party="host", acceptable=True)
    student = Acceptability.objects.create(
        preference=preference, party="student", acceptable=False, reason="travel"
    )
    assert seen(Acceptability, world.contact) == {host}
    assert seen(Acceptability, world.coach) == {host, student}


def test_answers_to_conditions_never_reach_a_host():
    world = make_intake()
    application = make_application(world.intake, ApplicationState.ELIGIBLE, [world.position])
    answer = EligibilityAnswer.objects.create(
        application=application,
        condition=make_condition(world.intake.pathway),
        met=True,
        checked_by=world.coach,
    )
    assert seen(EligibilityAnswer, application.student.user) == {answer}
    assert seen(EligibilityAnswer, world.contact) == set()


def test_seals_and_runs_exist_for_the_coordinator_and_offers_for_the_parties():
    world = make_intake()
    application = rated(world)
    matched(world)
    assert len(seen(RoundSeal, world.coordinator)) == 4
    assert len(seen(MatchRun, world.coordinator)) == 1
    for user in (world.director, world.contact, application.student.user, make_coordinator()):
        assert seen(RoundSeal, user) == set()
        assert seen(MatchRun, user) == set()
    offer = Offer.objects.get()
    for user in (world.coach, world.contact, application.student.user):
        assert seen(Offer, user) == {offer}
    for user in (world.other_contact, make_coordinator()):
        assert seen(Offer, user) == set()


def test_rounds_of_two_institutions_stay_apart():
    """V34: every institution leads its own rounds."""
    one, other = make_round(), make_round()
    assert seen(IntakeRound, one.pathway.coordinator) == {one}
    assert seen(IntakeRound, other.pathway.coordinator) == {other}


def test_who_left_reads_no_rating_any_more():
    """V28: a rating is about a student; it stays behind with the role in which it was given."""
    world = make_intake()
    rated(world)
    for rater in (world.director, world.contact):
        assert len(seen(Rating, rater)) == 6
        rater.memberships.update(valid_from=date(2020, 1, 1), valid_to=date(2026, 9, 13))
        assert seen(Rating, type(rater).objects.get(pk=rater.pk)) == set()
