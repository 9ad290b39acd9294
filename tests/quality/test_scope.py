"""Who sees which reviews and answers. Something that could leak exists."""

from datetime import date

import pytest

from core.access import scope
from quality.enums import ReviewState
from quality.models import Answer, Review
from quality.rules import parties_of
from tests.factories.quality import answer_everything, make_review

pytestmark = pytest.mark.django_db

EVERYBODY = [
    "coordinator",
    "coach",
    "contact",
    "mentor",
    "student",
    "outsider",
    "other_student",
    "other_mentor",
]


def readers(people, model, row) -> list[str]:
    return [who for who in EVERYBODY if row in scope(model, getattr(people, who))]


@pytest.mark.parametrize(
    ("state", "who"),
    [
        (ReviewState.PLANNED, ["coordinator", "coach"]),
        (ReviewState.ANSWERING, ["coordinator", "coach", "contact", "mentor", "student"]),
        (ReviewState.CONCLUDED, ["coordinator", "coach", "contact", "mentor", "student"]),
    ],
)
def test_review_is_seen_by_those_who_take_part_once_asked(people, state, who):
    """V34: never by another institution."""
    make_review(state)
    review = make_review(state, trajectory=people.trajectory)
    assert readers(people, Review, review) == who
    assert list(scope(Review, people.contact)) in ([review], [])


@pytest.mark.parametrize("state", [ReviewState.ANSWERING, ReviewState.REPLY])
def test_student_s_answers_stay_with_student_and_institution(people, state):
    review = make_review(state, trajectory=people.trajectory)
    answer_everything(review, people.student)
    answer = review.answers.get(respondent="student", criterion__code="E4")
    assert readers(people, Answer, answer) == ["coordinator", "coach", "student"]


@pytest.mark.parametrize(
    ("state", "who"),
    [
        (ReviewState.ANSWERING, ["coordinator", "coach"]),
        (ReviewState.REPLY, ["coordinator", "coach", "contact", "mentor", "student"]),
    ],
)
def test_answers_are_shared_from_the_right_of_reply_on(people, state, who):
    review = make_review(state, trajectory=people.trajectory)
    answer_everything(review, people.coordinator)
    assert (
        readers(people, Answer, review.answers.get(respondent="host", criterion__code="C1")) == who
    )


def test_a_mentor_who_left_neither_reads_nor_answers(people):
    """Being named on the trajectory is not enough: the role must hold today."""
    review = make_review(ReviewState.ANSWERING, trajectory=people.trajectory)
    assert parties_of(people.mentor, review) == ["mentor"]
    people.mentor.memberships.update(valid_from=date(2020, 1, 1), valid_to=date(2026, 9, 13))
    former = type(people.mentor).objects.get(pk=people.mentor.pk)
    assert parties_of(former, review) == []
    assert list(scope(Review, former)) == []
