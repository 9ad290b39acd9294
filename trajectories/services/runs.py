"""One student's run: planned when a place is accepted, started when the agreement is in force."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, NotNow
from core.history import acting
from core.permissions import require
from core.transitions import transition
from core.versions import locked
from trajectories.enums import ACTIVE_TRAJECTORIES, PUBLIC_PATHWAYS
from trajectories.models import Pathway, Position, Student, Trajectory


@transaction.atomic
def plan_trajectory(*, student: Student, position: Position, actor: Any) -> Trajectory:
    """Plan a student's run at a position, with its mentor and the pathway's coach.

    Called when a student accepts a place. Planning the same run again gives the same row.
    Raises `Refused`, `Invalid` for a pathway of another institution, and `NotNow` when the
    pathway never opened, the position's period is over, or the student already has a run at
    another position in the pathway; one that ended early is over, and stands in nobody's way.
    """
    require(actor, "trajectories.plan_trajectory", student)
    pathway = locked(Pathway, position.pathway_id)
    if pathway.programme.institution_id != student.institution_id:
        raise Invalid(_("This pathway belongs to another institution."))
    if pathway.state not in PUBLIC_PATHWAYS:
        raise NotNow(_("This pathway is not open."))
    standing = Trajectory.objects.standing()
    if earlier := standing.filter(student=student, pathway=pathway).first():
        return _same_run(earlier, position)
    with acting(actor, "trajectories.trajectory.plan"):
        return Trajectory.objects.create(
            student=student,
            pathway=pathway,
            position=position,
            mentor=position.mentor,
            coach=pathway.coach,
            start_date=_first_day(student, position),
            end_date=position.end_date,
        )


def _first_day(student: Student, position: Position) -> date:
    """As the position was offered; after a run that ended early not before today."""
    earlier = Trajectory.objects.filter(student=student, pathway=position.pathway_id)
    if not earlier.exists():
        return position.start_date
    day = max(position.start_date, timezone.localdate())
    if day > position.end_date:
        raise NotNow(_("The period of this position is over."))
    return day


def _same_run(earlier: Trajectory, position: Position) -> Trajectory:
    if earlier.position_id != position.pk:
        raise NotNow(_("This student already has a trajectory in this pathway."))
    return earlier


def start_trajectory(trajectory: Trajectory, *, actor: Any) -> None:
    """Start the run. Called when the agreement of the three parties comes into force."""
    with transition(trajectory, "start", actor=actor):
        pass


def interrupt_trajectory(trajectory: Trajectory, *, actor: Any, reason: str) -> None:
    """Pause the run, with the reason. Raises `Invalid` without one."""
    with transition(trajectory, "interrupt", actor=actor) as row:
        row.interrupt_reason = _reason(reason)


def resume_trajectory(trajectory: Trajectory, *, actor: Any) -> None:
    """Continue an interrupted run."""
    with transition(trajectory, "resume", actor=actor) as row:
        row.interrupt_reason = ""


def complete_trajectory(trajectory: Trajectory, *, actor: Any) -> None:
    """Close a run that reached its end."""
    with transition(trajectory, "complete", actor=actor):
        pass


def end_trajectory_early(trajectory: Trajectory, *, actor: Any, reason: str) -> None:
    """End a run before its end, with the reason. Raises `Invalid` without one.

    The last day becomes today where the run had begun: nothing was learnt there after that.
    """
    with transition(trajectory, "end-early", actor=actor) as row:
        row.end_reason = _reason(reason)
        if row.state in ACTIVE_TRAJECTORIES:
            row.end_date = max(row.start_date, min(row.end_date, timezone.localdate()))


def _reason(text: str) -> str:
    """The reason without blanks around it. Raises `Invalid` when nothing is left."""
    if not (reason := text.strip()):
        raise Invalid(_("Say why."), {"reason": [_("Say why.")]})
    return reason
