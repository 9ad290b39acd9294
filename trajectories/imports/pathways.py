"""pathways.csv, outcome_placements.csv and eligibility.csv: the design of a pathway."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.importing import (
    Column,
    Importer,
    Number,
    Problem,
    Reference,
    Row,
    Target,
    importers,
    same,
)
from partnerships.enums import Role
from partnerships.imports.scopes import OWN_DATA, own, own_rows, person, works_for
from partnerships.models import Programme
from trajectories.enums import EDITABLE_PATHWAYS
from trajectories.imports.pilots import ends_after_it_starts
from trajectories.models import (
    EligibilityCondition,
    LearningOutcome,
    Modality,
    OutcomeLocation,
    Pathway,
    Pilot,
)

SHARE_STEP = Decimal("0.0001")
FIXED = _("Institution and hosts agreed on this design already; change it together.")


def pathway_cell() -> Reference:
    """A cell with the code of a pathway."""
    return Reference(Pathway, "code", related=("programme",))


def institution_of_pathway(row: Row) -> int:
    """The institution to whose pathway a line belongs."""
    return row["pathway_code"].programme.institution_id


def institution_of_programme(row: Row) -> int:
    """The institution to whose programme a line belongs."""
    return row["programme_code"].institution_id


def share_fits(row: Row) -> Iterator[Problem]:
    """The share follows from the credits; it is read as a check and not kept."""
    share = Decimal(row["wbl_credits"]) / Decimal(row["programme_code"].total_credits)
    if abs(share - row["wbl_share"]) > SHARE_STEP:
        reason = _("The credits make a share of %(share)s.")
        yield row.problem("wbl_share", reason % {"share": share.quantize(SHARE_STEP)})


def still_designing(name: str) -> Callable[[Row], Any]:
    """Rows of a pathway are written while its design is being made, not after."""
    return lambda row: None if row[name].state in EDITABLE_PATHWAYS else FIXED


PATHWAYS = importers.register(
    Importer(
        name="pathways",
        title=_("Pathways"),
        order=110,
        permission=OWN_DATA,
        key=("pathway_code",),
        scope=own(institution_of_programme),
        lookups=(
            works_for("coordinator_email", institution_of_programme, Role.COORDINATOR),
            works_for("coach_email", institution_of_programme, Role.COACH),
        ),
        checks=(ends_after_it_starts, share_fits),
        columns=(
            Column(name="pathway_code", example="PW-ELM-26", other="PW-ORB-26"),
            Column(
                name="programme_code",
                example="LEI-GRA-ELM",
                other="LEI-GRA-ORB",
                cell=Reference(Programme, "code"),
                meaning=_("code of the programme"),
            ),
            Column(
                name="pilot_code",
                example="PIL-A",
                cell=Reference(Pilot, "code"),
                meaning=_("code of the pilot"),
                required=False,
            ),
            Column(
                name="modality_code",
                example="MOD-ALT",
                other="MOD-OWN",
                cell=Reference(Modality, "code"),
                meaning=_("code of the modality"),
            ),
            Column(name="academic_year", example="2026-2027"),
            Column(
                name="title_nl",
                example="Keuzetraject onderhoud en automatisering",
                other="Keuzetraject begeleiden in de eigen voorziening",
            ),
            Column(
                name="title_en",
                example="Elective pathway Maintenance and Automation",
                other="Elective pathway Support in Your Own Service",
            ),
            Column(name="wbl_credits", example="60", other="66"),
            Column(
                name="wbl_share",
                example="0.5000",
                other="0.5500",
                cell=Number(),
                meaning=_("share of work-based learning in all credits; read as a check"),
            ),
            Column(name="hours_planned", example="1650.0", other="1815.0"),
            Column(name="competence_mode", example="both", other="acquire"),
            Column(name="target_group", example="whole_programme", other="lateral_entrants"),
            Column(name="own_employer_allowed", example="yes"),
            Column(name="description_nl", example="Drie dagen per week in een technische ploeg."),
            Column(name="description_en", example="Three days a week in a technical team."),
            Column(name="relevance_nl", example="De sector vraagt technici."),
            Column(
                name="coordinator_email",
                example="emmanuel.maes@hogeschool-leiezicht.example",
                cell=person(Role.COORDINATOR),
                meaning=_("e-mail address of the coordinator"),
            ),
            Column(
                name="coach_email",
                example="katrien.ceulemans@hogeschool-leiezicht.example",
                other="emmanuel.vermeulen@hogeschool-leiezicht.example",
                cell=person(Role.COACH),
                meaning=_("e-mail address of the trajectory coach"),
            ),
            Column(name="start_date", example="2026-09-21"),
            Column(name="end_date", example="2027-06-25"),
        ),
        targets=(
            Target(
                name="pathway",
                model=Pathway,
                key=("code",),
                fields={
                    "code": "pathway_code",
                    "programme": "programme_code",
                    "pilot": "pilot_code",
                    "modality": "modality_code",
                    "coordinator": "coordinator_email",
                    "coach": "coach_email",
                }
                | same("academic_year", "title_nl", "title_en", "wbl_credits", "hours_planned")
                | same("competence_mode", "target_group", "own_employer_allowed")
                | same("description_nl", "description_en", "relevance_nl")
                | same("start_date", "end_date"),
                guard=own_rows("programme__institution"),
                now=still_designing("pathway"),
            ),
        ),
        rules={
            "academic_year_is_two_years": _("An academic year reads as 2026-2027."),
        },
    )
)


def of_this_programme(row: Row) -> Iterator[Problem]:
    """A pathway leads to the outcomes of its own programme."""
    if row["outcome_code"].programme_id != row["pathway_code"].programme_id:
        yield row.problem("outcome_code", _("This outcome belongs to another programme."))


LOCATIONS = importers.register(
    Importer(
        name="outcome_placements",
        title=_("Where outcomes are learned"),
        order=120,
        permission=OWN_DATA,
        key=("pathway_code", "outcome_code"),
        scope=own(institution_of_pathway),
        checks=(of_this_programme,),
        columns=(
            Column(
                name="pathway_code",
                example="PW-ELM-26",
                cell=pathway_cell(),
                meaning=_("code of the pathway"),
            ),
            Column(
                name="outcome_code",
                example="LEI-GRA-ELM-LO01",
                other="LEI-GRA-ELM-LO02",
                cell=Reference(LearningOutcome, "code"),
                meaning=_("code of the learning outcome"),
            ),
            Column(name="place", example="workplace"),
            Column(name="kind", example="apply", other="acquire"),
            Column(name="task_nl", example="Drie storingsmeldingen zelfstandig afhandelen."),
            Column(name="assessment_moment", example="mid_term", other="continuous"),
        ),
        targets=(
            Target(
                name="location",
                model=OutcomeLocation,
                key=("pathway", "outcome"),
                fields={"pathway": "pathway_code", "outcome": "outcome_code"}
                | same("place", "kind", "task_nl", "assessment_moment"),
                guard=own_rows("pathway__programme__institution"),
                now=still_designing("pathway_code"),
            ),
        ),
    )
)

CONDITIONS = importers.register(
    Importer(
        name="eligibility",
        title=_("Conditions to apply"),
        order=130,
        permission=OWN_DATA,
        key=("condition_code",),
        scope=own(institution_of_pathway),
        columns=(
            Column(name="condition_code", example="PW-ELM-26-C1", other="PW-ELM-26-C2"),
            Column(
                name="pathway_code",
                example="PW-ELM-26",
                cell=pathway_cell(),
                meaning=_("code of the pathway"),
            ),
            Column(name="text_nl", example="Is ingeschreven in de opleiding voor 2026-2027."),
            Column(name="text_en", example="Is enrolled in the programme for 2026-2027."),
        ),
        targets=(
            Target(
                name="condition",
                model=EligibilityCondition,
                key=("code",),
                fields={"code": "condition_code", "pathway": "pathway_code"}
                | same("text_nl", "text_en"),
                guard=own_rows("pathway__programme__institution"),
                now=still_designing("pathway_code"),
            ),
        ),
    )
)
