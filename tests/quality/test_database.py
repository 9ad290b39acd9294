"""PostgreSQL refuses a review of somebody else's subject, also for raw SQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from quality.enums import ReviewState
from quality.models import InstrumentCriterion
from tests.factories.partnerships import make_institution
from tests.factories.quality import answer_everything, make_review

pytestmark = pytest.mark.django_db


def run(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize("about", ["partnership", "trajectory"])
def test_a_review_is_led_by_the_institution_of_its_subject(about, people):
    """V34, V36: never by another institution."""
    review = make_review(**({"trajectory": people.trajectory} if about == "trajectory" else {}))
    other = make_institution()
    with pytest.raises(IntegrityError, match="does not agree"):
        run("UPDATE quality_review SET institution_id = %s WHERE id = %s", other.pk, review.pk)


def test_an_answer_is_to_a_question_of_the_review(people):
    review = make_review(ReviewState.ANSWERING, trajectory=people.trajectory)
    answer_everything(review, people.coordinator)
    elsewhere = InstrumentCriterion.objects.exclude(instrument=review.instrument).first()
    answer = review.answers.first()
    with pytest.raises(IntegrityError, match="does not agree"):
        run("UPDATE quality_answer SET criterion_id = %s WHERE id = %s", elsewhere.pk, answer.pk)


def test_an_answer_is_of_a_respondent_who_is_asked(people):
    """A student's words never become those of a host by a slip."""
    review = make_review(ReviewState.ANSWERING, trajectory=people.trajectory)
    answer_everything(review, people.coordinator)
    criteria = {
        criterion: set(criterion.respondents) for criterion in review.instrument.criteria.all()
    }
    criterion = next(c for c, asked in criteria.items() if asked and "host" not in asked)
    answer = review.answers.filter(criterion=criterion).first()
    with pytest.raises(IntegrityError, match="does not agree"):
        run("UPDATE quality_answer SET respondent = 'host' WHERE id = %s", answer.pk)
