"""applications.csv and preferences.csv: what students sent, and their lists."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.importing import (
    Column,
    Importer,
    Lookup,
    Problem,
    Reference,
    Row,
    Target,
    importers,
    same,
)
from core.transitions import move_in_bulk
from matching.enums import ApplicationState
from matching.imports import own_employers
from matching.imports.common import (
    NOT_OPEN,
    OTHERS_WORD,
    TAKING_IN,
    held_rounds,
    newest_applications,
    round_of_application,
    student_column,
    while_taking_in,
)
from matching.models import Application, IntakeRound, Preference
from matching.services.lots import lottery_ids_of
from trajectories.imports.pathways import pathway_cell
from trajectories.models import Position

BEFORE_RATING = frozenset(
    {
        ApplicationState.DRAFT,
        ApplicationState.SUBMITTED,
        ApplicationState.ELIGIBLE,
        ApplicationState.INELIGIBLE,  # the list is kept as it was sent, and plays no part
    }
)


def rounds_of(keys: set[tuple[int, str]]) -> dict[tuple[int, str], IntakeRound]:
    """The round where an application already stands, else the newest open one of its pathway."""
    codes, pathways = {code for __, code in keys}, {pathway for pathway, __ in keys}
    known = dict(Application.objects.filter(code__in=codes).values_list("code", "intake_round_id"))
    newest = dict(
        IntakeRound.objects.filter(pathway__in=pathways, state__in=TAKING_IN)
        .order_by("opens_on", "pk")
        .values_list("pathway_id", "pk")
    )
    wanted = {key: known.get(key[1]) or newest.get(key[0]) for key in keys}
    held = held_rounds({pk for pk in wanted.values() if pk})
    return {key: held[pk] for key, pk in wanted.items() if pk}


def fits(row: Row) -> Iterator[Problem]:
    """Students apply for a pathway of their own programme, as it is offered."""
    if row["pathway_code"].programme_id != row["student_email"].programme_id:
        yield row.problem("pathway_code", _("This pathway belongs to another programme."))


def submit(rows: list[Row], actor: Any) -> None:
    """What was sent on paper counts as sent."""
    keys = {row["application"].pk for row in rows}
    move_in_bulk(Application.objects.filter(pk__in=keys), "submit", actor=actor)


APPLICATIONS = importers.register(
    Importer(
        name="applications",
        title=_("Applications"),
        order=210,
        permission=OTHERS_WORD,
        key=("application_code",),
        lookups=(
            Lookup(
                name="round",
                key=lambda row: (row["pathway_code"].pk, row["application_code"]),
                load=rounds_of,
                column="pathway_code",
                reason=_("This pathway has no open intake round."),
            ),
            *own_employers.LOOKUPS,
            Lookup(
                name="lottery_id",
                key=lambda row: (row["student_email"].pk, row["pathway_code"].pk),
                load=lottery_ids_of,
            ),
        ),
        checks=(fits, own_employers.own_employer_fits),
        columns=(
            Column(name="application_code", example="APP-00213", other="APP-00002", required=True),
            student_column(
                "bram.vanneste@student.hogeschool-leiezicht.example",
                "loic.kerckhofs@student.hogeschool-leiezicht.example",
            ),
            Column(
                name="pathway_code",
                example="PW-ORB-26",
                cell=pathway_cell(),
                meaning=_("code of the pathway"),
            ),
            Column(
                name="submitted_at",
                example="2026-03-23T16:31:00+01:00",
                other="2026-03-16T18:51:00+01:00",
                required=True,
            ),
            Column(name="motivation_language", example="nl"),
            Column(
                name="motivation",
                example="Ik wil leren hoe je een storing uitlegt aan wie er niets van kent.",
                required=True,
            ),
            own_employers.WISH,
            own_employers.PLACE,
        ),
        targets=(
            Target(
                name="application",
                model=Application,
                key=("code",),
                fields={
                    "code": "application_code",
                    "intake_round": "round",
                    "student": "student_email",
                }
                | same("submitted_at", "motivation_language", "motivation", "own_employer"),
                new=same("lottery_id"),
                now=while_taking_in,
                main=True,
            ),
            own_employers.NAMED,
        ),
        after=submit,
        rules={
            "a_student_applies_once_in_a_round": _("This student already applied in this round."),
            "nobody_draws_and_applies_in_one_round": _(
                "This student draws along in the lottery of this round, and so does not apply in "
                "it."
            ),
            "the_wish_stays_with_the_own_place": _(
                "A student who did not want it before has a place at the own employer now, from "
                "elsewhere. First undo that import, or let the student withdraw the place."
            ),
            "a_student_keeps_the_lottery_id_in_a_pathway": _(
                "An application stays with its student, and so does its lot. Make a new one."
            ),
        },
    )
)


def load_applications(keys: set[tuple[int, int]]) -> dict[tuple[int, int], Application]:
    """Applications by student and pathway."""
    return newest_applications({s for s, __ in keys}, {p for __, p in keys})


def before_rating(row: Row) -> Any:
    """A list stands once the rating of the application is done."""
    if row["application"].state not in BEFORE_RATING:
        return NOT_OPEN
    return while_taking_in(row)


PREFERENCES = importers.register(
    Importer(
        name="preferences",
        title=_("Students' ranked positions"),
        order=230,
        permission=OTHERS_WORD,
        key=("student_email", "position_code"),
        lookups=(
            Lookup(
                name="application",
                key=lambda row: (row["student_email"].pk, row["position_code"].pathway_id),
                load=load_applications,
                column="student_email",
                reason=_("This student has no application for the pathway of this position."),
            ),
            round_of_application("application"),
        ),
        columns=(
            student_column(),
            Column(
                name="position_code",
                example="POS-0007",
                other="POS-0002",
                cell=Reference(Position, "code"),
                meaning=_("code of the position"),
            ),
            Column(name="rank", example="1", other="2"),
        ),
        targets=(
            Target(
                name="preference",
                model=Preference,
                key=("application", "position"),
                fields={"position": "position_code"} | same("application", "rank"),
                now=before_rating,
            ),
        ),
        rules={
            "a_rank_is_given_once": _("A student gives the same rank to two positions."),
            "ranks_begin_at_one": _("Ranks begin at 1."),
        },
    )
)
