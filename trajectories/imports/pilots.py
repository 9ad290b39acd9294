"""modalities.csv, pilots.csv and learning_outcomes.csv."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from core.importing import (
    Column,
    Importer,
    ListOf,
    Problem,
    Reference,
    Row,
    Target,
    importers,
    same,
)
from partnerships.imports.scopes import OWN_DATA, REFERENCE_DATA, institution, own, own_rows
from partnerships.models import Programme
from trajectories.models import LearningOutcome, Modality, Pilot

MODALITIES = importers.register(
    Importer(
        name="modalities",
        title=_("Modalities of work-based learning"),
        order=90,
        permission=REFERENCE_DATA,
        key=("modality_code",),
        columns=(
            Column(name="modality_code", example="MOD-ALT", other="MOD-BLK"),
            Column(name="name_nl", example="Wekelijkse afwisseling", other="Blokperiodes"),
            Column(name="name_en", example="Weekly alternation", other="Block periods"),
            Column(name="description_nl", example="Elke week drie dagen op de werkplek."),
            Column(name="description_en", example="Three days a week at the workplace."),
        ),
        targets=(
            Target(
                name="modality",
                model=Modality,
                key=("code",),
                fields={"code": "modality_code"}
                | same("name_nl", "name_en", "description_nl", "description_en"),
            ),
        ),
    )
)


def ends_after_it_starts(row: Row) -> Iterator[Problem]:
    """The last day is not before the first."""
    if row["end_date"] < row["start_date"]:
        yield row.problem("end_date", _("The last day is before the first day."))


PILOTS = importers.register(
    Importer(
        name="pilots",
        title=_("Pilots"),
        order=100,
        permission=REFERENCE_DATA,
        key=("pilot_code",),
        checks=(ends_after_it_starts,),
        columns=(
            Column(name="pilot_code", example="PIL-A", other="PIL-B"),
            Column(
                name="title_nl",
                example="Samen leren op de werkvloer",
                other="Hoger leren met ondernemingen",
            ),
            Column(
                name="title_en",
                example="Learning together on the shop floor",
                other="Higher learning with companies",
            ),
            Column(name="start_date", example="2026-01-01", other="2026-09-01"),
            Column(name="end_date", example="2027-06-30", other="2028-02-29"),
            Column(name="budget_eur", example="620000.00", other="385000.00"),
            Column(
                name="funder",
                example="Vlaams fonds voor leerwerkproeven",
                other="Vlaams fonds voor leerwerkproeven (fictief)",
            ),
            Column(
                name="lead_institution_code",
                example="LEI",
                other="DIJ",
                cell=institution(),
                meaning=_("code of the institution that leads"),
            ),
            Column(
                name="partner_codes",
                example="LEI|TAX",
                other="DIJ|TAX",
                cell=ListOf(institution()),
                meaning=_("codes of the institutions that take part"),
            ),
            Column(
                name="research_questions_nl",
                example="Welke opleidingen lenen zich hiertoe?|Wat maakt een band duurzaam?",
            ),
            Column(
                name="research_questions_en",
                example="Which programmes are suited to this?|What makes a partnership last?",
            ),
            Column(
                name="modality_codes",
                example="MOD-ALT|MOD-BLK",
                other="MOD-PRJ|MOD-ROT|MOD-OWN",
                cell=ListOf(Reference(Modality, "code")),
                meaning=_("codes of the modalities that are tried"),
            ),
        ),
        targets=(
            Target(
                name="pilot",
                model=Pilot,
                key=("code",),
                fields={"code": "pilot_code", "lead_institution": "lead_institution_code"}
                | same("title_nl", "title_en", "start_date", "end_date", "budget_eur", "funder")
                | same("research_questions_nl", "research_questions_en"),
                links={"partners": "partner_codes", "modalities": "modality_codes"},
            ),
        ),
    )
)

OUTCOMES = importers.register(
    Importer(
        name="learning_outcomes",
        title=_("Learning outcomes of programmes"),
        order=80,
        permission=OWN_DATA,
        key=("outcome_code",),
        scope=own(lambda row: row["programme_code"].institution_id),
        columns=(
            Column(name="outcome_code", example="LEI-GRA-ELM-LO01", other="LEI-GRA-ELM-LO02"),
            Column(
                name="programme_code",
                example="LEI-GRA-ELM",
                cell=Reference(Programme, "code"),
                meaning=_("code of the programme"),
            ),
            Column(name="sequence", example="1", other="2"),
            Column(name="text_nl", example="Zoekt storingen stap voor stap op."),
            Column(name="text_en", example="Traces faults step by step."),
            Column(name="qf_level", example="5"),
            Column(name="learnable_at_workplace", example="yes"),
        ),
        targets=(
            Target(
                name="outcome",
                model=LearningOutcome,
                key=("code",),
                fields={"code": "outcome_code", "programme": "programme_code"}
                | same("sequence", "text_nl", "text_en", "qf_level", "learnable_at_workplace"),
                guard=own_rows("programme__institution"),
            ),
        ),
        rules={
            "outcomes_of_a_programme_have_an_order": _(
                "Two outcomes of a programme have the same place in the order."
            )
        },
    )
)
