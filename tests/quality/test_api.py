"""Reviews over the API: the same answers as the pages."""

import pytest
from django.urls import reverse

from quality.enums import ReviewState
from quality.models import Review
from tests.api import places
from tests.api import post as send
from tests.factories.partnerships import make_partnership
from tests.factories.quality import REPLY_BY, answer_everything, instrument, make_review
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    """Answers in the language of the sources."""
    client.cookies["django_language"] = "en"


def post(client, verb: str, review, **values):
    address = reverse(f"review-{verb}", args=[review.uuid])
    return send(client, address, **values)


def test_instrument_shows_its_criteria(client, people):
    """V40: the criteria are data too."""
    sign_in(client, people.student)
    answer = client.get(reverse("instrument-detail", args=[instrument("SHORT").uuid])).json()
    assert (answer["code"], len(answer["criteria"])) == ("SHORT", 12)
    assert answer["criteria"][0]["respondents"] == ["institution", "host"]
    assert client.get(reverse("instrument-list")).json()["items"][0]["code"] == "PARTNERSHIP"


def test_plan_a_review(client, people):
    sign_in(client, people.coordinator)
    values = {
        "instrument": str(instrument().uuid),
        "trajectory": str(people.trajectory.uuid),
        "answer_by": "2026-10-01",
    }
    response = send(client, reverse("review-list"), **values)
    review = Review.objects.get()
    assert response.status_code == 201
    assert response.json()["id"] == str(review.uuid)
    assert [action["name"] for action in response.json()["actions"]] == ["start"]


def test_plan_for_a_subject_out_of_scope_is_400(client, people):
    """V34: what another institution has does not exist."""
    sign_in(client, people.coordinator)
    values = {
        "instrument": str(instrument().uuid),
        "partnership": str(make_partnership().uuid),
        "answer_by": "2026-10-01",
    }
    response = send(client, reverse("review-list"), **values)
    assert (response.status_code, places(response)) == (400, ["#/partnership"])


def test_answer_and_read_back(client, people):
    review = make_review(ReviewState.ANSWERING, trajectory=people.trajectory)
    sign_in(client, people.contact)
    answers = {"A1": {"score": 2}, "E1": {"score": None, "comment": "Geen risico’s."}}
    response = post(client, "answer", review, respondent="host", answers=answers)
    assert response.json()["answers"] == [
        {"criterion": "A1", "respondent": "host", "score": 2, "comment": ""},
        {"criterion": "E1", "respondent": "host", "score": None, "comment": "Geen risico’s."},
    ]


def test_answer_that_is_not_right_names_the_criterion(client, people):
    review = make_review(ReviewState.ANSWERING, trajectory=people.trajectory)
    sign_in(client, people.contact)
    response = post(client, "answer", review, respondent="host", answers={"A1": {"score": None}})
    assert response.status_code == 400
    assert response.json()["errors"] == [
        {"pointer": "#/A1", "detail": "Say why it is not applicable."}
    ]


def test_verbs_from_start_to_follow_up(client, people):
    """V12, V36: the same verbs as the pages."""
    review = make_review(trajectory=people.trajectory)
    sign_in(client, people.coordinator)
    assert post(client, "start", review).json()["state"] == "answering"
    unmet = post(client, "ask-reply", review, reply_by=REPLY_BY.isoformat())
    assert (unmet.status_code, unmet.json()["reasons"]) == (
        409,
        ["14 questions are not answered yet."],
    )
    answer_everything(review, people.coordinator, E1=0)
    post(client, "ask-reply", review, reply_by=REPLY_BY.isoformat())
    assert post(client, "reply", review, reply="Voor hen.").status_code == 403
    sign_in(client, people.contact)
    assert post(client, "reply", review, reply="Akkoord.").json()["reply"] == "Akkoord."
    sign_in(client, people.coordinator)
    values = {"verdict": "meets", "conclusion": "Goed."}
    assert post(client, "conclude", review, **values).status_code == 400
    values["verdict"] = "does_not_meet"
    assert post(client, "conclude", review, **values).json()["state"] == "concluded"
    done = post(client, "follow-up", review, follow_up="Risicoanalyse gemaakt.").json()
    assert (done["state"], done["state_label"]) == ("followed_up", "Followed up")


def test_detail_holds_no_answer_of_the_student_for_the_host(client, people):
    review = make_review(ReviewState.REPLY, trajectory=people.trajectory)
    answer_everything(review, people.student)
    found = {}
    for who in ("coordinator", "contact"):
        sign_in(client, getattr(people, who))
        answers = client.get(reverse("review-detail", args=[review.uuid])).json()["answers"]
        found[who] = sorted({answer["respondent"] for answer in answers})
    assert found == {
        "coordinator": ["host", "institution", "student"],
        "contact": ["host", "institution"],
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_row_and_three(client, people, rows, django_assert_num_queries):
    for __ in range(rows):
        make_review(partnership=make_partnership(people.institution))
    sign_in(client, people.coordinator)
    with django_assert_num_queries(5):
        answer = client.get(reverse("review-list"))
    assert len(answer.json()["items"]) == rows
