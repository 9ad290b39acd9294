"""The verbs of runs."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from core.errors import Invalid, NotNow, Refused
from partnerships.enums import Role
from tests.factories.partnerships import make_coordinator, make_member
from tests.factories.trajectories import (
    make_pathway,
    make_position,
    make_student,
    make_trajectory,
    walk,
)
from trajectories import services
from trajectories.enums import PathwayState, TrajectoryState
from trajectories.models import Trajectory

pytestmark = pytest.mark.django_db


def staff(trajectory, role=Role.COORDINATOR):
    return make_member(role, trajectory.student.institution)


def test_plan_makes_a_planned_run_with_the_mentor_and_coach_of_the_position():
    position = make_position()
    student = make_student(position.pathway.programme)
    run = services.plan_trajectory(student=student, position=position, actor=student.user)
    assert (run.state, run.mentor, run.coach, run.pathway, run.start_date, run.end_date) == (
        TrajectoryState.PLANNED,
        position.mentor,
        position.pathway.coach,
        position.pathway,
        position.start_date,
        position.end_date,
    )


def test_plan_twice_gives_the_same_run():
    position = make_position()
    student = make_student(position.pathway.programme)
    first = services.plan_trajectory(student=student, position=position, actor=student.user)
    coordinator = make_coordinator(student.institution)
    assert services.plan_trajectory(student=student, position=position, actor=coordinator) == first
    assert Trajectory.objects.count() == 1


def test_plan_refuses_a_second_position_in_the_pathway():
    run = make_trajectory()
    other = make_position(run.pathway)
    with pytest.raises(NotNow):
        services.plan_trajectory(student=run.student, position=other, actor=run.student.user)


def test_run_that_ended_early_stands_in_nobody_s_way_and_no_other_does():
    """V27: also for raw SQL; a run that was completed is not begun anew."""
    run = make_trajectory(state=TrajectoryState.PLANNED)
    services.end_trajectory_early(run, actor=run.coach, reason="De gastorganisatie stopt.")
    other = make_position(run.pathway)
    again = services.plan_trajectory(student=run.student, position=other, actor=run.student.user)
    assert (again.state, again.position) == (TrajectoryState.PLANNED, other)
    copy = Trajectory.objects.get(pk=again.pk)
    copy.pk, copy.uuid = None, uuid4()
    with pytest.raises(IntegrityError, match="a_student_runs_a_pathway_once"), transaction.atomic():
        copy.save()
    walk(again, [TrajectoryState.RUNNING, TrajectoryState.COMPLETED])
    with pytest.raises(NotNow):
        services.plan_trajectory(student=run.student, position=run.position, actor=run.student.user)


def test_plan_by_another_student_or_a_host_is_refused():
    position = make_position()
    student = make_student(position.pathway.programme)
    for actor in (make_student(position.pathway.programme).user, position.mentor.user):
        with pytest.raises(Refused):
            services.plan_trajectory(student=student, position=position, actor=actor)


def test_plan_in_another_institutions_pathway_is_invalid():
    student = make_student()
    with pytest.raises(Invalid):
        services.plan_trajectory(student=student, position=make_position(), actor=student.user)


def test_plan_in_a_pathway_that_never_opened_is_not_now():
    position = make_position(make_pathway(state=PathwayState.AGREED))
    student = make_student(position.pathway.programme)
    with pytest.raises(NotNow):
        services.plan_trajectory(student=student, position=position, actor=student.user)


def test_start_moves_a_planned_run_and_only_the_institution_may():
    run = make_trajectory(state=TrajectoryState.PLANNED)
    for actor in (run.student.user, run.mentor.user, run.coach, make_coordinator()):
        with pytest.raises(Refused):
            services.start_trajectory(run, actor=actor)
    services.start_trajectory(run, actor=staff(run))
    assert run.state == TrajectoryState.RUNNING
    with pytest.raises(NotNow):
        services.start_trajectory(run, actor=staff(run))


def test_interrupt_keeps_the_reason_and_resume_clears_it():
    run = make_trajectory()
    services.interrupt_trajectory(run, actor=run.coach, reason=" Ziek ")
    assert (run.state, run.interrupt_reason) == (TrajectoryState.INTERRUPTED, "Ziek")
    services.resume_trajectory(run, actor=run.coach)
    assert (run.state, run.interrupt_reason) == (TrajectoryState.RUNNING, "")


@pytest.mark.parametrize("verb", [services.interrupt_trajectory, services.end_trajectory_early])
def test_a_reason_is_asked_and_nothing_changes_without(verb):
    run = make_trajectory()
    with pytest.raises(Invalid) as refusal:
        verb(run, actor=run.coach, reason="  ")
    assert list(refusal.value.errors) == ["reason"]
    run.refresh_from_db()
    assert run.state == TrajectoryState.RUNNING


def test_complete_and_end_early_are_final():
    done, ended = make_trajectory(), make_trajectory(state=TrajectoryState.PLANNED)
    services.complete_trajectory(done, actor=staff(done, Role.DIRECTOR))
    services.end_trajectory_early(ended, actor=staff(ended), reason="Verhuisd")
    assert (done.state, ended.state, ended.end_reason) == (
        TrajectoryState.COMPLETED,
        TrajectoryState.ENDED_EARLY,
        "Verhuisd",
    )
    with pytest.raises(NotNow):
        services.end_trajectory_early(done, actor=done.coach, reason="Te laat")


def test_a_coach_of_other_students_does_not_guide_this_run():
    run = make_trajectory()
    for actor in (staff(run, Role.COACH), run.student.user, run.mentor.user):
        with pytest.raises(Refused):
            services.interrupt_trajectory(run, actor=actor, reason="x")
