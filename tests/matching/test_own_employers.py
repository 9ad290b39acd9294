"""Learning at the own employer: who says what, and what follows for the ranking."""

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import Invalid, NotNow, Refused
from core.models import Notification
from core.timeline import timeline
from matching import services
from matching.enums import ApplicationState, OwnPlaceState, RoundState, SealKind
from matching.models import OwnEmployerPlace
from matching.services.contents import inputs_content
from matching.services.seals import sealed
from tests.factories.matching import (
    import_applications,
    make_application,
    make_condition,
    make_intake,
    make_own_place,
    make_round,
    marks_for,
    rated,
)
from tests.factories.trajectories import make_pathway, make_position, make_student
from trajectories.models import HostLimit

pytestmark = pytest.mark.django_db


def eligible(world, positions=None):
    return make_application(
        world.intake, ApplicationState.ELIGIBLE, positions or [world.other_position]
    )


def agreed(world, position=None, offered=False):
    """An application with an agreed place at the own employer."""
    application = eligible(world)
    place = make_own_place(
        application,
        position or world.position,
        confirmed_by=world.contact,
        agreed_by=world.coordinator,
        offered=offered,
    )
    application.refresh_from_db()
    return application, place


def told(person):
    return set(Notification.objects.filter(recipient=person).values_list("kind", flat=True))


def test_student_employer_and_institution_agree_and_no_rating_is_needed():
    """V35: from the draft to the place before the match, each hearing of it in time."""
    world = make_intake(RoundState.OPEN)
    make_condition(world.intake.pathway)
    application = make_application(world.intake, positions=[world.other_position])
    me = application.student.user
    services.name_own_employer(application, actor=me, own_employer=True, position=world.position)
    services.submit_application(application, actor=me)
    assert "matching.own_employer_asked" not in told(world.contact)
    answers = {row.uuid: True for row in world.intake.pathway.eligibility_conditions.all()}
    services.check_application(application, actor=world.coach, answers=answers)
    assert "matching.own_employer_asked" in told(world.contact)
    assert "matching.own_employer_asked" not in told(world.other_contact)
    place = application.own_place
    services.confirm_own_place(place, actor=world.contact, seat_offered_to_all=False)
    assert "matching.own_employer_confirmed" in told(world.coordinator)
    services.agree_own_place(place, actor=world.coordinator)
    assert (place.host_said_by, place.institution_said_by) == (world.contact, world.coordinator)
    assert "matching.own_employer_agreed" in told(me)
    assert "matching.own_worker_agreed" in told(world.contact)
    application.refresh_from_db()
    assert (application.own_employer, application.state) == (True, ApplicationState.INTERVIEWED)
    assert timeline(application)[0].text == "has a place at the own employer and needs no rating"


def test_place_at_the_own_employer_is_one_of_the_pathway():
    """V35: the same rule as for ranking; so the same review of the workplace."""
    application = make_application()
    with pytest.raises(Invalid) as refusal:
        services.name_own_employer(
            application,
            actor=application.student.user,
            own_employer=True,
            position=make_position(),
        )
    assert list(refusal.value.errors) == ["position"]
    assert not OwnEmployerPlace.objects.exists()


def test_own_employer_can_only_be_the_host_where_the_round_announced_it():
    """V35, V38: also not in rounds whose criteria were sealed before there was this rule."""
    here = make_round(make_pathway(own_employer_allowed=False), RoundState.OPEN)
    world = make_intake(RoundState.OPEN)
    assert sealed(world.intake, SealKind.CRITERIA)["own_employer"] is True
    assert sealed(here, SealKind.CRITERIA)["own_employer"] is False
    rule = "learn at the own employer"
    assert rule in " ".join(services.procedure_sentences(world.intake))
    assert rule not in " ".join(services.procedure_sentences(here))
    application = make_application(here)
    with pytest.raises(Invalid) as refusal:
        services.name_own_employer(application, actor=application.student.user, own_employer=True)
    assert list(refusal.value.errors) == ["own_employer"]


@pytest.mark.parametrize("announced", [True, False])
def test_file_brings_in_the_own_employer_only_where_the_round_announced_it(announced):
    """V35, V38: what was sealed with the criteria decides, not the pathway as it is now."""
    pathway = make_pathway(own_employer_allowed=announced)
    intake = make_round(pathway, RoundState.OPEN)
    pathway.own_employer_allowed = not announced
    pathway.save()
    outcome = import_applications(pathway, [make_student(pathway.programme)], own_employer="yes")
    found = list(intake.applications.values_list("own_employer", flat=True))
    assert found == ([True] if announced else [])
    problems = [(problem.column, str(problem.reason)) for problem in outcome.problems]
    refused = ("own_employer", "In this pathway the own employer cannot be the host.")
    assert problems == ([] if announced else [refused])


def test_wish_without_a_place_stays_a_wish_and_another_answer_replaces_the_first():
    """V35: while it is a draft; and who saves the motivation over the API says all of it anew."""
    world = make_intake(RoundState.OPEN)
    application = make_application(world.intake)
    me = application.student.user

    def name(wish, position=None):
        services.name_own_employer(application, actor=me, own_employer=wish, position=position)
        return list(OwnEmployerPlace.objects.values_list("position", flat=True))

    assert name(True) == []
    assert name(True, world.position) == [world.position.pk]
    assert name(True, world.other_position) == [world.other_position.pk]
    services.write_motivation(application, actor=me, motivation="Zo.")
    assert (OwnEmployerPlace.objects.count(), application.own_employer) == (1, True)
    services.write_motivation(application, actor=me, motivation="Zo.", own_employer=False)
    assert (OwnEmployerPlace.objects.count(), application.own_employer) == (0, False)
    assert name(False, world.position) == []


def test_list_is_asked_also_from_who_names_the_own_employer():
    """V35, V27: a no comes after sending, when nothing can be added any more."""
    world = make_intake(RoundState.OPEN)
    application = make_application(world.intake)
    make_own_place(application, world.position)
    with pytest.raises(NotNow) as refusal:
        services.submit_application(application, actor=application.student.user)
    assert [str(reason) for reason in refusal.value.reasons] == ["Rank at least one position."]


@pytest.mark.parametrize("state", [ApplicationState.SUBMITTED, ApplicationState.INELIGIBLE])
def test_employer_answers_once_the_conditions_were_met(state):
    """V26, V35."""
    world = make_intake()
    place = make_own_place(make_application(world.intake, state), world.position)
    with pytest.raises(NotNow):
        services.confirm_own_place(place, actor=world.contact, seat_offered_to_all=False)


def test_each_word_is_for_its_own_party():
    """V35: another host, the student and a coach decide nothing."""
    world = make_intake()
    application = eligible(world)
    place = make_own_place(application, world.position)
    for actor in (world.other_contact, application.student.user, world.coordinator):
        with pytest.raises(Refused):
            services.confirm_own_place(place, actor=actor, seat_offered_to_all=False)
    services.confirm_own_place(place, actor=world.contact, seat_offered_to_all=False)
    for actor in (world.contact, world.coach, application.student.user):
        with pytest.raises(Refused):
            services.agree_own_place(place, actor=actor)
    with pytest.raises(Refused):
        services.withdraw_own_place(place, actor=world.contact)


def test_no_has_a_reason_that_the_student_reads_and_the_list_counts():
    """V35, V31: of the employer as of the institution."""
    world = make_intake()
    refused, declined = eligible(world), eligible(world)
    no = make_own_place(declined, world.position)
    with pytest.raises(Invalid) as refusal:
        services.decline_own_place(no, actor=world.contact, reason=" ")
    assert list(refusal.value.errors) == ["reason"]
    services.decline_own_place(no, actor=world.contact, reason="Geen mentor vrij.")
    # Also where the employer never answered.
    other = make_own_place(refused, world.position)
    services.refuse_own_place(other, actor=world.coordinator, reason="Het bedrijf antwoordt niet.")
    for application, kind, reason in (
        (declined, "matching.own_employer_declined", "Geen mentor vrij."),
        (refused, "matching.own_employer_refused", "Het bedrijf antwoordt niet."),
    ):
        (message,) = Notification.objects.filter(recipient=application.student.user, kind=kind)
        assert f"“{reason}”" in message.text_nl
        application.refresh_from_db()
        assert application.state == ApplicationState.ELIGIBLE
        services.rate_application(application, actor=world.director, marks=marks_for(world.intake))


def test_request_without_answer_blocks_the_seal_and_says_who_must_act():
    """V35, B3: nobody is left between the own employer and the ranking."""
    world = make_intake()
    asked, confirmed = rated(world), rated(world)
    make_own_place(asked, world.position)
    make_own_place(confirmed, world.position, confirmed_by=world.contact)
    with pytest.raises(NotNow) as refusal:
        services.seal_round(world.intake, actor=world.coordinator)
    host = world.position.host
    assert {str(reason) for reason in refusal.value.reasons} == {
        f"{host} must still say whether {asked.student} can learn there.",
        f"The coordinator must still decide whether {confirmed.student} can learn at {host}, "
        "the own employer.",
    }
    for application in (asked, confirmed):
        services.withdraw_application(application, actor=application.student.user)
    services.seal_round(world.intake, actor=world.coordinator)


@pytest.mark.parametrize("verb", ["ask again", "withdraw"])
def test_without_the_place_ratings_are_needed_after_all(verb):
    """V35, V28: whoever was not rated yet waits for it again, with every word taken back."""
    world = make_intake()
    application, place = agreed(world)
    complete = rated(world)
    other = make_own_place(
        complete, world.position, confirmed_by=world.contact, agreed_by=world.coordinator
    )
    for each, one in ((application, place), (complete, other)):
        if verb == "withdraw":
            services.withdraw_own_place(one, actor=each.student.user)
        else:
            services.ask_employer_again(one, actor=world.coordinator)
            assert (one.state, one.host_said_at) == (OwnPlaceState.ASKED, None)
            assert "matching.own_employer_asked_again" in told(each.student.user)
    states = [row.state for row in (application, complete) if row.refresh_from_db() is None]
    assert states == [ApplicationState.ELIGIBLE, ApplicationState.INTERVIEWED]


def test_whoever_has_the_place_is_not_rated_and_has_no_list_to_change():
    """V35."""
    world = make_intake()
    application, __ = agreed(world)
    choice = application.preferences.get()
    marks = marks_for(world.intake)
    for change in (
        lambda: services.rate_application(application, actor=world.director, marks=marks),
        lambda: services.rate_pair(choice, actor=world.other_contact, marks=marks),
        lambda: services.judge_pair(choice, actor=world.other_contact, acceptable=True),
        lambda: services.withdraw_choice(choice, actor=application.student.user, reason="travel"),
    ):
        with pytest.raises(NotNow) as refusal:
            change()
        sentences = [str(reason) for reason in refusal.value.reasons]
        assert sentences == ["This student learns at the own employer and is not ranked."]


def test_seat_offered_to_everybody_must_be_there_when_it_is_promised():
    """V35, V27: a sentence to host and coordinator, and an extra seat is always possible."""
    world = make_intake(capacity=1)
    agreed(world, offered=True)
    place = make_own_place(eligible(world), world.position)
    with pytest.raises(NotNow) as refusal:
        services.confirm_own_place(place, actor=world.contact, seat_offered_to_all=True)
    sentence, remedy = map(str, refusal.value.reasons)
    assert "one more own worker would have a place offered to everybody" in sentence
    assert remedy == "Choose an extra place for your own worker instead."
    services.confirm_own_place(place, actor=world.contact, seat_offered_to_all=False)
    services.agree_own_place(place, actor=world.coordinator)


def test_two_who_were_confirmed_for_the_last_seat_are_not_both_agreed():
    """V35, V27."""
    world = make_intake(capacity=1)
    first, second = (
        make_own_place(eligible(world), world.position, confirmed_by=world.contact, offered=True)
        for __ in range(2)
    )
    services.agree_own_place(first, actor=world.coordinator)
    with pytest.raises(NotNow):
        services.agree_own_place(second, actor=world.coordinator)


@pytest.mark.parametrize("what", ["fewer places", "a limit"])
def test_seats_that_went_away_after_the_agreement_stop_the_seal_with_a_sentence(what):
    """V35, B3: the engine never meets a round that contradicts itself."""
    world = make_intake(capacity=2)
    places = [agreed(world, offered=True)[1] for __ in range(2)]
    if what == "fewer places":
        world.position.capacity = 1
        world.position.save()
    else:
        HostLimit.objects.create(
            pathway=world.intake.pathway, organisation=world.position.host, capacity=1
        )
    with pytest.raises(NotNow) as refusal:
        services.seal_round(world.intake, actor=world.coordinator)
    sentences = [str(reason) for reason in refusal.value.reasons]
    assert sentences[1] == "The host can make it an extra place: ask the employer again."
    services.ask_employer_again(places[0], actor=world.coordinator)
    services.confirm_own_place(places[0], actor=world.contact, seat_offered_to_all=False)
    services.agree_own_place(places[0], actor=world.coordinator)
    services.seal_round(world.intake, actor=world.coordinator)


def test_nothing_is_said_any_more_once_the_lists_are_sealed():
    """B3."""
    world = make_intake()
    application, place = agreed(world)
    services.seal_round(world.intake, actor=world.coordinator)
    with pytest.raises(NotNow):
        services.ask_employer_again(place, actor=world.coordinator)
    with pytest.raises(NotNow):
        services.withdraw_own_place(place, actor=application.student.user)


def run(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


TABLE = "matching_ownemployerplace"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("seat_offered_to_all = NULL", "an_own_place_stands_as_was_said"),
        ("host_said_at = NULL", "a_word_on_an_own_place_has_moment_and_person"),
        ("institution_said_by_id = NULL", "a_word_on_an_own_place_has_moment_and_person"),
        (
            "institution_said_at = NULL, institution_said_by_id = NULL",
            "an_own_place_stands_as_was_said",
        ),
    ],
)
def test_words_moments_and_people_go_together_also_for_raw_sql(change, constraint):
    """V35, B3."""
    agreed(make_intake())
    with pytest.raises(IntegrityError, match=constraint):
        run(f"UPDATE {TABLE} SET {change}")


def test_position_of_another_pathway_is_refused_also_for_raw_sql():
    """V35."""
    agreed(make_intake())
    with pytest.raises(IntegrityError, match="does not agree"):
        run(f"UPDATE {TABLE} SET position_id = %s", make_position().pk)


WISH_NO_MORE = "UPDATE matching_application SET own_employer = false"
ASK_NOW = "SET CONSTRAINTS ALL IMMEDIATE"


def test_place_stands_only_with_the_wish_also_for_raw_sql():
    """V35: asked when all is written, so that both can go in any order."""
    agreed(make_intake())
    with pytest.raises(IntegrityError, match="without the wish"):
        run(f"{WISH_NO_MORE}; {ASK_NOW}")
    run(f"{WISH_NO_MORE}; UPDATE {TABLE} SET state = 'withdrawn'; {ASK_NOW}")


def test_place_without_the_wish_is_refused_also_for_raw_sql():
    """V35."""
    world = make_intake()
    OwnEmployerPlace.objects.create(application=eligible(world), position=world.position)
    with pytest.raises(IntegrityError, match="without the wish"):
        run(ASK_NOW)
    OwnEmployerPlace.objects.all().delete()


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET seat_offered_to_all = true",
        f"UPDATE {TABLE} SET position_id = %s",
        f"DELETE FROM {TABLE}",
    ],
)
def test_nothing_changes_once_the_lists_are_sealed_also_for_raw_sql(statement):
    """B3: but a text can be forgotten."""
    world = make_intake()
    agreed(world)
    services.seal_round(world.intake, actor=world.coordinator)
    values = [world.other_position.pk] if "%s" in statement else []
    with pytest.raises(IntegrityError, match="lists of this round are sealed"):
        run(statement, *values)
    run(f"UPDATE {TABLE} SET host_note = '[…]'")


def test_input_has_nothing_of_the_ranking_of_whoever_is_placed_before():
    """V35, B3: no list, no refusal, no rating; the seat as the host said."""
    world = make_intake()
    application = rated(world, other_host=3)
    services.judge_pair(
        application.preferences.get(rank=2), actor=world.other_contact, acceptable=True
    )
    make_own_place(
        application,
        world.position,
        confirmed_by=world.contact,
        agreed_by=world.coordinator,
        offered=True,
    )
    content = inputs_content(world.intake)
    assert content["format"] == "round-inputs/5"
    number = [row["id"] for row in content["positions"]].index(str(world.position.uuid))
    assert content["students"] == [str(application.lottery_id)]
    assert content["fixed"] == {
        "student": [0],
        "position": [number],
        "seat_offered_to_all": [True],
    }
    nothing = [content["lists"], content["acceptability"], *content["ratings"].values()]
    assert all(part["student"] == [] for part in nothing)
    assert content["raters"] == []
