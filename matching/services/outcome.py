"""What a match brings about: the seals, one explanation each, places, and everybody told."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from core.copying import copy, escaped, insert, leave_no_trigger_out
from core.dated_rules import last_day_of_term
from core.deadlines.calendars import calendars
from core.notifications.notices import tell_each
from core.transitions import move_in_bulk
from matching.engine import Result, fingerprint, full_certificate_text, spelled
from matching.enums import ApplicationState, SealKind
from matching.models import Application, Explanation, IntakeRound, MatchRun, Offer
from matching.services.certificates import for_everybody
from matching.services.seals import seal, seal_text
from matching.terms import OFFER_ANSWER_DAYS

if TYPE_CHECKING:
    from matching.services.match import Decision


def taking_part(intake: IntakeRound) -> Any:
    """The applications that wait for this match, in no order."""
    waiting = Application.objects.filter(intake_round=intake, state=ApplicationState.INTERVIEWED)
    return waiting.order_by()


def keys_of(intake: IntakeRound) -> dict[str, int]:
    """Of the applications that wait for this match: the key by the random id."""
    rows = taking_part(intake).annotate(told_as=Cast("lottery_id", TextField()))
    return dict(rows.values_list("told_as", "pk"))


def keep(
    intake: IntakeRound, decision: "Decision", keys: Mapping[str, int], *, actor: Any
) -> MatchRun:
    """Write the run, the explanation of every student, and the seals of the result."""
    result = decision.result
    run = MatchRun.objects.create(
        intake_round=intake,
        engine=f"{result.engine}/{result.version}",
        instance_sha256=decision.instance.digest,
        result_sha256=result.digest,
        lottery_seed=decision.lottery.seed,
        placed=len(result.placements),
        unplaced=len(result.unplaced),
    )
    explanations = keep_explanations(run, decision, keys)
    seal_result(intake, decision, explanations, actor=actor)
    return run


def keep_explanations(
    run: MatchRun, decision: "Decision", keys: Mapping[str, int]
) -> dict[str, str]:
    """One sealed document per student; returns their hashes by the student's random id.

    Spelled for COPY one after the other, while PostgreSQL takes in the ones before.
    """
    leave_no_trigger_out()
    hashes: dict[str, str] = {}
    same = f"{timezone.now().isoformat()}\t{run.pk}"

    def line(told: dict[str, Any]) -> str:
        text, student = spelled(told), told["student"]
        hashes[student] = hashlib.sha256(text).hexdigest()
        return f"{uuid4()}\t{same}\t{keys[student]}\t{hashes[student]}\t{escaped(text.decode())}"

    columns = ["uuid", "created_at", "match_run_id", "application_id", "sha256", "canonical"]
    copy(Explanation, columns, map(line, decision.explanations))
    return hashes


def seal_result(
    intake: IntakeRound, decision: "Decision", explanations: dict[str, str], *, actor: Any
) -> None:
    """The auditor's certificate, with the hash of all explanations, and everybody's."""
    before = dict(intake.seals.values_list("kind", "sha256"))
    text = full_certificate_text(
        decision.text,
        decision.lottery,
        decision.result,
        before,
        explanations_sha256=fingerprint(explanations),
    )
    full = seal_text(intake, SealKind.RESULT, text, actor=actor)
    seal(intake, SealKind.CERTIFICATE, for_everybody(decision, before, full), actor=actor)


def place(
    intake: IntakeRound, run: MatchRun, result: Result, keys: Mapping[str, int], *, actor: Any
) -> None:
    """Make the offers, and move every application that took part."""
    positions = {str(uuid): pk for uuid, pk in intake.pathway.positions.values_list("uuid", "pk")}
    last_day = answer_by(intake)
    offers = [
        Offer(
            match_run=run,
            application_id=keys[row.student],
            position_id=positions[row.position],
            answer_by=last_day,
        )
        for row in result.placements
    ]
    insert(Offer, offers)
    # By key: what a table has just been filled with, PostgreSQL has not counted yet.
    placed = taking_part(intake).filter(pk__in=[offer.application_id for offer in offers])
    move_in_bulk(placed, "place", actor=actor)
    move_in_bulk(taking_part(intake), "leave-unplaced", actor=actor)


def tell(intake: IntakeRound, *, actor: Any) -> None:
    """Everybody hears at the same moment."""
    rows = Application.objects.filter(intake_round=intake).select_related(
        "student__user",
        "intake_round__pathway",
        "offer__position__workplace__establishment__organisation",
        "own_place",
    )
    tell_each(rows.filter(state=ApplicationState.PLACED), "place", actor)
    tell_each(rows.filter(state=ApplicationState.UNPLACED), "leave-unplaced", actor)


def answer_by(intake: IntakeRound) -> date:
    """The last day to answer a place that is told today: one on which a coach can be asked."""
    calendar = calendars().of(intake.pathway.programme.institution_id)
    return last_day_of_term(OFFER_ANSWER_DAYS, timezone.localdate(), calendar)
