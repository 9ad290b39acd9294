"""What is sealed at which moment, as plain JSON types: readable without the platform (B3)."""

import hashlib
from collections import Counter
from typing import Any

from django.utils.translation import override

from accounts.enums import Language
from matching.engine import Commitment, commit
from matching.enums import ApplicationState, OfferAnswer, Party
from matching.models import (
    Acceptability,
    Criterion,
    EligibilityAnswer,
    IntakeRound,
    Offer,
    Preference,
    Rating,
)
from matching.models.applications import BEST, WORST
from matching.services.default_criteria import FIELDS
from matching.services.procedure import honesty_sentences, procedure_sentences
from trajectories.enums import FINISHED_TRAJECTORIES
from trajectories.models import Trajectory

# Who promises the lottery's secret: one party here, named in the commitment.
LOTTERY_PARTY = "institution"

Content = dict[str, Any]


def commitment(intake: IntakeRound) -> Commitment:
    """The promise of the lottery: SHA-256 of the secret that is revealed after the match."""
    return commit(LOTTERY_PARTY, intake.lottery_secret)


def criteria_content(intake: IntakeRound) -> Content:
    """Everything that is fixed beforehand: criteria, weights, dates, procedure, commitment."""
    return {
        "format": "round-criteria/1",
        "round": str(intake.uuid),
        "pathway": str(intake.pathway.uuid),
        "opens_on": intake.opens_on.isoformat(),
        "closes_on": intake.closes_on.isoformat(),
        "scale": {"lowest": WORST, "highest": BEST},
        "parties": {
            str(Party.INSTITUTION): intake.institution_weight,
            str(Party.HOST): intake.host_weight,
        },
        "criteria": [_criterion(row) for row in intake.criteria.all()],
        "lottery_commitment": commitment(intake).to_dict(),
        "procedure": _procedure(intake),
    }


def _criterion(row: Criterion) -> Content:
    return {"sequence": row.sequence} | {name: getattr(row, name) for name in FIELDS}


def _procedure(intake: IntakeRound) -> dict[str, list[str]]:
    texts = {}
    for language in Language.values:
        with override(language):
            texts[language] = [*procedure_sentences(intake), *map(str, honesty_sentences())]
    return texts


def inputs_content(intake: IntakeRound) -> Content:
    """The input of the match: students by random id, seats, lists, acceptability, ratings."""
    states = intake.applications.order_by("lottery_id").values_list("lottery_id", "state")
    students = [str(key) for key, state in states if state == ApplicationState.INTERVIEWED]
    return {
        "format": "round-inputs/1",
        "round": str(intake.uuid),
        "students": students,
        "left_out": [
            {"student": str(key), "state": state}
            for key, state in states
            if state != ApplicationState.INTERVIEWED
        ],
        "positions": _positions(intake),
        "eligibility": _eligibility(intake),
        "lists": _lists(intake),
        "acceptability": _acceptability(intake),
        "ratings": _ratings(intake),
    }


def _positions(intake: IntakeRound) -> list[Content]:
    """The places that are left: what a host offers, less who learns there or was offered a place.

    An earlier round of the same pathway may have filled some of them.
    """
    pending = Offer.objects.filter(answer=OfferAnswer.PENDING, position__pathway=intake.pathway)
    waiting = Counter(pending.values_list("position", flat=True))
    there = Trajectory.objects.exclude(state__in=FINISHED_TRAJECTORIES)
    taken = waiting + Counter(
        there.filter(pathway=intake.pathway).values_list("position", flat=True)
    )
    rows = intake.pathway.positions.order_by("uuid")
    return [{"id": str(row.uuid), "capacity": max(0, row.capacity - taken[row.pk])} for row in rows]


def _eligibility(intake: IntakeRound) -> list[Content]:
    rows = EligibilityAnswer.objects.filter(application__intake_round=intake)
    found = rows.order_by("application__lottery_id", "condition__code").values_list(
        "application__lottery_id", "condition__uuid", "met"
    )
    return [{"student": str(s), "condition": str(c), "met": met} for s, c, met in found]


def _lists(intake: IntakeRound) -> list[Content]:
    rows = Preference.objects.filter(
        application__intake_round=intake, application__state=ApplicationState.INTERVIEWED
    )
    found = rows.order_by("application__lottery_id", "rank").values_list(
        "application__lottery_id", "position__uuid", "rank"
    )
    return [{"student": str(s), "position": str(p), "rank": rank} for s, p, rank in found]


def _acceptability(intake: IntakeRound) -> list[Content]:
    rows = Acceptability.objects.filter(
        preference__application__intake_round=intake,
        preference__application__state=ApplicationState.INTERVIEWED,
    )
    found = rows.order_by(
        "preference__application__lottery_id", "preference__rank", "party"
    ).values_list(
        "preference__application__lottery_id",
        "preference__position__uuid",
        "party",
        "acceptable",
        "reason",
    )
    names = ("student", "position", "party", "acceptable", "reason")
    return [dict(zip(names, (str(s), str(p), *rest), strict=True)) for s, p, *rest in found]


def _ratings(intake: IntakeRound) -> list[Content]:
    rows = Rating.objects.filter(
        application__intake_round=intake, application__state=ApplicationState.INTERVIEWED
    ).select_related("application", "position", "rater", "criterion")
    ordered = rows.order_by(
        "application__lottery_id", "party", "position__uuid", "rater__uuid", "criterion__sequence"
    )
    return [_rating(row) for row in ordered]


def _rating(row: Rating) -> Content:
    """One score. The note is a person's text: its hash is sealed, the text can be forgotten."""
    return {
        "student": str(row.application.lottery_id),
        "position": str(row.position.uuid) if row.position else None,
        "party": row.party,
        "rater": str(row.rater.uuid),
        "criterion": row.criterion.code,
        "score": row.score,
        "note_sha256": hashlib.sha256(row.note.encode()).hexdigest(),
    }
