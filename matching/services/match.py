"""The match: solve, check, run again another way, seal, and tell everybody at once (B3)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from core.dated_rules import last_day_of_term
from core.deadlines.calendars import calendars
from core.transitions import transition
from matching.engine import (
    Explanation,
    Instance,
    Lottery,
    Result,
    check,
    digest,
    explanations,
    full_certificate,
    rerun,
    solve,
)
from matching.enums import ApplicationState, SealKind
from matching.models import IntakeRound, MatchRun, Offer
from matching.services.certificates import for_everybody
from matching.services.contents import LOTTERY_PARTY, commitment
from matching.services.instance import instance_of, scores_of
from matching.services.seals import seal, sealed
from matching.terms import OFFER_ANSWER_DAYS


class MatchFaultError(RuntimeError):
    """The check found a fault in a result: nothing is kept, and somebody must look."""


@dataclass(frozen=True)
class Decision:
    """Everything a run brings forth, not written yet."""

    instance: Instance
    lottery: Lottery
    result: Result
    explanations: tuple[Explanation, ...]
    denominator: int


def match_round(intake: IntakeRound, *, actor: Any) -> MatchRun:
    """Run the match on what was sealed, in one transaction, and place every student.

    Two people pressing at once: the second gets `NotNow`. The engine's RerunError or
    `MatchFaultError` undo everything.
    """
    with transition(intake, "match", actor=actor) as row:
        decision = decide(row)
        run = _record(row, decision)
        before = dict(row.seals.values_list("kind", "sha256"))
        full = seal(row, SealKind.RESULT, result_content(decision, before), actor=actor)
        seal(row, SealKind.CERTIFICATE, for_everybody(decision, before, full), actor=actor)
        _tell(row, run, decision.result, actor)
    return run


def decide(intake: IntakeRound) -> Decision:
    """Solve the sealed round and prove the outcome twice; writes nothing."""
    inputs = sealed(intake, SealKind.INPUTS)
    scores = scores_of(sealed(intake, SealKind.CRITERIA), inputs)
    lottery = Lottery((commitment(intake),), {LOTTERY_PARTY: intake.lottery_secret})
    instance = instance_of(inputs, scores, lottery.numbers(inputs["students"]))
    result = solve(instance)
    faults = check(instance, result)
    if faults:
        raise MatchFaultError(", ".join(f"{fault.code}: {fault.place}" for fault in faults))
    rerun(instance, result)
    told = tuple(explanations(instance, result))
    return Decision(instance, lottery, result, told, scores.denominator)


def result_content(decision: Decision, seals: dict[str, str]) -> dict[str, Any]:
    """What is sealed after the match: the full certificate, and the hash of the reasons."""
    certificate = full_certificate(decision.instance, decision.lottery, decision.result, seals)
    return certificate | {"explanations_sha256": digest(_explanations(decision))}


def _explanations(decision: Decision) -> dict[str, Any]:
    return {
        "format": "round-explanations/1",
        "denominator": decision.denominator,
        "students": {row.student: row.to_dict() for row in decision.explanations},
    }


def _record(intake: IntakeRound, decision: Decision) -> MatchRun:
    result = decision.result
    return MatchRun.objects.create(
        intake_round=intake,
        engine=f"{result.engine}/{result.version}",
        instance_sha256=decision.instance.digest,
        result_sha256=result.digest,
        lottery_seed=decision.lottery.seed,
        result=result.to_dict(),
        explanations=_explanations(decision),
    )


def answer_by(intake: IntakeRound) -> date:
    """The last day to answer a place that is told today: one on which a coach can be asked."""
    calendar = calendars().of(intake.pathway.programme.institution_id)
    return last_day_of_term(OFFER_ANSWER_DAYS, timezone.localdate(), calendar)


def _tell(intake: IntakeRound, run: MatchRun, result: Result, actor: Any) -> None:
    """Make the offers and move every application that took part."""
    placed = {row.student: row.position for row in result.placements}
    positions = {str(row.uuid): row for row in intake.pathway.positions.all()}
    last_day = answer_by(intake)
    for application in intake.applications.filter(state=ApplicationState.INTERVIEWED):
        at = placed.get(str(application.lottery_id))
        if at is not None:
            Offer.objects.create(
                match_run=run,
                application=application,
                position=positions[at],
                answer_by=last_day,
            )
        with transition(application, "place" if at else "leave-unplaced", actor=actor):
            pass
