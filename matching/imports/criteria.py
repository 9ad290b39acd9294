"""intake_criteria.csv: the criteria of every round that is still being prepared."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.importing import Column, Importer, Lookup, Row, Target, importers, same
from matching.enums import RoundState
from matching.models import Criterion, IntakeRound
from partnerships.imports.scopes import OWN_DATA, coordinated

ANCHORS = tuple(f"anchor_{score}_{language}" for score in (1, 3, 5) for language in ("nl", "en"))


def draft_rounds(keys: set[Any]) -> dict[Any, list[IntakeRound]]:
    """The rounds in preparation: of the institutions that the person coordinates, or all."""
    rounds = IntakeRound.objects.filter(state=RoundState.DRAFT)
    found = {}
    for (actor,) in keys:
        mine = rounds
        if actor is not None:
            mine = rounds.filter(pathway__programme__institution__in=coordinated(actor))
        found[(actor,)] = list(mine.select_for_update(of=("self",), no_key=True))
    return {key: rows for key, rows in found.items() if rows}


def each_round(row: Row) -> Iterator[Mapping[str, Any]]:
    """One criterion in every round."""
    for intake in row["rounds"]:
        yield {"round": intake}


CRITERIA = importers.register(
    Importer(
        name="intake_criteria",
        title=_("Criteria of the intake rounds in draft"),
        order=200,
        permission=OWN_DATA,
        key=("criterion_code",),
        lookups=(
            Lookup(
                name="rounds",
                key=lambda row: (row.actor,),
                load=draft_rounds,
                column="criterion_code",
                reason=_("There is no intake round in draft."),
            ),
        ),
        columns=(
            Column(name="criterion_code", example="MOT", other="RDY"),
            Column(name="sequence", example="1", other="2"),
            Column(name="weight", example="25", other="20"),
            Column(
                name="name_nl",
                example="Motivatie om al doende te leren in dit vakgebied",
                other="Klaar om te starten",
            ),
            Column(
                name="name_en",
                example="Motivation for learning by doing in this field",
                other="Ready to start",
            ),
            *(Column(name=name, example="concrete reden met één voorbeeld") for name in ANCHORS),
        ),
        targets=(
            Target(
                name="criterion",
                model=Criterion,
                key=("intake_round", "code"),
                fields={"intake_round": "round", "code": "criterion_code"}
                | same("sequence", "weight", "name_nl", "name_en", *ANCHORS),
                each=each_round,
            ),
        ),
        rules={"a_criterion_weighs_1_to_100": _("A criterion weighs 1 to 100.")},
    )
)
