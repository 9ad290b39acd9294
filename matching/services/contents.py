"""What is sealed at which moment, as plain JSON types: readable without the platform (B3)."""

from typing import Any

from django.utils.translation import override

from accounts.enums import Language
from matching.enums import Party
from matching.models import Criterion, IntakeRound
from matching.models.applications import BEST, WORST
from matching.querysets import DRAWERS_DO_NOT_APPLY
from matching.services.announced import own_employer_announced
from matching.services.columns import columns, kept_lots, people
from matching.services.default_criteria import FIELDS
from matching.services.lots import lots_are_kept
from matching.services.lottery import announcement
from matching.services.minimums import offered
from matching.services.places import places
from matching.services.procedure import honesty_sentences, procedure_sentences

Content = dict[str, Any]


def criteria_content(intake: IntakeRound) -> Content:
    """Everything that is fixed beforehand: criteria, weights, dates, procedure, promises."""
    return {
        "format": "round-criteria/2",
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
        **announcement(intake),
        "own_employer": own_employer_announced(intake),
        # In the order in which equal shortages close.
        "minimums": offered(intake),
        "lots_are_kept": True,
        DRAWERS_DO_NOT_APPLY: True,
        "procedure": _procedure(intake),
    }


def _criterion(row: Criterion) -> Content:
    return {"sequence": row.sequence} | {name: getattr(row, name) for name in FIELDS}


def _procedure(intake: IntakeRound) -> dict[str, list[str]]:
    texts = {}
    for language in Language.values:
        with override(language):
            texts[language] = [*procedure_sentences(intake), *honesty_sentences(intake)]
    return texts


def inputs_content(intake: IntakeRound) -> Content:
    """The input of the match: students by random id, seats, who is placed before, lists,
    acceptability, ratings.

    In columns, which a round of thousands needs: the first values of all columns make the first
    row. People, places, conditions and raters stand in a list each, and elsewhere by their number
    in it, counted from 0; who was left out counts on after the students.
    """
    return {
        "format": "round-inputs/5",
        "round": str(intake.uuid),
        **people(intake),
        "kept_lots": kept_lots(intake) if lots_are_kept(intake) else [],
        **places(intake),
        **columns(intake),
    }
