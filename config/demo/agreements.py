"""Agreements of most planned trajectories: drafted, filled in, signed by three, in force."""

from datetime import timedelta
from typing import Any

from agreements.clause_facts import missing_facts
from agreements.conditions import unmet_conditions
from agreements.enums import ClauseCode, SigningParty
from agreements.models import Agreement
from agreements.services import (
    activate_agreement,
    draft_agreement,
    fill_clause,
    propose_agreement,
    sign_agreement,
)
from config.demo.people import contact_of, host_speaker, person
from partnerships.enums import Compensation
from trajectories.models import Trajectory

# Of three planned trajectories two get an agreement.
WITHOUT_EVERY = 3
ASSESSED_BEFORE = timedelta(days=60)
COVERED_AFTER = timedelta(days=90)


def make_agreements() -> None:
    """Walk two of three planned trajectories to a running one, where the conditions hold."""
    planned = Trajectory.objects.select_related(
        "student__user",
        "student__institution",
        "pathway__programme",
        "mentor__user",
        "mentor__substitute__user",
        "position__workplace__establishment__organisation",
    ).order_by("student__applications__code")
    for number, trajectory in enumerate(planned, start=1):
        if number % WITHOUT_EVERY:
            agree(trajectory)


def agree(trajectory: Trajectory) -> None:
    """One agreement; it stays signed where a dated condition does not hold."""
    coordinator = person(trajectory.pathway.coordinator_id)
    agreement = draft_agreement(trajectory, actor=coordinator)
    fill_in(agreement, trajectory, coordinator)
    version = propose_agreement(agreement, actor=coordinator)
    signers = {
        SigningParty.STUDENT: person(trajectory.student.user_id),
        SigningParty.HOST: host_speaker(trajectory.position.host),
        SigningParty.INSTITUTION: coordinator,
    }
    for party, signer in signers.items():
        sign_agreement(agreement, actor=signer, party=party, sha256=version.sha256)
    if not list(unmet_conditions(agreement)):
        activate_agreement(agreement, actor=coordinator)


def fill_in(agreement: Agreement, trajectory: Trajectory, coordinator: Any) -> None:
    """Fill in what the platform could not know, and a recent risk assessment."""
    answers = answers_for(trajectory)
    assessed = trajectory.start_date - ASSESSED_BEFORE
    for clause in agreement.clauses.all():
        known = {} if clause.code != ClauseCode.SAFETY else {"risk_assessment_date": assessed}
        missing = {fact.name for fact in missing_facts(clause.code, clause.facts)}
        facts = {name: answers[name] for name in missing & set(answers)} | known
        if facts:
            fill_clause(clause, actor=coordinator, facts=facts)


def answers_for(trajectory: Trajectory) -> dict[str, Any]:
    """Made-up facts for the clauses, the same for the same trajectory."""
    covered = trajectory.end_date + COVERED_AFTER
    institution, host = trajectory.student.institution, trajectory.position.host
    return {
        "accident_insurer": "Verzekeringen Het Zekere Onzeker",
        "accident_policy": f"AO-{institution.code}-2026",
        "accident_holder": institution.name_nl,
        "accident_valid_to": covered,
        "liability_insurer": "Verzekeringen Het Zekere Onzeker",
        "liability_policy": f"BA-{institution.code}-2026",
        "liability_holder": institution.name_nl,
        "liability_valid_to": covered,
        "mediator": f"De ombudspersoon van {institution.name_nl}",
        "confidentiality": "Wat de student over klanten, cliënten en personeel te weten komt.",
        "training_responsible": institution.name_nl,
        "substitute_mentor": str(contact_of(host)),
        "absence_notification": "Voor 8.30 uur telefonisch aan de mentor, daarna per mail.",
        "notice_days": "14",
        "way_on": "De trajectcoach zoekt binnen tien werkdagen een andere werkplek.",
        "compensation": Compensation.EXPENSES_REAL,
        "expense_rule": "Woon-werkverkeer met openbaar vervoer wordt terugbetaald na bewijs.",
    }
