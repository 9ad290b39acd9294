"""The verbs of a review."""

from datetime import date

import pytest
from django.db import InternalError, transaction

from core.errors import Invalid, NotNow, Refused
from quality import services
from quality.enums import ReviewState, Verdict
from quality.models import Review
from quality.services import Given
from tests.factories.partnerships import make_coordinator, make_partnership
from tests.factories.quality import ANSWER_BY, REPLY_BY, answer_everything, instrument, make_review

pytestmark = pytest.mark.django_db


def test_plan_of_a_partnership_belongs_to_its_institution():
    """V12: the arrangements of a partnership are evaluated afterwards."""
    partnership = make_partnership()
    review = services.plan_review(
        actor=make_coordinator(partnership.institution),
        instrument=instrument(),
        partnership=partnership,
        answer_by=ANSWER_BY,
    )
    assert (review.institution, review.state) == (partnership.institution, "planned")


def test_plan_by_another_institution_is_refused(people):
    with pytest.raises(Refused):
        services.plan_review(
            actor=people.outsider,
            instrument=instrument(),
            trajectory=people.trajectory,
            answer_by=ANSWER_BY,
        )


def test_plan_without_exactly_one_subject_is_invalid(people):
    for subjects in (
        {},
        {"trajectory": people.trajectory, "partnership": make_partnership()},
    ):
        with pytest.raises(Invalid):
            services.plan_review(
                actor=people.coordinator,
                instrument=instrument(),
                answer_by=ANSWER_BY,
                **subjects,
            )


def test_plan_with_a_date_in_the_past_is_invalid(people):
    with pytest.raises(Invalid) as refusal:
        services.plan_review(
            actor=people.coordinator,
            instrument=instrument(),
            trajectory=people.trajectory,
            answer_by=date(2026, 9, 13),
        )
    assert list(refusal.value.errors) == ["answer_by"]


def test_same_review_is_not_planned_twice_while_open(people, review):
    with pytest.raises(NotNow):
        services.plan_review(
            actor=people.coordinator,
            instrument=review.instrument,
            trajectory=people.trajectory,
            answer_by=ANSWER_BY,
        )


def test_start_asks_for_answers(people, review):
    services.start_review(review, actor=people.coordinator)
    assert review.state == ReviewState.ANSWERING


def test_start_by_the_host_is_refused(people, review):
    with pytest.raises(Refused):
        services.start_review(review, actor=people.contact)


def test_answers_are_saved_in_parts_and_can_be_replaced(people):
    review = make_review(ReviewState.ANSWERING, trajectory=people.trajectory)
    for answers in (
        {"A1": Given(1), "E2": Given(3, "Polis gezien.")},
        {"A1": Given(4, "Nu getekend.")},
    ):
        services.answer_review(review, actor=people.contact, respondent="host", answers=answers)
    rows = review.answers.values_list("criterion__code", "respondent", "score", "comment")
    assert list(rows) == [("A1", "host", 4, "Nu getekend."), ("E2", "host", 3, "Polis gezien.")]


def test_answer_for_another_side_is_refused(people):
    review = make_review(ReviewState.ANSWERING, trajectory=people.trajectory)
    with pytest.raises(Refused):
        services.answer_review(
            review, actor=people.contact, respondent="student", answers={"E4": Given(4)}
        )
    assert review.answers.count() == 0


@pytest.mark.parametrize(
    ("answers", "field"),
    [({"B1": Given(3)}, "B1"), ({"A1": Given(None, "  ")}, "A1"), ({"X9": Given(1)}, "X9")],
)
def test_answer_that_is_not_right_is_invalid(people, answers, field):
    review = make_review(ReviewState.ANSWERING, trajectory=people.trajectory)
    with pytest.raises(Invalid) as refusal:
        services.answer_review(review, actor=people.contact, respondent="host", answers=answers)
    assert list(refusal.value.errors) == [field]


def test_answer_before_the_start_is_not_possible(people, review):
    with pytest.raises(NotNow):
        services.answer_review(
            review, actor=people.contact, respondent="host", answers={"A1": Given(3)}
        )


def test_reply_is_asked_only_when_everything_is_answered(people):
    review = make_review(ReviewState.ANSWERING, trajectory=people.trajectory)
    with pytest.raises(NotNow) as refusal:
        services.ask_reply(review, actor=people.coordinator, reply_by=REPLY_BY)
    assert refusal.value.reasons == ["14 questions are not answered yet."]
    answer_everything(review, people.coordinator)
    services.ask_reply(review, actor=people.coordinator, reply_by=REPLY_BY)
    assert (review.state, review.reply_by) == (ReviewState.REPLY, REPLY_BY)


def test_host_replies_and_may_change_the_reply(people):
    review = make_review(ReviewState.REPLY, trajectory=people.trajectory)
    for reply in ("Eerst.", " Toch anders. "):
        services.reply_to_review(review, actor=people.contact, reply=reply)
    assert (review.reply, review.replied_by) == ("Toch anders.", people.contact)


def test_reply_by_the_institution_is_refused(people):
    review = make_review(ReviewState.REPLY, trajectory=people.trajectory)
    with pytest.raises(Refused):
        services.reply_to_review(review, actor=people.coordinator, reply="Voor hen.")


def conclude(review, actor, verdict):
    services.conclude_review(review, actor=actor, verdict=verdict, conclusion="Met reden.")


def test_conclude_waits_for_the_right_of_reply(people, frozen_clock):
    review = make_review(ReviewState.REPLY, trajectory=people.trajectory)
    with pytest.raises(NotNow):
        conclude(review, people.coordinator, Verdict.MEETS)
    frozen_clock.move_to("2026-10-16T09:00:00+02:00")
    conclude(review, people.coordinator, Verdict.MEETS)
    assert (review.state, review.verdict) == (ReviewState.CONCLUDED, Verdict.MEETS)


@pytest.mark.parametrize(
    ("score", "refused", "accepted"),
    [
        (1, [Verdict.MEETS], Verdict.CONDITIONAL),
        (0, [Verdict.MEETS, Verdict.CONDITIONAL], Verdict.FAILS),
        (2, [], Verdict.MEETS),
    ],
)
def test_conclude_better_than_the_answers_allow_is_invalid(people, score, refused, accepted):
    """V32, V36: a low critical criterion limits the judgement, with the reason."""
    review = make_review(ReviewState.REPLY, trajectory=people.trajectory)
    answer_everything(review, people.coordinator, E1=score)
    services.reply_to_review(review, actor=people.contact, reply="Akkoord.")
    text = review.instrument.criteria.get(code="E1").text_en
    for verdict in refused:
        with pytest.raises(Invalid) as refusal:
            conclude(review, people.coordinator, verdict)
        assert refusal.value.errors == {"verdict": [f"Too low on a critical criterion: {text}"]}
    conclude(review, people.coordinator, accepted)
    assert review.verdict == accepted


def test_worse_than_the_best_possible_is_the_institution_s_choice(people):
    """V36: the rule is a ceiling; the institution keeps final responsibility."""
    review = make_review(ReviewState.REPLY, trajectory=people.trajectory)
    services.reply_to_review(review, actor=people.contact, reply="Akkoord.")
    conclude(review, people.coordinator, Verdict.FAILS)
    assert review.verdict == Verdict.FAILS


def test_conclude_by_the_host_is_refused(people):
    """V36: only the institution judges."""
    review = make_review(ReviewState.REPLY, trajectory=people.trajectory)
    with pytest.raises(Refused):
        conclude(review, people.contact, Verdict.MEETS)


def test_follow_up_closes_the_circle(people):
    """V12: what was agreed is evaluated and taken further."""
    review = make_review(ReviewState.CONCLUDED, trajectory=people.trajectory)
    services.follow_up_review(review, actor=people.coordinator, follow_up="Mentor opgeleid.")
    assert (review.state, review.follow_up) == (ReviewState.FOLLOWED_UP, "Mentor opgeleid.")
    with pytest.raises(NotNow):
        services.follow_up_review(review, actor=people.coordinator, follow_up="Nog eens.")


def test_empty_texts_are_invalid(people):
    review = make_review(ReviewState.REPLY, trajectory=people.trajectory)
    with pytest.raises(Invalid) as refusal:
        services.reply_to_review(review, actor=people.contact, reply="  ")
    assert refusal.value.errors == {"reply": ["Write something here."]}


@pytest.mark.parametrize("target", ["reply", "concluded", "followed_up"])
def test_raw_sql_cannot_skip_a_state(people, review, target):
    with pytest.raises(InternalError, match="Invalid transition"), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(state=target, verdict="meets")
