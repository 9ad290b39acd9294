"""Agreement and trajectory end together, before the student gets another one."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from agreements import deadlines
from agreements.enums import AgreementState
from agreements.home import to_end, to_sign
from agreements.models import Agreement
from agreements.services import (
    cancel_agreement,
    complete_agreement,
    draft_agreement,
    revise_agreement,
    sign_agreement,
    terminate_agreement,
)
from core.errors import NotNow
from tests.factories.agreements import make_agreement, make_planned_trajectory, signer_of
from tests.factories.trajectories import make_position
from trajectories.enums import TrajectoryState
from trajectories.services import end_trajectory_early, plan_trajectory

pytestmark = pytest.mark.django_db


def ended(state):
    """An agreement in a state, whose trajectory then ends early."""
    agreement = make_agreement(make_planned_trajectory(), state)
    agreement.trajectory.refresh_from_db()
    run = agreement.trajectory
    end_trajectory_early(run, actor=run.coach, reason="De gastorganisatie stopt.")
    return agreement


def sentence(error) -> str:
    """What a person reads of a refusal, with its reasons."""
    return str(error.value) + " ".join(str(reason) for reason in error.value.reasons)


def test_nobody_signs_for_a_trajectory_that_is_over():
    """V15, V24: it is asked of nobody any more, by no letter either; who leads ends it."""
    agreement = ended(AgreementState.PROPOSED)
    student = signer_of(agreement, "student")
    sha256 = agreement.current_version().sha256
    with pytest.raises(NotNow) as refused:
        sign_agreement(agreement, actor=student, party="student", sha256=sha256)
    assert "The trajectory is over" in sentence(refused)
    with pytest.raises(NotNow):
        revise_agreement(agreement, actor=signer_of(agreement, "institution"))
    assert list(to_sign(student)) == []
    assert not deadlines.SIGN.rows().exists()
    (todo,) = to_end(signer_of(agreement, "institution"))
    assert str(agreement.trajectory.student) in todo.text
    assert todo.due == timezone.localdate()  # among the first of the list, not behind what is dated
    assert list(to_end(student)) == []
    cancel_agreement(agreement, actor=signer_of(agreement, "institution"), reason="Gestopt.")
    assert list(to_end(signer_of(agreement, "institution"))) == []


@pytest.mark.parametrize(
    ("state", "end"),
    [
        (AgreementState.SIGNED, cancel_agreement),
        (AgreementState.IN_FORCE, terminate_agreement),
    ],
)
def test_second_trajectory_gets_an_agreement_once_the_first_one_ended(state, end):
    """V15, V24: nobody is bound to two hosts in one pathway."""
    agreement = ended(state)
    run, leader = agreement.trajectory, signer_of(agreement, "institution")
    other = make_position(run.pathway)
    second = plan_trajectory(student=run.student, position=other, actor=run.student.user)
    with pytest.raises(NotNow, match=str(agreement.host)):
        draft_agreement(second, actor=leader)
    end(agreement, actor=leader, reason="De gastorganisatie stopt.")
    assert draft_agreement(second, actor=leader).state == AgreementState.DRAFT
    assert Agreement.objects.not_ended().count() == 1


def test_second_trajectory_begins_today_and_the_first_one_ended_today(frozen_clock):
    """V25, V27: no day counts twice, and no condition is asked of a day before the student came."""
    agreement = ended(AgreementState.IN_FORCE)
    run, today = agreement.trajectory, timezone.localdate()
    run.refresh_from_db()
    assert run.end_date == max(run.start_date, today)
    frozen_clock.shift(timedelta(days=60))
    other = make_position(run.pathway)
    second = plan_trajectory(student=run.student, position=other, actor=run.student.user)
    assert second.start_date == timezone.localdate() > other.start_date
    assert second.end_date == other.end_date


def test_position_whose_period_is_over_is_no_second_trajectory(frozen_clock):
    """V27."""
    run = ended(AgreementState.IN_FORCE).trajectory
    past = make_position(run.pathway, start_date=date(2026, 9, 1), end_date=date(2026, 9, 30))
    frozen_clock.shift(timedelta(days=60))
    with pytest.raises(NotNow, match="period of this position is over"):
        plan_trajectory(student=run.student, position=past, actor=run.student.user)


@pytest.mark.parametrize(
    ("state", "end"),
    [
        (AgreementState.DRAFT, cancel_agreement),
        (AgreementState.SIGNED, cancel_agreement),
        (AgreementState.IN_FORCE, terminate_agreement),
    ],
)
def test_trajectory_ends_with_its_agreement(state, end):
    """V24, V31: the student does not keep a place where nobody may learn, and can go on."""
    agreement = make_agreement(make_planned_trajectory(), state)
    end(agreement, actor=signer_of(agreement, "institution"), reason="De ploeg stopt.")
    run = agreement.trajectory
    run.refresh_from_db()
    assert (run.state, run.end_reason) == (TrajectoryState.ENDED_EARLY, "De ploeg stopt.")
    other = make_position(run.pathway)
    second = plan_trajectory(student=run.student, position=other, actor=run.student.user)
    assert second.state == TrajectoryState.PLANNED


def test_agreement_of_a_trajectory_that_stopped_has_not_run_its_course():
    """V24: it is ended early, with the reason."""
    agreement = ended(AgreementState.IN_FORCE)
    leader = signer_of(agreement, "institution")
    with pytest.raises(NotNow) as refused:
        complete_agreement(agreement, actor=leader)
    assert "End this agreement early too" in sentence(refused)
    terminate_agreement(agreement, actor=leader, reason="De gastorganisatie stopt.")
    assert agreement.state == AgreementState.TERMINATED


def test_trajectory_whose_agreement_ended_before_this_rule_ends_at_the_upgrade(frozen_clock):
    """V24, V31: on the day on which the agreement ended; what did not begin keeps its days."""
    ends = {AgreementState.IN_FORCE: "terminated", AgreementState.SIGNED: "cancelled"}
    for state, last in ends.items():
        agreement = make_agreement(make_planned_trajectory(), state)
        change = {"state": last, "state_since": timezone.now(), "end_reason": "Gestopt."}
        Agreement.objects.filter(pk=agreement.pk).update(**change)
    ended_on = timezone.localdate()
    frozen_clock.shift(timedelta(days=3))
    migration = import_module("agreements.migrations.0004_ended_with_the_agreement")
    migration.end_along(apps, None)
    terminated, cancelled = Agreement.objects.order_by("-state").select_related("trajectory")
    for agreement in (terminated, cancelled):
        run = agreement.trajectory
        assert (run.state, run.end_reason) == (TrajectoryState.ENDED_EARLY, "Gestopt.")
        assert timezone.localdate(run.state_since) == ended_on
    begun, planned = terminated.trajectory, cancelled.trajectory
    assert begun.end_date == max(begun.start_date, ended_on)
    assert planned.end_date == planned.position.end_date
