"""The verbs of a design (V2 to V5, V11)."""

from datetime import date
from decimal import Decimal

import pytest

from core.errors import Invalid, NotNow, Refused
from partnerships.enums import Role
from tests.factories.partnerships import make_coordinator, make_host, make_member, make_programme
from tests.factories.trajectories import (
    make_modality,
    make_outcome,
    make_pathway,
    make_position,
)
from trajectories import services
from trajectories.enums import (
    AssessmentMoment,
    CompetenceMode,
    LearningKind,
    PathwayState,
    Place,
    TargetGroup,
)
from trajectories.models import Pathway

pytestmark = pytest.mark.django_db


def values_for(programme, **fields):
    """Every field of a design."""
    values = {
        "modality": make_modality(),
        "academic_year": "2026-2027",
        "title_nl": "Keuzetraject techniek",
        "wbl_credits": 60,
        "hours_planned": Decimal(1650),
        "competence_mode": CompetenceMode.ACQUIRE,
        "target_group": TargetGroup.LATERAL_ENTRANTS,
        "own_employer_allowed": True,
        "description_nl": "Drie dagen per week.",
        "relevance_nl": "De sector vraagt het.",
        "coordinator": make_coordinator(programme.institution),
        "coach": make_member(Role.COACH, programme.institution),
        "start_date": date(2026, 9, 21),
        "end_date": date(2027, 6, 25),
    }
    return values | fields


def placed(outcome, **fields):
    values = {
        "outcome": outcome,
        "place": Place.INSTITUTION,
        "kind": LearningKind.APPLY,
        "task_nl": "Oefenen.",
        "assessment_moment": AssessmentMoment.EXAM,
    }
    return values | fields


@pytest.fixture
def shared():
    """A design in co-creation with a position of one host, and who decides on each side."""
    pathway, host = make_pathway(state=PathwayState.CO_CREATION), make_host()
    make_position(pathway, host)
    return pathway, pathway.coordinator, make_member(Role.SIGNATORY, host)


def test_create_makes_a_draft_of_version_one():
    """V2: volume, acquiring or applying, and for whom are part of the design."""
    programme = make_programme()
    values = values_for(programme)
    pathway = services.create_pathway(programme=programme, actor=programme.director, **values)
    assert (pathway.state, pathway.version) == (PathwayState.DRAFT, 1)
    assert {name: getattr(pathway, name) for name in values} == values


def test_create_in_another_institution_is_refused():
    programme = make_programme()
    for actor in (make_coordinator(), make_member(Role.COACH, programme.institution)):
        with pytest.raises(Refused):
            services.create_pathway(programme=programme, actor=actor, **values_for(programme))
    assert Pathway.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("wbl_credits", 121),
        ("end_date", date(2026, 9, 20)),
        ("coach", "stranger"),
        ("coordinator", "stranger"),
    ],
)
def test_what_does_not_fit_is_named(field, value):
    programme = make_programme()
    wrong = make_coordinator() if value == "stranger" else value
    with pytest.raises(Invalid) as refusal:
        services.create_pathway(
            programme=programme, actor=programme.director, **values_for(programme, **{field: wrong})
        )
    assert list(refusal.value.errors) == [field]


def test_a_draft_changes_without_a_new_version():
    pathway = make_pathway(state=PathwayState.DRAFT)
    services.edit_pathway(pathway, actor=pathway.coordinator, wbl_credits=50)
    assert (pathway.wbl_credits, pathway.version) == (50, 1)


def test_a_change_in_co_creation_is_a_new_version_and_acceptances_no_longer_count(shared):
    """V4: what both sides accepted is what counts."""
    pathway, coordinator, signatory = shared
    services.accept_pathway(pathway, actor=coordinator)
    services.edit_pathway(pathway, actor=coordinator, wbl_credits=50)
    assert pathway.version == 2
    services.accept_pathway(pathway, actor=signatory)
    assert pathway.state == PathwayState.CO_CREATION
    services.accept_pathway(pathway, actor=coordinator)
    assert pathway.state == PathwayState.AGREED


def test_saving_without_a_change_keeps_the_version(shared):
    pathway, coordinator, _signatory = shared
    services.edit_pathway(pathway, actor=coordinator, wbl_credits=pathway.wbl_credits)
    assert pathway.version == 1


def test_an_agreed_design_changes_only_after_taking_it_back(shared):
    pathway, coordinator, signatory = shared
    services.accept_pathway(pathway, actor=coordinator)
    services.accept_pathway(pathway, actor=signatory)
    with pytest.raises(NotNow):
        services.edit_pathway(pathway, actor=coordinator, wbl_credits=50)
    services.revise_pathway(pathway, actor=coordinator)
    assert (pathway.state, pathway.version) == (PathwayState.CO_CREATION, 2)


def test_places_are_added_changed_and_taken_away_as_one_new_version(shared):
    """V11: what the workplace cannot teach is planned at the institution."""
    pathway, coordinator, _signatory = shared
    first = pathway.outcome_locations.get().outcome
    second = make_outcome(pathway.programme)
    services.place_outcomes(
        pathway, actor=coordinator, places=[placed(first), placed(second, place=Place.BOTH)]
    )
    found = dict(pathway.outcome_locations.values_list("outcome", "place"))
    assert (found, pathway.version) == ({first.pk: Place.INSTITUTION, second.pk: Place.BOTH}, 2)
    services.place_outcomes(pathway, actor=coordinator, places=[placed(first, place="")])
    assert list(pathway.outcome_locations.values_list("outcome", flat=True)) == [second.pk]
    assert pathway.version == 3


def test_the_same_places_again_keep_the_version(shared):
    pathway, coordinator, _signatory = shared
    places = [placed(pathway.outcome_locations.get().outcome)]
    services.place_outcomes(pathway, actor=coordinator, places=places)
    services.place_outcomes(pathway, actor=coordinator, places=places)
    assert pathway.version == 2


def test_an_outcome_of_another_programme_is_invalid(shared):
    pathway, coordinator, _signatory = shared
    with pytest.raises(Invalid):
        services.place_outcomes(pathway, actor=coordinator, places=[placed(make_outcome())])


def test_conditions_are_replaced_and_what_stays_keeps_its_code(shared):
    """V26: published yes/no conditions; a change is a new version."""
    pathway, coordinator, _signatory = shared
    lines = ["Vak 1 is gevolgd. | Took course 1.", "", " Rijbewijs B "]
    services.set_conditions(pathway, actor=coordinator, conditions=lines)
    code = pathway.eligibility_conditions.get(text_nl="Rijbewijs B").code
    services.set_conditions(pathway, actor=coordinator, conditions=["Rijbewijs B"])
    services.set_conditions(pathway, actor=coordinator, conditions=["Rijbewijs B"])
    found = pathway.eligibility_conditions.values_list("code", "text_nl", "text_en")
    assert (list(found), pathway.version) == ([(code, "Rijbewijs B", "")], 3)


def test_a_condition_that_is_too_long_is_invalid(shared):
    pathway, coordinator, _signatory = shared
    with pytest.raises(Invalid) as refusal:
        services.set_conditions(pathway, actor=coordinator, conditions=["x" * 301])
    assert list(refusal.value.errors) == ["conditions"]


def test_co_creation_asks_for_a_placed_outcome():
    pathway = make_pathway(state=PathwayState.DRAFT)
    pathway.outcome_locations.all().delete()
    with pytest.raises(NotNow) as refusal:
        services.start_co_creation(pathway, actor=pathway.coordinator)
    assert refusal.value.reasons == ["Say first where at least one learning outcome is learned."]


def test_institution_and_one_host_together_agree(shared):
    """V3, V4: a design needs both sides."""
    pathway, coordinator, signatory = shared
    services.accept_pathway(pathway, actor=coordinator)
    assert pathway.state == PathwayState.CO_CREATION
    services.accept_pathway(pathway, actor=signatory)
    assert pathway.state == PathwayState.AGREED
    accepted = pathway.acceptances.order_by("pk").values_list("version", "accepted_by")
    assert list(accepted) == [(1, coordinator.pk), (1, signatory.pk)]


def test_two_hosts_without_the_institution_do_not_agree(shared):
    pathway, _coordinator, signatory = shared
    other = make_host()
    make_position(pathway, other)
    services.accept_pathway(pathway, actor=signatory)
    services.accept_pathway(pathway, actor=make_member(Role.CONTACT, other))
    assert pathway.state == PathwayState.CO_CREATION


def test_who_accepts(shared):
    pathway, coordinator, _signatory = shared
    services.accept_pathway(pathway, actor=coordinator)
    position = pathway.positions.get()
    refused = (
        coordinator,
        pathway.coach,
        position.mentor.user,
        make_member(Role.CONTACT, make_host()),
        make_coordinator(),
    )
    for actor in refused:
        with pytest.raises(Refused):
            services.accept_pathway(pathway, actor=actor)


def test_open_asks_for_a_position_and_close_ends_it():
    pathway = make_pathway(state=PathwayState.AGREED)
    with pytest.raises(NotNow) as refusal:
        services.open_pathway(pathway, actor=pathway.coordinator)
    assert refusal.value.reasons == ["No host offers a position yet."]
    make_position(pathway)
    services.open_pathway(pathway, actor=pathway.coordinator)
    services.close_pathway(pathway, actor=pathway.coordinator)
    assert pathway.state == PathwayState.CLOSED
    with pytest.raises(NotNow):
        services.open_pathway(pathway, actor=pathway.coordinator)


def test_withdraw_gives_a_design_up_before_it_opens():
    draft, opened = make_pathway(state=PathwayState.DRAFT), make_pathway()
    services.withdraw_pathway(draft, actor=draft.coordinator)
    assert draft.state == PathwayState.WITHDRAWN
    with pytest.raises(NotNow):
        services.withdraw_pathway(opened, actor=opened.coordinator)
