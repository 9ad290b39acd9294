"""The life of a round."""

import hashlib
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.errors import Invalid, NotNow, Refused
from matching import services
from matching.engine import commit, digest
from matching.enums import ApplicationState, RefusalReason, RoundState, SealKind
from matching.models import EligibilityAnswer, IntakeRound, RoundSeal
from matching.services.contents import inputs_content
from matching.services.lottery import own_secret
from matching.services.seals import sealed
from tests.factories.matching import (
    make_application,
    make_condition,
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
    content = sealed(intake, SealKind.CRITERIA)
    assert RoundSeal.objects.get().sha256 == digest(content)
    assert [row["weight"] for row in content["criteria"]] == [25, 20, 20, 15, 10, 10]
    assert content["parties"] == {"institution": 2, "host": 1}
    promise = commit("institution", own_secret(intake)).to_dict()
    assert (content["lottery_commitments"], content["lottery_reveal_days"]) == ([promise], 0)
    assert own_secret(intake) not in str(content)
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
    """B3: the input of the match has a hash, in columns, by random id and without any name."""
    world = make_intake()
    condition = make_condition(world.intake.pathway)
    application = rated(world, institution=4, host=5, other_host=2)
    left_out = make_application(world.intake, ApplicationState.INELIGIBLE)
    EligibilityAnswer.objects.create(
        application=left_out, condition=condition, met=False, checked_by=world.coach
    )
    wanted = application.preferences.get(rank=2)
    services.judge_pair(
        wanted, actor=world.other_contact, acceptable=False, reason=RefusalReason.TRAVEL
    )
    services.seal_round(world.intake, actor=world.coordinator)
    content = sealed(world.intake, SealKind.INPUTS)
    assert RoundSeal.objects.get(kind=SealKind.INPUTS).sha256 == digest(content)
    assert content["students"] == [str(application.lottery_id)]
    assert content["left_out"] == [{"student": str(left_out.lottery_id), "state": "ineligible"}]
    places = [row["id"] for row in content["positions"]]
    first, second = places.index(str(world.position.uuid)), places.index(str(wanted.position.uuid))
    assert content["lists"] == {"student": [0, 0], "position": [first, second], "rank": [1, 2]}
    assert content["acceptability"] == {
        "student": [0],
        "position": [second],
        "party": ["host"],
        "acceptable": [False],
        "reason": ["travel"],
    }
    assert content["conditions"] == [str(condition.uuid)]
    assert content["eligibility"] == {"student": [1], "condition": [0], "met": [False]}
    raters = [str(one.uuid) for one in (world.director, world.contact, world.other_contact)]
    assert content["raters"] == sorted(raters)
    note = "Gaf een duidelijk voorbeeld."
    notes = hashlib.sha256((f"{len(note)}:{note}" * 6).encode()).hexdigest()
    assert content["ratings"]["institution"] == {
        "student": [0],
        "rater": [content["raters"].index(raters[0])],
        "marks": {row.code: [4] for row in world.intake.criteria.all()},
        "notes_sha256": [notes],
    }
    hosts = content["ratings"]["host"]
    order = sorted([(first, 5, raters[1]), (second, 2, raters[2])])
    assert hosts["position"] == [row[0] for row in order]
    assert hosts["marks"]["FIT"] == [row[1] for row in order]
    assert [content["raters"][number] for number in hosts["rater"]] == [row[2] for row in order]
    for name in (application.student.user.last_name, str(application.student.uuid), note):
        assert name not in str(content)


def test_sealing_takes_as_many_queries_for_many_students():
    """B3: the rows come from the database in columns."""
    world = make_intake()
    rated(world)
    with CaptureQueriesContext(connection) as few:
        inputs_content(world.intake)
    for __ in range(4):
        rated(world, other_host=3)
    with CaptureQueriesContext(connection) as many:
        inputs_content(world.intake)
    assert len(many) == len(few)


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
