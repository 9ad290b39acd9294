"""After the signatures: force, evidence, and the three ways an agreement ends."""

from datetime import date
from typing import Any

from django.db import transaction as database
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.enums import EvidenceKind
from agreements.models import Agreement, ConditionEvidence
from agreements.services.signing import require_reason
from core.errors import Invalid
from core.transitions import require_conditions, transition
from core.versions import locked
from trajectories.enums import FINISHED_TRAJECTORIES
from trajectories.models import Trajectory
from trajectories.services import end_trajectory_early, start_trajectory


@database.atomic
def activate_agreement(agreement: Agreement, *, actor: Any) -> None:
    """Put a signed agreement in force and start the trajectory (V36, domain.md 8.2).

    Raises `Refused`, or `NotNow` with every dated condition that does not hold.
    """
    with transition(agreement, "activate", actor=actor):
        pass
    start_trajectory(agreement.trajectory, actor=actor)


def record_evidence(
    agreement: Agreement, *, actor: Any, kind: str, day: date, note: str
) -> ConditionEvidence:
    """Record a newer date for a dated condition; the signed text stays as it is.

    Raises `Refused`, `NotNow` once the agreement is in force, `Invalid` for a risk
    assessment in the future or without a word on where the proof is.
    """
    errors: dict[str, list[Any]] = {}
    if kind not in EvidenceKind.values:
        errors["kind"] = [_("Choose one of the options.")]
    if kind == EvidenceKind.RISK_ASSESSMENT and day > timezone.localdate():
        errors["day"] = [_("A risk assessment is recorded once it was made.")]
    if not note.strip():
        errors["note"] = [_("Say where the proof can be found.")]
    if errors:
        raise Invalid(_("Please check what you filled in."), errors)
    with transition(agreement, "renew-evidence", actor=actor) as row:
        return ConditionEvidence.objects.create(
            agreement=row, kind=kind, day=day, note=note, recorded_by=actor
        )


def cancel_agreement(agreement: Agreement, *, actor: Any, reason: str) -> None:
    """Stop before it is in force; nothing of it comes into force any more, and the trajectory
    ends too.
    """
    _end(agreement, "cancel", actor=actor, reason=reason)


def terminate_agreement(agreement: Agreement, *, actor: Any, reason: str) -> None:
    """End an agreement in force before its last day, and its trajectory, with the reason (V24)."""
    _end(agreement, "terminate", actor=actor, reason=reason)


def complete_agreement(agreement: Agreement, *, actor: Any) -> None:
    """Close an agreement that has run its course."""
    with transition(agreement, "complete", actor=actor) as row:
        # Asked again once nobody can end the trajectory at the same moment.
        row.trajectory = locked(Trajectory, row.trajectory_id)
        require_conditions(row, row.workflow.transition("complete"))


@database.atomic
def _end(agreement: Agreement, verb: str, *, actor: Any, reason: str) -> None:
    """Nobody learns at a host without an agreement: the place is free again, for this student
    too (V31).
    """
    require_reason(reason)
    with transition(agreement, verb, actor=actor) as row:
        row.end_reason = reason
    run = agreement.trajectory
    run.refresh_from_db(fields=["state"])
    if run.state not in FINISHED_TRAJECTORIES:
        end_trajectory_early(run, actor=actor, reason=reason)
