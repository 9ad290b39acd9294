"""The match and the answers."""

import hashlib
import json
from dataclasses import replace
from datetime import date

import pgtrigger
import pytest
from django.urls import reverse

from core.access import scope
from core.encryption import encrypt
from core.errors import NotNow, Refused
from matching import services
from matching.engine import (
    Instance,
    Lottery,
    LotteryError,
    Result,
    canonical,
    check,
    digest,
    rerun,
    verify,
)
from matching.enums import ApplicationState, OfferAnswer, RoundState, SealKind
from matching.models import Application, Explanation, IntakeRound, MatchRun, Offer
from matching.reports import results_of
from matching.services.lottery import own_secret
from matching.services.match import MatchFaultError
from matching.services.seals import sealed
from tests.factories import partnerships as make
from tests.factories.matching import (
    SENT,
    make_application,
    make_intake,
    make_round,
    matched,
    move_round,
    rated,
)
from tests.people import sign_in
from trajectories.enums import TrajectoryState
from trajectories.models import Trajectory

pytestmark = pytest.mark.django_db


def sealed_world(capacity=1):
    """Two students who both want the first position; the second has the higher mark."""
    world = make_intake(capacity=capacity)
    low = rated(world, institution=3, host=3, other_host=3)
    high = rated(world, institution=5, host=5, other_host=2)
    services.seal_round(world.intake, actor=world.coordinator)
    return world, low, high


def test_match_round_gives_the_seat_to_the_higher_mark():
    """V27, B3: the higher mark is kept, the other goes to the next choice."""
    world, low, high = sealed_world()
    services.match_round(world.intake, actor=world.coordinator)
    assert world.intake.state == RoundState.MATCHED
    found = {offer.application_id: offer.position for offer in Offer.objects.all()}
    assert found == {high.pk: world.position, low.pk: world.other_position}
    for application in (low, high):
        application.refresh_from_db()
        assert application.state == ApplicationState.PLACED
    assert set(Offer.objects.values_list("answer_by", flat=True)) == {date(2026, 9, 21)}


def test_last_day_to_answer_is_one_on_which_the_institution_is_open(client):
    """Issue 3, calendars of institutions: page, API, letter and clock tell the same day."""
    world, low, __ = sealed_world()
    own = world.intake.pathway.programme.institution
    make.make_closing(own, valid_from=date(2026, 9, 21), valid_to=date(2026, 9, 23))
    other = make.make_institution()
    make.make_closing(other, valid_from=date(2026, 9, 14), valid_to=date(2026, 12, 1))
    services.match_round(world.intake, actor=world.coordinator)
    open_again = date(2026, 9, 24)
    assert set(Offer.objects.values_list("answer_by", flat=True)) == {open_again}
    sign_in(client, low.student.user)
    page = client.get(reverse("matching:application-detail", args=[low.uuid])).content.decode()
    assert "24 september 2026" in page
    offer = low.offer
    told = client.get(f"/api/v1/offers/{offer.uuid}/").json()
    assert told["answer_by"] == open_again.isoformat()


def test_match_round_leaves_who_has_no_seat_unplaced():
    world = make_intake()
    high, low = rated(world, host=5), rated(world, host=2)
    matched(world)
    high.refresh_from_db()
    low.refresh_from_db()
    assert (high.state, low.state) == (ApplicationState.PLACED, ApplicationState.UNPLACED)
    assert Offer.objects.filter(application=low).count() == 0


def test_the_weights_of_the_parties_decide_who_goes_first():
    """V28: marks follow the published weights, not a typed total."""
    world = make_intake(state=RoundState.DRAFT)
    world.intake.host_weight = 5
    world.intake.save()
    move_round(world.intake, RoundState.RATING)
    school = rated(world, institution=5, host=3)
    host = rated(world, institution=3, host=4)
    matched(world)
    school.refresh_from_db()
    host.refresh_from_db()
    assert (school.state, host.state) == (ApplicationState.UNPLACED, ApplicationState.PLACED)


def test_the_sealed_result_can_be_checked_by_anyone():
    """B3: from the seal alone: lottery, certificate and an independent second run agree."""
    world, *__ = sealed_world()
    services.match_round(world.intake, actor=world.coordinator)
    full, criteria, inputs = (
        sealed(world.intake, kind) for kind in (SealKind.RESULT, SealKind.CRITERIA, SealKind.INPUTS)
    )
    instance = Instance.from_dict(full["instance"])
    result = Result.from_dict(full["result"])
    lottery = Lottery.from_dict(full["lottery"])
    assert check(instance, result) == ()
    assert rerun(instance, result) == result.digest
    assert lottery.commitments[0].to_dict() == criteria["lottery_commitments"][0]
    assert lottery.secrets == {"institution": own_secret(world.intake)}
    drawn = lottery.numbers(instance.students)
    assert dict(zip(instance.students, instance.lottery.tolist(), strict=True)) == drawn
    before = [("criteria", criteria), ("inputs", inputs)]
    assert list(verify.check(full, before)) == []
    assert verify.asked(full, before)["score"] is True
    run = MatchRun.objects.get()
    assert (run.instance_sha256, run.result_sha256) == (instance.digest, result.digest)


def test_every_student_gets_a_sealed_explanation_of_the_own_choices():
    """B3: one document each, written once; the seal of the result has the hash of all hashes."""
    world, low, high = sealed_world()
    services.match_round(world.intake, actor=world.coordinator)
    told = {row.application_id: json.loads(row.canonical) for row in Explanation.objects.all()}
    assert set(told) == {low.pk, high.pk}
    document = told[low.pk]
    assert document["format"] == "student-explanation/1"
    assert document["round"] == str(world.intake.uuid)
    assert document["student"] == str(low.lottery_id)
    assert [row["kind"] for row in document["outcomes"]] == ["outranked_by_score", "placed"]
    assert document["outcomes"][0] == {
        "position": str(world.position.uuid),
        "rank": 1,
        "kind": "outranked_by_score",
        "seats": 1,
        "score": 3 * 200,
        "withheld": True,
    }
    assert document["denominator"] == 200
    for row in Explanation.objects.all():
        text = canonical(json.loads(row.canonical))
        assert (row.canonical.encode(), row.sha256) == (text, hashlib.sha256(text).hexdigest())
    hashes = {
        str(row.application.lottery_id): row.sha256
        for row in Explanation.objects.select_related("application")
    }
    assert sealed(world.intake, SealKind.RESULT)["explanations_sha256"] == digest(hashes)


def test_an_explanation_is_for_the_student_and_the_institution_only():
    """V27: a host never reads a list."""
    world, low, high = sealed_world()
    services.match_round(world.intake, actor=world.coordinator)

    def seen(person):
        return set(scope(Explanation, person).values_list("application", flat=True))

    assert seen(low.student.user) == {low.pk}
    assert seen(world.coordinator) == {low.pk, high.pk}
    assert seen(world.contact) == set()


def test_match_with_another_secret_than_the_promised_one_is_refused():
    """B3: what was sealed decides, also about the lottery."""
    world, *__ = sealed_world()
    with pgtrigger.ignore("matching.IntakeRound:a_promised_secret_stays"):
        IntakeRound.objects.update(lottery_secret=encrypt("f" * 64))
    world.intake.refresh_from_db()
    with pytest.raises(LotteryError):
        services.match_round(world.intake, actor=world.coordinator)
    assert not MatchRun.objects.exists()


def test_match_of_others_than_those_who_were_sealed_is_refused():
    """B3: nobody is matched, or left without a place, whose list was not sealed."""
    world, *__ = sealed_world()
    late = make_application(world.intake, positions=[world.position])
    with pgtrigger.ignore("matching.Application:application_moves"):
        Application.objects.filter(pk=late.pk).update(
            state=ApplicationState.INTERVIEWED, submitted_at=SENT
        )
    with pytest.raises(MatchFaultError):
        services.match_round(world.intake, actor=world.coordinator)
    assert set(Application.objects.values_list("state", flat=True)) == {"interviewed"}


def test_match_round_follows_the_seal_and_not_later_rows():
    """B3: what was sealed decides, whatever is changed in the tables afterwards."""
    world, _, high = sealed_world()
    high.ratings.update(score=1)
    services.match_round(world.intake, actor=world.coordinator)
    assert Offer.objects.get(application=high).position == world.position


def test_match_round_before_sealing_is_not_possible():
    world = make_intake()
    with pytest.raises(NotNow):
        services.match_round(world.intake, actor=world.coordinator)


def test_match_round_by_a_coach_is_refused():
    world, *__ = sealed_world()
    with pytest.raises(Refused):
        services.match_round(world.intake, actor=world.coach)
    assert MatchRun.objects.count() == 0


def test_accept_offer_plans_the_trajectory():
    """V27: the place becomes a planned trajectory at that position."""
    world = make_intake()
    application = rated(world)
    matched(world)
    application.refresh_from_db()
    services.accept_offer(application, actor=application.student.user)
    offer = Offer.objects.get()
    assert application.state == ApplicationState.ACCEPTED
    assert offer.answer == OfferAnswer.ACCEPTED
    assert offer.answered_at is not None
    trajectory = Trajectory.objects.get()
    assert (trajectory.position, trajectory.state) == (world.position, TrajectoryState.PLANNED)


def test_decline_offer_plans_nothing():
    world = make_intake()
    application = rated(world)
    matched(world)
    application.refresh_from_db()
    services.decline_offer(application, actor=application.student.user)
    assert application.state == ApplicationState.DECLINED
    assert Offer.objects.get().answer == OfferAnswer.DECLINED
    assert Trajectory.objects.count() == 0


def test_an_answer_by_somebody_else_is_refused():
    world = make_intake()
    application = rated(world)
    matched(world)
    application.refresh_from_db()
    for actor in (world.coordinator, world.contact):
        with pytest.raises(Refused):
            services.accept_offer(application, actor=actor)
    assert Offer.objects.get().answer == OfferAnswer.PENDING


def test_a_second_answer_is_not_possible():
    world = make_intake()
    application = rated(world)
    matched(world)
    application.refresh_from_db()
    services.accept_offer(application, actor=application.student.user)
    with pytest.raises(NotNow):
        services.decline_offer(application, actor=application.student.user)


@pytest.mark.parametrize("answer", [None, services.accept_offer, services.decline_offer])
def test_a_later_round_gives_only_the_places_that_are_left(answer):
    """B3: a place that was given in an earlier round is not given twice."""
    world = make_intake(capacity=1)
    first = rated(world)
    matched(world)
    first.refresh_from_db()
    if answer:
        answer(first, actor=first.student.user)
    later = replace(world, intake=make_round(world.intake.pathway, RoundState.RATING))
    second = rated(later)
    matched(later)
    second.refresh_from_db()
    free = answer is services.decline_offer
    assert second.state == (ApplicationState.PLACED if free else ApplicationState.UNPLACED)
    (choice,) = results_of(second)
    assert choice.kind == ("placed" if free else "no_seats")


def test_two_rounds_of_a_pathway_are_not_sealed_at_the_same_time():
    """B3: what is left is known only after the other match."""
    world, *__ = sealed_world()
    later = make_round(world.intake.pathway, RoundState.RATING)
    with pytest.raises(NotNow, match="Run its match first"):
        services.seal_round(later, actor=world.coordinator)
    services.match_round(world.intake, actor=world.coordinator)
    services.seal_round(later, actor=world.coordinator)
    assert later.state == RoundState.SEALED
