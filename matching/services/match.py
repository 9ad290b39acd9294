"""The match: solve, check, run again another way, seal, and tell everybody at once (B3)."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from core.transitions import transition
from matching.engine import (
    Instance,
    Lottery,
    Result,
    Scores,
    check,
    explanation_documents,
    rerun,
    solve,
)
from matching.enums import SealKind
from matching.models import IntakeRound, MatchRun
from matching.services import outcome
from matching.services.instance import Wishes, instance_of, scores_of
from matching.services.lots import kept_in
from matching.services.lottery import lottery_of
from matching.services.seals import sealed

NOT_SEALED = "Those who wait for the match are not those whose lists were sealed."


class MatchFaultError(RuntimeError):
    """Round or result are not what they must be: nothing is kept, and somebody must look."""


@dataclass(frozen=True)
class Decision:
    """Everything a run brings forth, not written yet.

    ``text`` is the canonical spelling of the round; ``explanations`` are one document per student,
    made when they are asked for, once.
    """

    instance: Instance
    text: bytes
    lottery: Lottery
    result: Result
    explanations: Iterator[dict[str, Any]]


def match_round(intake: IntakeRound, *, actor: Any) -> MatchRun:
    """Run the match on what was sealed, in one transaction, and place every student.

    Two people pressing at once: the second gets `NotNow`. The engine's RerunError, its LotteryError
    for a secret that is not the promised one, or `MatchFaultError` undo everything.
    """
    with transition(intake, "match", actor=actor) as row:
        keys = outcome.keys_of(row)
        with collector_resting():
            decision = decide(row)
            if set(keys) != set(decision.instance.students):
                raise MatchFaultError(NOT_SEALED)
            run = outcome.keep(row, decision, keys, actor=actor)
        outcome.place(row, run, decision.result, keys, actor=actor)
        outcome.tell(row, actor=actor)
    return run


@contextmanager
def collector_resting() -> Iterator[None]:
    """Let Python's collector of reference cycles rest: large documents have none, and looking
    through them for some, again and again while they grow, takes a quarter of the time.
    """
    was_working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_working:
            gc.enable()


def decide(intake: IntakeRound) -> Decision:
    """Solve the sealed round and prove the outcome twice; writes nothing."""
    criteria, inputs = read(intake)
    wishes = Wishes.of(inputs)
    scores = scores_of(criteria, inputs, wishes)
    lottery = lottery_of(intake, criteria, kept_in(inputs))
    instance = instance_of(inputs, wishes, scores, lottery.numbers(inputs["students"]))
    document = instance.to_dict()
    text = instance.spelled(document)
    result = solve(instance)
    prove(instance, result, document)
    told = explain(intake, instance, result, scores)
    return Decision(instance, text, lottery, result, told)


def read(intake: IntakeRound) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two documents that were sealed before; nothing else is asked of the database."""
    return sealed(intake, SealKind.CRITERIA), sealed(intake, SealKind.INPUTS)


def prove(instance: Instance, result: Result, document: dict[str, Any]) -> None:
    """Raise `MatchFaultError` or the engine's RerunError unless the result is right, twice."""
    faults = check(instance, result)
    if faults:
        raise MatchFaultError(", ".join(f"{fault.code}: {fault.place}" for fault in faults))
    rerun(instance, result, document)


def explain(
    intake: IntakeRound, instance: Instance, result: Result, scores: Scores
) -> Iterator[dict[str, Any]]:
    """One document per student, that can be read without any other."""
    same = {
        "format": "student-explanation/1",
        "round": str(intake.uuid),
        "denominator": scores.denominator,
    }
    return (same | told for told in explanation_documents(instance, result))
