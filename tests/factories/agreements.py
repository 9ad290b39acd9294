"""Makers for agreements. Every state is reached through the services, as in life."""

from datetime import date

from agreements.clause_facts import Fact, FactKind
from agreements.enums import AgreementState, SigningParty
from agreements.models import Agreement
from agreements.services import (
    activate_agreement,
    cancel_agreement,
    decline_agreement,
    draft_agreement,
    fill_clause,
    propose_agreement,
    sign_agreement,
)
from partnerships.enums import Role
from tests.factories.partnerships import (
    make_coordinator,
    make_framework,
    make_member,
    make_partnership,
    make_recognition,
)
from tests.factories.trajectories import make_trajectory
from trajectories.enums import TrajectoryState

FULL_YEAR = date(2027, 8, 31)


def make_planned_trajectory(**fields):
    """A planned run whose host is recognised, with arrangements that hold on the first day."""
    trajectory = make_trajectory(state=TrajectoryState.PLANNED, **fields)
    establishment = trajectory.position.workplace.establishment
    if not establishment.recognitions.exists():
        make_recognition(
            trajectory.pathway.programme, establishment, risk_assessment_date=date(2025, 7, 1)
        )
    institution, host = trajectory.student.institution, trajectory.position.host
    if not institution.partnerships_as_institution.filter(host=host).exists():
        make_framework(make_partnership(institution, host))
    return trajectory


def value_for(fact: Fact) -> str:
    """A value of the right kind; a risk assessment is made this summer."""
    if fact.kind is FactKind.DATE:
        return "2026-06-15" if fact.name == "risk_assessment_date" else FULL_YEAR.isoformat()
    if fact.kind is FactKind.DECIMAL:
        return "14"
    return fact.choices.values[0] if fact.choices else f"Over {fact.name}"


def fill_everything(agreement: Agreement, actor) -> None:
    """Fill in every fact that is still missing, and a risk assessment that holds."""
    for clause in agreement.clauses.all():
        facts = {fact.name: value_for(fact) for fact in clause.missing()}
        if clause.code == "safety":
            facts["risk_assessment_date"] = "2026-06-15"
        fill_clause(clause, actor=actor, facts=facts)


def signer_of(agreement: Agreement, party: str):
    """Somebody who signs for the party: existing, or new with the role that it takes."""
    if party == SigningParty.STUDENT:
        return agreement.trajectory.student.user
    organisation = agreement.host if party == SigningParty.HOST else agreement.institution
    role = Role.SIGNATORY if party == SigningParty.HOST else Role.COORDINATOR
    held = organisation.memberships.filter(role=role).first()
    return held.user if held else make_member(role, organisation)


def sign(agreement: Agreement, *parties: str) -> None:
    """Sign the newest version for these parties."""
    for party in parties:
        version = agreement.current_version()
        signer = signer_of(agreement, party)
        sign_agreement(agreement, actor=signer, party=party, sha256=version.sha256)


def make_agreement(trajectory=None, state=AgreementState.DRAFT, *, actor=None) -> Agreement:
    """An agreement in the asked state; ``actor`` coordinates (made when not given)."""
    trajectory = trajectory or make_planned_trajectory()
    actor = actor or make_coordinator(trajectory.student.institution)
    agreement = draft_agreement(trajectory, actor=actor)
    if state == AgreementState.DRAFT:
        return agreement
    fill_everything(agreement, actor)
    if state == AgreementState.CANCELLED:
        cancel_agreement(agreement, actor=actor, reason="De plaats gaat niet door.")
        return agreement
    propose_agreement(agreement, actor=actor)
    if state == AgreementState.DECLINED:
        student = trajectory.student.user
        decline_agreement(agreement, actor=student, reason="De uren kloppen niet.")
    if state == AgreementState.PARTIALLY_SIGNED:
        sign(agreement, SigningParty.STUDENT)
    if state in {AgreementState.SIGNED, AgreementState.IN_FORCE}:
        sign(agreement, *SigningParty)
    if state == AgreementState.IN_FORCE:
        activate_agreement(agreement, actor=actor)
    return agreement


__all__ = ["fill_everything", "make_agreement", "make_planned_trajectory", "sign", "signer_of"]
