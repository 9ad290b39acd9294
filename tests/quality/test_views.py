"""Pages of reviews, in the browser's way."""

import pytest
from django.urls import reverse

from quality.enums import ReviewState, Verdict
from quality.models import Answer, Review
from tests.factories.partnerships import make_partnership
from tests.factories.quality import REPLY_BY, answer_everything, instrument, make_review
from tests.factories.trajectories import make_position, walk
from tests.people import sign_in
from trajectories.enums import TrajectoryState
from trajectories.services import plan_trajectory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    """Pages in the language of the sources."""
    client.cookies["django_language"] = "en"


def url(verb: str, review: Review) -> str:
    return reverse(f"quality:review-{verb}", args=[review.uuid])


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_coordinator_plans_a_review_of_a_trajectory(client, people):
    """V36: the institution plans, for its own subjects only."""
    sign_in(client, people.coordinator)
    make_partnership()
    page = client.get(reverse("quality:review-create"))
    choices = page.context["form"].fields["subject"].choices
    assert [len(group) for __, group in choices[1:]] == [0, 1]
    values = {
        "subject": str(people.trajectory.uuid),
        "instrument": instrument().pk,
        "answer_by": "2026-10-01",
    }
    response = client.post(reverse("quality:review-create"), values)
    review = Review.objects.get()
    assert response.headers["Location"] == url("detail", review)
    assert (review.trajectory, review.institution) == (people.trajectory, people.institution)


def test_runs_of_one_student_are_told_apart_by_host_and_first_day(client, people):
    """V36: after a run that ended early there can be a second one in the same pathway."""
    first = people.trajectory
    walk(first, [TrajectoryState.ENDED_EARLY])
    other = make_position(first.pathway)
    second = plan_trajectory(student=first.student, position=other, actor=first.student.user)
    sign_in(client, people.coordinator)
    page = client.get(reverse("quality:review-create"))
    (__, runs) = page.context["form"].fields["subject"].choices[-1]
    labels = dict(runs)
    assert str(first.position.host) in labels[str(first.uuid)]
    assert str(second.position.host) in labels[str(second.uuid)]
    assert len(set(labels.values())) == 2


def test_plan_with_a_past_date_keeps_what_was_typed(client, people):
    sign_in(client, people.coordinator)
    values = {
        "subject": str(people.trajectory.uuid),
        "instrument": instrument().pk,
        "answer_by": "2026-01-01",
    }
    response = client.post(reverse("quality:review-create"), values)
    assert response.status_code == 400
    assert response.context["form"].errors == {"answer_by": ["Choose today or a later day."]}
    assert response.context["form"]["subject"].value() == str(people.trajectory.uuid)


def test_each_respondent_gets_the_own_questions(client, people):
    review = make_review(ReviewState.ANSWERING, trajectory=people.trajectory)
    asked = {}
    for who in ("coach", "contact", "student"):
        sign_in(client, getattr(people, who))
        form = client.get(url("answer", review)).context["form"]
        asked[who] = [criterion.code for criterion in form.criteria]
    assert asked == {
        "coach": ["A1", "B1", "B2", "E2", "F1", "G1", "G2", "G5"],
        "contact": ["A1", "C1", "D1", "E1", "E2"],
        "student": ["E4"],
    }


def test_mentor_who_is_asked_nothing_gets_no_button(client, people):
    review = make_review(ReviewState.ANSWERING, trajectory=people.trajectory)
    sign_in(client, people.mentor)
    page = client.get(url("detail", review))
    assert [action.name for action in page.context["actions"]] == []
    assert client.get(url("answer", review)).status_code == 403


def test_answers_are_saved_in_parts_and_come_back(client, people):
    """V32: with a score in words and evidence for each criterion."""
    review = make_review(ReviewState.ANSWERING, trajectory=people.trajectory)
    sign_in(client, people.contact)
    values = {"score_A1": "3", "comment_A1": "Getekend.", "score_E1": "-", "comment_E1": "Nvt."}
    response = client.post(url("answer", review), values, follow=True)
    assert "Saved. 3 questions are left; you can come back for them." in text_of(response)
    form = client.get(url("answer", review)).context["form"]
    found = {
        name: form[name].value() for name in ("score_A1", "comment_A1", "score_E1", "score_C1")
    }
    assert found == {"score_A1": 3, "comment_A1": "Getekend.", "score_E1": "-", "score_C1": None}


def test_answer_with_an_error_loses_nothing(client, people):
    review = make_review(ReviewState.ANSWERING, trajectory=people.trajectory)
    sign_in(client, people.contact)
    values = {
        "score_A1": "3",
        "score_C1": "-",
        "comment_D1": "Alleen een opmerking",
        "score_E1": "9",
    }
    response = client.post(url("answer", review), values)
    form = response.context["form"]
    assert sorted(form.errors) == ["comment_C1", "score_D1", "score_E1"]
    assert form["comment_D1"].value() == "Alleen een opmerking"
    saved = Answer.objects.values_list("criterion__code", "score", "respondent", "answered_by")
    assert list(saved) == [("A1", 3, "host", people.contact.pk)]


def test_last_answer_says_thank_you(client, people):
    review = make_review(ReviewState.ANSWERING, trajectory=people.trajectory)
    sign_in(client, people.student)
    response = client.post(url("answer", review), {"score_E4": "4"}, follow=True)
    assert "Saved. You answered every question: thank you." in text_of(response)


def test_student_is_told_who_reads_the_answers(client, people):
    review = make_review(ReviewState.ANSWERING, trajectory=people.trajectory)
    seen = {}
    for who in ("student", "contact"):
        sign_in(client, getattr(people, who))
        page = text_of(client.get(url("answer", review)))
        seen[who] = "Only you and the staff of your institution read your answers" in page
    assert seen == {"student": True, "contact": False}


def test_detail_shows_the_host_no_word_of_the_student(client, people):
    review = make_review(ReviewState.REPLY, trajectory=people.trajectory)
    answer_everything(review, people.student)
    shown = {}
    for who in ("coordinator", "contact", "student"):
        sign_in(client, getattr(people, who))
        page = text_of(client.get(url("detail", review)))
        shown[who] = ["Bewijs E4 van student" in page, "Bewijs C1 van host" in page]
    assert shown == {
        "coordinator": [True, True],
        "contact": [False, True],
        "student": [True, True],
    }


def test_conclude_page_shows_the_best_possible_judgement(client, people):
    """V32, V36: the page says the ceiling and why, and refuses a better judgement."""
    review = make_review(ReviewState.REPLY, trajectory=people.trajectory)
    Review.objects.filter(pk=review.pk).update(reply="Akkoord.", replied_by=people.contact)
    answer_everything(review, people.coordinator, C1=1)
    sign_in(client, people.coordinator)
    page = text_of(client.get(url("conclude", review)))
    assert "The best possible judgement: meets the conditions, with conditions to fulfil" in page
    assert "A named mentor with enough experience in the field" in page
    values = {"verdict": Verdict.MEETS, "conclusion": "Alles goed."}
    response = client.post(url("conclude", review), values)
    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["verdict"]
    assert response.context["form"]["conclusion"].value() == "Alles goed."
    values["verdict"] = Verdict.CONDITIONAL
    assert client.post(url("conclude", review), values).status_code == 302


def test_whole_way_from_plan_to_follow_up(client, people):
    """V12, V36, V40: one review through its pages."""
    review = make_review(trajectory=people.trajectory)
    sign_in(client, people.coordinator)
    client.post(url("start", review))
    answer_everything(review, people.coordinator)
    client.post(url("ask-reply", review), {"reply_by": REPLY_BY.isoformat()})
    sign_in(client, people.contact)
    client.post(url("reply", review), {"reply": "Wij herkennen dit."})
    sign_in(client, people.coordinator)
    client.post(url("conclude", review), {"verdict": "meets", "conclusion": "Sterk."})
    client.post(url("follow-up", review), {"follow_up": "Gedeeld met collega’s."})
    review.refresh_from_db()
    found = (review.state, review.reply, review.verdict, review.conclusion, review.follow_up)
    assert found == (
        "followed_up",
        "Wij herkennen dit.",
        "meets",
        "Sterk.",
        "Gedeeld met collega’s.",
    )


def test_verb_in_the_wrong_state_is_a_conflict(client, people, review):
    sign_in(client, people.coordinator)
    assert client.get(url("conclude", review)).status_code == 409


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_row_and_three(client, people, rows, django_assert_num_queries):
    for __ in range(rows):
        make_review(partnership=make_partnership(people.institution))
    sign_in(client, people.coordinator)
    with django_assert_num_queries(7):
        page = client.get(reverse("quality:review-list"))
    assert len(page.context["table"].rows) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_home_costs_the_same_for_one_review_and_three(people, rows, django_assert_num_queries):
    from quality.home import reviews_waiting

    for __ in range(rows):
        make_review(ReviewState.ANSWERING, partnership=make_partnership(people.institution))
    with django_assert_num_queries(4):
        assert len(list(reviews_waiting(people.coordinator))) == rows


def todos(user) -> list[str]:
    from quality.home import reviews_waiting

    fresh = type(user).objects.get(pk=user.pk)
    return [str(todo.text).split(" about ")[0].split(" of ")[0] for todo in reviews_waiting(fresh)]


def test_todo_list_names_the_next_step_of_each(people):
    review = make_review(trajectory=people.trajectory)
    assert (todos(people.coordinator), todos(people.contact)) == (["Start the review"], [])
    type(review).objects.filter(pk=review.pk).update(state="answering")
    assert [todos(p) for p in (people.coach, people.contact, people.student, people.mentor)] == [
        ["Answer the questions"],
        ["Answer the questions"],
        ["Answer the questions"],
        [],
    ]
    answer_everything(review, people.coordinator)
    assert (todos(people.coordinator), todos(people.contact)) == (["Give the host"], [])
    type(review).objects.filter(pk=review.pk).update(state="reply", reply_by=REPLY_BY)
    assert (todos(people.coordinator), todos(people.contact)) == ([], ["Reply to the answers"])
    type(review).objects.filter(pk=review.pk).update(reply="Ja.", replied_by=people.contact)
    assert (todos(people.coordinator), todos(people.contact)) == (["Conclude the review"], [])


def test_public_page_shows_every_criterion_to_a_visitor(client):
    """V40: how quality is assessed, for everybody."""
    page = text_of(client.get(reverse("public-quality")))
    texts = [criterion.text_en for criterion in instrument().criteria.all()]
    assert [text for text in texts if text.replace("'", "&#x27;") not in page] == []
    assert "Results stand here once at least five reviews are concluded" in page


def test_public_page_shows_totals_from_five_reviews_on(client, people):
    """V40: with its results, never of one host."""
    for __ in range(5):
        review = make_review(ReviewState.CONCLUDED)
        answer_everything(review, people.coordinator)
    page = text_of(client.get(reverse("public-quality")))
    assert "5 reviews are concluded." in page
    assert "Meets the conditions: 5" in page
    assert str(review.host) not in page
    make_review(ReviewState.CONCLUDED, verdict=Verdict.FAILS)
    page = text_of(client.get(reverse("public-quality")))
    assert "6 reviews are concluded." in page
    assert "Meets the conditions: 5" not in page
