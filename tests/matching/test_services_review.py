"""Conditions, acceptability and independent ratings."""

import pytest

from core.errors import Invalid, NotNow, Refused
from matching import services
from matching.enums import ApplicationState, Party, RefusalReason, RoundState
from matching.models import Acceptability, EligibilityAnswer, Rating
from matching.services.ratings import Mark
from tests.factories.matching import (
    make_application,
    make_condition,
    make_intake,
    make_ratings,
    marks_for,
)
from tests.factories.partnerships import make_coordinator

pytestmark = pytest.mark.django_db


def sent(world, **fields):
    return make_application(world.intake, ApplicationState.SUBMITTED, [world.position], **fields)


def eligible(world, positions=None):
    positions = positions or [world.position]
    return make_application(world.intake, ApplicationState.ELIGIBLE, positions)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([True, True], ApplicationState.ELIGIBLE),
        ([True, False], ApplicationState.INELIGIBLE),
        ([False, False], ApplicationState.INELIGIBLE),
    ],
)
def test_check_application_needs_every_condition(answers, state):
    """V26: eligibility is the list of published yes/no conditions and nothing else."""
    world = make_intake()
    conditions = [make_condition(world.intake.pathway) for __ in answers]
    application = sent(world)
    services.check_application(
        application,
        actor=world.coach,
        answers={c.uuid: met for c, met in zip(conditions, answers, strict=True)},
    )
    assert application.state == state
    found = list(EligibilityAnswer.objects.values_list("met", "checked_by"))
    assert found == [(met, world.coach.pk) for met in answers]


def test_check_application_with_an_open_condition_is_invalid():
    world = make_intake()
    first = make_condition(world.intake.pathway)
    make_condition(world.intake.pathway)
    application = sent(world)
    with pytest.raises(Invalid):
        services.check_application(application, actor=world.coach, answers={first.uuid: True})
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED


def test_check_application_by_others_is_refused():
    world = make_intake()
    application = sent(world)
    for actor in (world.director, world.contact, application.student.user, make_coordinator()):
        with pytest.raises(Refused):
            services.check_application(application, actor=actor, answers={})


def test_check_application_twice_is_not_possible():
    world = make_intake()
    application = eligible(world)
    with pytest.raises(NotNow):
        services.check_application(application, actor=world.coach, answers={})


def test_rate_application_writes_a_score_and_note_per_criterion():
    """V27, V28: the institution takes part with a rating on the published criteria."""
    world = make_intake()
    application = eligible(world)
    services.rate_application(application, actor=world.director, marks=marks_for(world.intake, 5))
    found = Rating.objects.values_list("party", "position", "rater", "score").distinct()
    assert list(found.order_by()) == [(Party.INSTITUTION, None, world.director.pk, 5)]
    assert Rating.objects.count() == 6
    assert application.state == ApplicationState.ELIGIBLE


def test_rate_application_again_replaces_the_own_rating():
    world = make_intake()
    application = eligible(world)
    services.rate_application(application, actor=world.director, marks=marks_for(world.intake, 5))
    services.rate_application(application, actor=world.director, marks=marks_for(world.intake, 2))
    assert list(Rating.objects.values_list("score", flat=True)) == [2] * 6


def test_rate_application_without_a_note_is_invalid():
    """V28: every score has its reason."""
    world = make_intake()
    application = eligible(world)
    with pytest.raises(Invalid):
        services.rate_application(
            application, actor=world.director, marks=marks_for(world.intake, 4, note=" ")
        )
    assert Rating.objects.count() == 0


def test_rate_application_with_a_missing_criterion_is_invalid():
    world = make_intake()
    application = eligible(world)
    marks = marks_for(world.intake)
    marks.popitem()
    with pytest.raises(Invalid):
        services.rate_application(application, actor=world.director, marks=marks)


def test_rate_application_outside_the_scale_is_invalid():
    world = make_intake()
    application = eligible(world)
    marks = dict.fromkeys(marks_for(world.intake), Mark(6, "Zo."))
    with pytest.raises(Invalid):
        services.rate_application(application, actor=world.director, marks=marks)


def test_rate_application_before_the_rating_step_is_not_possible():
    world = make_intake(RoundState.OPEN)
    application = eligible(world)
    with pytest.raises(NotNow):
        services.rate_application(application, actor=world.director, marks=marks_for(world.intake))


def test_rate_application_after_the_seal_is_not_possible():
    """B3: no rating after sealing."""
    world = make_intake(RoundState.SEALED)
    application = make_application(world.intake, ApplicationState.INTERVIEWED, [world.position])
    with pytest.raises(NotNow):
        services.rate_application(application, actor=world.director, marks=marks_for(world.intake))


def test_rate_pair_is_for_the_host_of_that_position():
    """V27: each host speaks for its own places only."""
    world = make_intake()
    application = eligible(world, [world.position, world.other_position])
    first, second = application.preferences.all()
    services.rate_pair(first, actor=world.contact, marks=marks_for(world.intake))
    with pytest.raises(Refused):
        services.rate_pair(second, actor=world.contact, marks=marks_for(world.intake))
    with pytest.raises(Refused):
        services.rate_pair(second, actor=world.coordinator, marks=marks_for(world.intake))
    assert set(Rating.objects.values_list("party", "position")) == {(Party.HOST, world.position.pk)}


def test_the_last_rating_completes_the_application():
    """V27: interviewed once the institution and every ranked host have rated."""
    world = make_intake()
    application = eligible(world, [world.position, world.other_position])
    first, second = application.preferences.all()
    marks = marks_for(world.intake)
    services.rate_application(application, actor=world.director, marks=marks)
    services.rate_pair(first, actor=world.contact, marks=marks)
    application.refresh_from_db()
    assert application.state == ApplicationState.ELIGIBLE
    services.rate_pair(second, actor=world.other_contact, marks=marks)
    application.refresh_from_db()
    assert application.state == ApplicationState.INTERVIEWED


def test_a_refused_pair_needs_no_rating():
    """V27: a host that says no with a reason does not have to rate."""
    world = make_intake()
    application = eligible(world, [world.position, world.other_position])
    first, second = application.preferences.all()
    marks = marks_for(world.intake)
    services.rate_application(application, actor=world.director, marks=marks)
    services.rate_pair(first, actor=world.contact, marks=marks)
    services.judge_pair(
        second, actor=world.other_contact, acceptable=False, reason=RefusalReason.SCHEDULE
    )
    application.refresh_from_db()
    assert application.state == ApplicationState.INTERVIEWED
    row = Acceptability.objects.get()
    assert (row.acceptable, row.reason, row.said_by) == (
        False,
        RefusalReason.SCHEDULE,
        world.other_contact,
    )


@pytest.mark.parametrize(("reason", "note"), [("", ""), ("other", " "), ("no such", "")])
def test_judge_pair_with_a_refusal_without_reason_is_invalid(reason, note):
    """V27, V31: a refusal has a structured reason."""
    world = make_intake()
    preference = eligible(world).preferences.get()
    with pytest.raises(Invalid):
        services.judge_pair(
            preference, actor=world.contact, acceptable=False, reason=reason, note=note
        )
    assert Acceptability.objects.count() == 0


def test_judge_pair_by_another_host_is_refused():
    world = make_intake()
    preference = eligible(world).preferences.get()
    for actor in (world.other_contact, world.coordinator):
        with pytest.raises(Refused):
            services.judge_pair(preference, actor=actor, acceptable=True)


def test_judge_pair_taken_back_after_completion_needs_the_missing_rating():
    world = make_intake()
    application = eligible(world, [world.position, world.other_position])
    first, second = application.preferences.all()
    make_ratings(application, world.director)
    make_ratings(application, world.contact, position=world.position)
    services.judge_pair(
        second, actor=world.other_contact, acceptable=False, reason=RefusalReason.TRAVEL
    )
    first.refresh_from_db()
    application.refresh_from_db()
    assert application.state == ApplicationState.INTERVIEWED
    second = application.preferences.get(rank=2)
    with pytest.raises(NotNow):
        services.judge_pair(second, actor=world.other_contact, acceptable=True)
    services.rate_pair(second, actor=world.other_contact, marks=marks_for(world.intake))
    services.judge_pair(second, actor=world.other_contact, acceptable=True)
    assert Acceptability.objects.get().acceptable is True


def test_withdraw_choice_is_for_the_student():
    world = make_intake()
    application = eligible(world, [world.position, world.other_position])
    choice = application.preferences.get(rank=2)
    with pytest.raises(Refused):
        services.withdraw_choice(choice, actor=world.contact, reason=RefusalReason.TRAVEL)
    services.withdraw_choice(choice, actor=application.student.user, reason=RefusalReason.TRAVEL)
    row = Acceptability.objects.get()
    assert (row.party, row.acceptable, row.reason) == ("student", False, RefusalReason.TRAVEL)


def test_finish_complete_applications_moves_exactly_those_that_are_complete():
    """V27: the same rule in bulk, for imports."""
    world = make_intake()
    whole, half, none = (eligible(world) for __ in range(3))
    make_ratings(whole, world.director)
    make_ratings(whole, world.contact, position=world.position)
    make_ratings(half, world.director)
    assert services.finish_complete_applications(world.intake) == 1
    for application in (whole, half, none):
        application.refresh_from_db()
    assert [whole.state, half.state, none.state] == [
        ApplicationState.INTERVIEWED,
        ApplicationState.ELIGIBLE,
        ApplicationState.ELIGIBLE,
    ]


def test_rating_progress_costs_the_same_for_one_and_three(django_assert_num_queries):
    world = make_intake()
    rows = [eligible(world) for __ in range(3)]
    for some in (rows[:1], rows):
        with django_assert_num_queries(5):
            services.rating_progress(some)
