"""The life of a round."""

from datetime import date

import pytest

from core.errors import Invalid, NotNow, Refused
from matching import services
from matching.engine import commit, digest
from matching.enums import ApplicationState, RoundState, SealKind
from matching.models import IntakeRound, RoundSeal
from tests.factories.matching import (
    make_application,
    make_intake,
    make_ratings,
    make_round,
    matched,
    rated,
)
from tests.factories.partnerships import make_coordinator
from tests.factories.trajectories import make_pathway
from trajectories.enums import PathwayState

pytestmark = pytest.mark.django_db
DATES = {"opens_on": date(2026, 9, 1), "closes_on": date(2026, 9, 18)}


def test_create_round_starts_with_the_six_default_criteria():
    """V28: criteria with weights of one hundred are there before anyone applies."""
    pathway = make_pathway()
    intake = services.create_round(
        pathway=pathway, name="Intake", actor=pathway.coordinator, **DATES
    )
    found = list(intake.criteria.values_list("code", "sequence", "weight"))
    assert found == [
        ("MOT", 1, 25),
        ("RDY", 2, 20),
        ("LRN", 3, 20),
        ("ENT", 4, 15),
        ("COM", 5, 10),
        ("FIT", 6, 10),
    ]
    assert intake.state == RoundState.DRAFT


def test_create_round_by_another_institution_is_refused():
    pathway = make_pathway()
    with pytest.raises(Refused):
        services.create_round(pathway=pathway, name="Intake", actor=make_coordinator(), **DATES)


def test_create_round_for_a_pathway_that_is_not_open_is_not_possible():
    pathway = make_pathway(state=PathwayState.AGREED)
    with pytest.raises(NotNow) as refusal:
        services.create_round(pathway=pathway, name="Intake", actor=pathway.coordinator, **DATES)
    assert str(refusal.value.detail) == "The pathway is not open yet."


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"closes_on": date(2026, 8, 1)}, "closes_on"),
        ({"name": ""}, "name"),
        ({"institution_weight": 0}, "__all__"),
    ],
)
def test_create_round_with_wrong_values_names_the_field(values, field):
    pathway = make_pathway()
    values = {"name": "Intake", **DATES} | values
    with pytest.raises(Invalid) as refusal:
        services.create_round(pathway=pathway, actor=pathway.coordinator, **values)
    assert list(refusal.value.errors) == [field]


def test_edit_round_changes_a_draft():
    intake = make_round()
    services.edit_round(
        intake,
        actor=intake.pathway.coordinator,
        name="Najaar",
        institution_weight=2,
        host_weight=3,
        **DATES,
    )
    row = IntakeRound.objects.get()
    assert (row.name, row.institution_weight, row.host_weight) == ("Najaar", 2, 3)


@pytest.mark.parametrize("state", [RoundState.PUBLISHED, RoundState.OPEN, RoundState.RATING])
def test_set_criteria_after_publication_is_not_possible(state):
    """V28: criteria and weights are fixed for everybody once published."""
    intake = make_round(state=state)
    with pytest.raises(NotNow):
        services.set_criteria(intake, actor=intake.pathway.coordinator, criteria=[])
    assert intake.criteria.count() == 6


def test_set_criteria_keeps_codes_and_gives_new_ones():
    intake = make_round()
    row = {f"anchor_{n}_nl": "zo" for n in (1, 3, 5)}
    criteria = [
        {"code": "MOT", "name_nl": "Motivatie", "weight": 60, **row},
        {"name_nl": "Taal van het vak", "weight": 40, **row},
    ]
    services.set_criteria(intake, actor=intake.pathway.coordinator, criteria=criteria)
    found = list(intake.criteria.values_list("code", "sequence", "weight"))
    assert found == [("MOT", 1, 60), ("C1", 2, 40)]


def test_publish_round_with_weights_that_do_not_add_up_is_not_possible():
    """V28: what is published is whole."""
    intake = make_round()
    intake.criteria.filter(code="FIT").delete()
    with pytest.raises(NotNow) as refusal:
        services.publish_round(intake, actor=intake.pathway.coordinator)
    sentences = [str(reason) for reason in refusal.value.reasons]
    assert sentences == ["The weights of the criteria must add up to 100."]


def test_publish_round_seals_criteria_weights_and_the_lottery_commitment():
    """B3, V28: criteria, procedure and commitment have a hash before anyone applies."""
    intake = make_round(institution_weight=2)
    services.publish_round(intake, actor=intake.pathway.coordinator)
    seal = RoundSeal.objects.get(kind=SealKind.CRITERIA)
    assert seal.sha256 == digest(seal.content)
    assert [row["weight"] for row in seal.content["criteria"]] == [25, 20, 20, 15, 10, 10]
    assert seal.content["parties"] == {"institution": 2, "host": 1}
    assert (
        seal.content["lottery_commitment"] == commit("institution", intake.lottery_secret).to_dict()
    )
    assert intake.lottery_secret not in str(seal.content)
    assert intake.state == RoundState.PUBLISHED


def test_the_verbs_of_a_round_are_refused_to_a_director():
    """V28: only the coordinator leads the procedure."""
    world = make_intake(RoundState.PUBLISHED)
    with pytest.raises(Refused):
        services.open_round(world.intake, actor=world.director)


def test_open_and_start_rating_follow_each_other():
    world = make_intake(RoundState.PUBLISHED)
    services.open_round(world.intake, actor=world.coordinator)
    assert world.intake.state == RoundState.OPEN
    services.start_rating(world.intake, actor=world.coordinator)
    assert world.intake.state == RoundState.RATING


@pytest.mark.parametrize("state", [ApplicationState.SUBMITTED, ApplicationState.ELIGIBLE])
def test_seal_round_with_an_unfinished_application_is_not_possible(state):
    """B3: a missing check or rating blocks sealing."""
    world = make_intake()
    make_application(world.intake, state, positions=[world.position])
    with pytest.raises(NotNow) as refusal:
        services.seal_round(world.intake, actor=world.coordinator)
    sentences = [str(reason) for reason in refusal.value.reasons]
    assert sentences == ["1 application is not rated by both sides yet."]


def test_seal_round_with_half_a_rating_is_not_possible():
    """B3: whatever an import brought in, marks must be computable."""
    world = make_intake()
    application = rated(world)
    application.ratings.filter(rater=world.contact, criterion__code="FIT").delete()
    with pytest.raises(NotNow):
        services.seal_round(world.intake, actor=world.coordinator)
    assert world.intake.state == RoundState.RATING


def test_seal_round_fixes_lists_ratings_and_acceptability():
    """B3: the input of the match has a hash, by random id and without any name."""
    world = make_intake()
    application = rated(world)
    left_out = make_application(world.intake, ApplicationState.INELIGIBLE)
    services.seal_round(world.intake, actor=world.coordinator)
    seal = RoundSeal.objects.get(kind=SealKind.INPUTS)
    assert seal.sha256 == digest(seal.content)
    assert seal.content["students"] == [str(application.lottery_id)]
    assert seal.content["left_out"] == [
        {"student": str(left_out.lottery_id), "state": "ineligible"}
    ]
    assert seal.content["lists"] == [
        {
            "student": str(application.lottery_id),
            "position": str(world.position.uuid),
            "rank": 1,
        }
    ]
    assert len(seal.content["ratings"]) == 12
    for name in (application.student.user.last_name, str(application.student.uuid)):
        assert name not in str(seal.content)


def test_close_round_waits_for_every_answer():
    world = make_intake()
    application = rated(world)
    matched(world)
    with pytest.raises(NotNow) as refusal:
        services.close_round(world.intake, actor=world.coordinator)
    sentences = [str(reason) for reason in refusal.value.reasons]
    assert sentences == ["1 student has not answered yet."]
    application.refresh_from_db()
    services.decline_offer(application, actor=application.student.user)
    services.close_round(world.intake, actor=world.coordinator)
    assert world.intake.state == RoundState.CLOSED


def test_a_second_rater_of_a_party_must_be_whole_too():
    world = make_intake()
    application = rated(world)
    make_ratings(application, world.coach, 5)
    application.ratings.filter(rater=world.coach, criterion__code="FIT").delete()
    with pytest.raises(NotNow):
        services.seal_round(world.intake, actor=world.coordinator)
