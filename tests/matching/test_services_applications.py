"""What a student does until the application is sent."""

import pytest

from core.errors import Invalid, NotNow, Refused
from matching import services
from matching.enums import ApplicationState, RoundState
from matching.models import Application
from tests.factories.matching import make_application, make_intake, make_round
from tests.factories.partnerships import make_programme
from tests.factories.trajectories import make_pathway, make_position, make_student

pytestmark = pytest.mark.django_db


def test_start_application_makes_a_draft_for_every_student_of_the_programme():
    """V26: open to every student of the programme, without a selection beforehand."""
    intake = make_round(state=RoundState.OPEN)
    student = make_student(intake.pathway.programme)
    application = services.start_application(intake, actor=student.user)
    assert (application.student, application.state) == (student, ApplicationState.DRAFT)


def test_start_application_of_another_programme_is_refused():
    intake = make_round(state=RoundState.OPEN)
    same_institution = make_programme(intake.pathway.programme.institution)
    for programme in (same_institution, make_programme()):
        with pytest.raises(Refused):
            services.start_application(intake, actor=make_student(programme).user)
    assert Application.objects.count() == 0


def test_start_application_by_staff_is_refused():
    world = make_intake(RoundState.OPEN)
    with pytest.raises(Refused):
        services.start_application(world.intake, actor=world.coach)


def test_start_application_twice_is_refused():
    intake = make_round(state=RoundState.OPEN)
    student = make_student(intake.pathway.programme)
    services.start_application(intake, actor=student.user)
    with pytest.raises(Refused):
        services.start_application(intake, actor=student.user)
    assert Application.objects.count() == 1


@pytest.mark.parametrize("state", [RoundState.PUBLISHED, RoundState.RATING])
def test_start_application_in_a_round_that_is_not_open_is_not_possible(state):
    intake = make_round(state=state)
    student = make_student(intake.pathway.programme)
    with pytest.raises(NotNow):
        services.start_application(intake, actor=student.user)


def test_write_motivation_saves_the_wish_for_the_own_employer():
    """V35: the wish is recorded where the pathway allows it."""
    application = make_application()
    services.write_motivation(
        application,
        actor=application.student.user,
        motivation="I want to learn at work.",
        motivation_language="en",
        own_employer=True,
    )
    row = Application.objects.get()
    found = (row.motivation, row.motivation_language, row.own_employer)
    assert found == ("I want to learn at work.", "en", True)


def test_write_motivation_with_an_own_employer_that_cannot_host_is_invalid():
    pathway = make_pathway(own_employer_allowed=False)
    application = make_application(make_round(pathway, RoundState.OPEN))
    with pytest.raises(Invalid) as refusal:
        services.write_motivation(
            application, actor=application.student.user, motivation="Zo.", own_employer=True
        )
    assert list(refusal.value.errors) == ["own_employer"]


def test_write_motivation_after_sending_is_not_possible():
    application = make_application(state=ApplicationState.SUBMITTED)
    with pytest.raises(NotNow):
        services.write_motivation(application, actor=application.student.user, motivation="Toch.")


def test_rank_positions_replaces_the_list_without_gaps():
    """V27: the student's own order."""
    world = make_intake(RoundState.OPEN)
    third = make_position(world.intake.pathway)
    application = make_application(
        world.intake, positions=[world.position, world.other_position, third]
    )
    services.rank_positions(
        application,
        actor=application.student.user,
        positions=[third, world.position],
    )
    found = list(application.preferences.values_list("rank", "position"))
    assert found == [(1, third.pk), (2, world.position.pk)]


def test_rank_positions_twice_the_same_is_invalid():
    world = make_intake(RoundState.OPEN)
    application = make_application(world.intake)
    with pytest.raises(Invalid):
        services.rank_positions(
            application,
            actor=application.student.user,
            positions=[world.position, world.position],
        )


def test_rank_positions_of_another_pathway_is_invalid():
    application = make_application()
    with pytest.raises(Invalid):
        services.rank_positions(
            application, actor=application.student.user, positions=[make_position()]
        )


def test_rank_positions_by_another_student_is_refused():
    world = make_intake(RoundState.OPEN)
    application = make_application(world.intake)
    other = make_student(world.intake.pathway.programme)
    with pytest.raises(Refused):
        services.rank_positions(application, actor=other.user, positions=[world.position])


def test_submit_application_fixes_the_moment():
    world = make_intake(RoundState.OPEN)
    application = make_application(world.intake, positions=[world.position])
    services.submit_application(application, actor=application.student.user)
    assert application.state == ApplicationState.SUBMITTED
    assert application.submitted_at is not None


def test_submit_application_that_is_empty_says_what_is_missing():
    application = make_application(motivation=" ")
    with pytest.raises(NotNow) as refusal:
        services.submit_application(application, actor=application.student.user)
    assert [str(reason) for reason in refusal.value.reasons] == [
        "Write why you want to take this pathway.",
        "Rank at least one position.",
    ]


def test_submit_application_after_the_round_closed_is_not_possible():
    world = make_intake(RoundState.RATING)
    application = make_application(world.intake, positions=[world.position])
    with pytest.raises(NotNow) as refusal:
        services.submit_application(application, actor=application.student.user)
    sentences = [str(reason) for reason in refusal.value.reasons]
    assert sentences == ["The round is not open for applications."]


def test_withdraw_application_before_the_seal():
    application = make_application(make_intake().intake, ApplicationState.INTERVIEWED)
    services.withdraw_application(application, actor=application.student.user)
    assert application.state == ApplicationState.WITHDRAWN


def test_withdraw_application_after_the_seal_is_not_possible():
    """B3: what was sealed does not change."""
    world = make_intake(RoundState.SEALED)
    application = make_application(world.intake, ApplicationState.INTERVIEWED)
    with pytest.raises(NotNow):
        services.withdraw_application(application, actor=application.student.user)


def test_withdraw_a_draft_is_always_possible():
    application = make_application(make_intake(RoundState.SEALED).intake)
    services.withdraw_application(application, actor=application.student.user)
    assert application.state == ApplicationState.WITHDRAWN
