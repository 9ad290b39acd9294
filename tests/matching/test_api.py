"""The same verbs over the API."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from matching.enums import ApplicationState, OfferAnswer, RoundState
from matching.models import IntakeRound, Offer, Rating, RoundSeal
from matching.services.lottery import own_secret
from tests.api import code, places, writing
from tests.api import post as send
from tests.factories.matching import (
    make_application,
    make_condition,
    make_intake,
    make_ratings,
    make_round,
    matched,
    rated,
)
from tests.factories.trajectories import make_pathway, make_student
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def api():
    def as_person(user):
        client = APIClient()
        sign_in(client, user)
        return client

    return as_person


def post(client, name, obj, **body):
    return send(client, reverse(name, args=[obj.uuid]), **body)


def marks(intake, score=4):
    return [
        {"criterion": str(row.uuid), "score": score, "note": "Gaf een voorbeeld."}
        for row in intake.criteria.all()
    ]


LISTS = {
    "round-list": 4,
    "application-list": 6,  # two of them note who looked at whose file
    "preference-list": 6,
    "rating-list": 6,
    "offer-list": 6,
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_lists_ask_the_same_queries_for_one_and_three(name, rows, api, django_assert_num_queries):
    """D4: collections are items with next and self, in constant queries."""
    world = make_intake(capacity=5)
    for __ in range(rows):
        rated(world)
    matched(world)
    for __ in range(rows - 1):
        make_round(world.intake.pathway)
    client = api(world.coordinator)
    with django_assert_num_queries(LISTS[name]):
        answer = client.get(reverse(name)).json()
    assert sorted(answer) == ["items", "next", "self"]
    assert len(answer["items"]) == (rows * 12 if name == "rating-list" else rows)


def test_a_whole_round_over_the_api(api):
    """V26, V27, V28, D4: every step of the intake over the API, by whoever may."""
    world = make_intake(RoundState.DRAFT)
    condition = make_condition(world.intake.pathway)
    student = make_student(world.intake.pathway.programme)
    lead, own = api(world.coordinator), api(student.user)
    assert post(lead, "round-publish", world.intake).json()["state"] == "published"
    assert post(lead, "round-open", world.intake).json()["state"] == "open"
    made = post(own, "round-apply", world.intake)
    assert made.status_code == 201
    application = student.applications.get()
    post(own, "application-edit", application, motivation="Ik leer door te doen.")
    post(own, "application-rank", application, positions=[str(world.position.uuid)])
    assert post(own, "application-submit", application).json()["state"] == "submitted"
    answers = {str(condition.uuid): True}
    checked = post(api(world.coach), "application-check", application, answers=answers)
    assert checked.json()["state"] == "eligible"
    post(lead, "round-start-rating", world.intake)
    scores = {"marks": marks(world.intake)}
    post(api(world.director), "application-rate", application, **scores)
    choice = application.preferences.get()
    post(api(world.contact), "preference-rate", choice, **scores)
    post(api(world.contact), "preference-judge", choice, acceptable=True)
    assert post(lead, "round-seal", world.intake).json()["state"] == "sealed"
    assert post(lead, "round-match", world.intake).json()["state"] == "matched"
    accepted = post(own, "application-accept", application).json()
    assert accepted["state"] == "accepted"
    assert accepted["results"] == [
        {
            "rank": 1,
            "position": str(world.position.uuid),
            "kind": "placed",
            "reason": accepted["results"][0]["reason"],
        }
    ]
    assert Offer.objects.get().answer == OfferAnswer.ACCEPTED
    assert post(lead, "round-close", world.intake).json()["state"] == "closed"


def test_a_round_is_made_over_the_api(api):
    pathway = make_pathway()
    body = {
        "pathway": str(pathway.uuid),
        "name": "Intake",
        "opens_on": "2026-09-15",
        "closes_on": "2026-09-30",
    }
    answer = api(pathway.coordinator).post(
        reverse("round-list"), body, format="json", headers=writing()
    )
    assert answer.status_code == 201
    assert [row["code"] for row in answer.json()["criteria"]] == [
        "MOT",
        "RDY",
        "LRN",
        "ENT",
        "COM",
        "FIT",
    ]
    assert [action["name"] for action in answer.json()["actions"]] == [
        "edit",
        "set-criteria",
        "ask-witness",
        "publish",
    ]


def test_wrong_dates_are_named_in_the_problem(api):
    pathway = make_pathway()
    body = {
        "pathway": str(pathway.uuid),
        "name": "Intake",
        "opens_on": "2026-09-15",
        "closes_on": "2026-09-01",
    }
    answer = api(pathway.coordinator).post(
        reverse("round-list"), body, format="json", headers=writing()
    )
    assert answer.status_code == 400
    assert places(answer) == ["#/closes_on"]


def test_a_second_press_answers_409_with_the_reason(api):
    """B3: a round is matched once."""
    world = make_intake()
    rated(world)
    matched(world)
    answer = post(api(world.coordinator), "round-match", world.intake)
    assert answer.status_code == 409
    assert code(answer) == "not-now"


def test_the_secret_of_the_lottery_stays_inside_before_the_match(api):
    """B3: only its hash is known beforehand."""
    intake = make_round(state=RoundState.PUBLISHED)
    client = api(intake.pathway.coordinator)
    detail = client.get(reverse("round-detail", args=[intake.uuid])).json()
    assert own_secret(intake) not in str(detail)
    assert [seal["sha256"] for seal in detail["seals"]] == [RoundSeal.objects.get().sha256]


def test_ratings_of_others_do_not_exist_before_the_seal(api):
    """V28: independent raters; after sealing the institution reads them all."""
    world = make_intake()
    application = make_application(world.intake, ApplicationState.ELIGIBLE, [world.position])
    make_ratings(application, world.director)
    make_ratings(application, world.contact, position=world.position)

    def seen(user):
        return len(api(user).get(reverse("rating-list")).json()["items"])

    readers = (world.coordinator, world.coach, world.director, world.contact)
    assert [seen(user) for user in readers] == [0, 0, 6, 6]
    IntakeRound.objects.filter(pk=world.intake.pk).update(state=RoundState.SEALED)
    assert [seen(user) for user in readers] == [12, 12, 12, 6]
    assert seen(application.student.user) == 0


def test_a_host_gets_no_rank_and_no_results(api):
    """V27: the student's order is not the host's to know."""
    world = make_intake()
    application = rated(world)
    matched(world)
    host = api(world.contact)
    (choice,) = host.get(reverse("preference-list")).json()["items"]
    assert choice["rank"] is None
    detail = host.get(reverse("application-detail", args=[application.uuid])).json()
    assert detail["results"] == []
    own = api(application.student.user)
    (choice,) = own.get(reverse("preference-list")).json()["items"]
    assert choice["rank"] == 1


def test_a_score_outside_the_scale_or_a_total_is_not_taken(api):
    """V28: a score per criterion from 1 to 5, and no field for a total."""
    world = make_intake()
    application = make_application(world.intake, ApplicationState.ELIGIBLE, [world.position])
    client = api(world.director)
    answer = post(client, "application-rate", application, marks=marks(world.intake, 6))
    assert answer.status_code == 400
    answer = post(client, "application-rate", application, total=5)
    assert answer.status_code == 400
    assert Rating.objects.count() == 0


def test_criteria_are_set_over_the_api(api):
    intake = make_round()
    row = {f"anchor_{n}_nl": "zo" for n in (1, 3, 5)}
    criteria = [{"name_nl": "Motivatie", "weight": 100, **row}]
    answer = post(api(intake.pathway.coordinator), "round-set-criteria", intake, criteria=criteria)
    assert [(c["code"], c["weight"]) for c in answer.json()["criteria"]] == [("C1", 100)]


def test_a_choice_is_withdrawn_over_the_api(api):
    world = make_intake()
    application = make_application(world.intake, ApplicationState.ELIGIBLE, [world.position])
    answer = post(
        api(application.student.user),
        "preference-withdraw",
        application.preferences.get(),
        reason="travel",
    )
    assert answer.status_code == 200
    assert application.preferences.get().acceptability.get().party == "student"
