"""What the files of an intake share.

An application, a list and a refusal are a student's or a host's own word: only an operator
brings those in for them. A coordinator brings in what the institution itself says.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.importing import Column, Lookup, Reference, Row
from core.permissions import Rule, register
from matching.enums import RoundState
from matching.models import Application, IntakeRound
from matching.services import finish_complete_applications
from trajectories.imports.students import student_cell

OTHERS_WORD = "matching.import_what_others_said"
NOT_OPEN = _("The intake round is not open for this any more.")
TAKING_IN = frozenset({RoundState.OPEN, RoundState.RATING})

register(
    {
        OTHERS_WORD: Rule(
            lambda user, obj: False,
            _("Students and hosts say this themselves; only an operator brings it in for them."),
        )
    }
)


def application_column() -> Column:
    """The code of an application."""
    return Column(
        name="application_code",
        example="APP-00001",
        cell=Reference(
            Application, "code", related=("student__user", "intake_round__pathway__programme")
        ),
        meaning=_("code of the application"),
    )


MARIJKE = "marijke.ghijsels@student.hogeschool-leiezicht.example"


def student_column(example: str = MARIJKE, other: str | None = None) -> Column:
    """The address of a student; ``other`` for the second line of the example."""
    return Column(
        name="student_email",
        example=example,
        other=other,
        cell=student_cell(),
        meaning=_("e-mail address of the student"),
    )


def held_rounds(keys: set[int]) -> dict[int, IntakeRound]:
    """The rounds, held until the end as the room's services do, with their state of now."""
    rows = IntakeRound.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    return rows.in_bulk(keys)


def round_of_application(name: str) -> Lookup:
    """The round of the application that a line names or that was looked up."""
    return Lookup(name="round", key=lambda row: row[name].intake_round_id, load=held_rounds)


def institution_of_application(row: Row) -> int:
    """The institution whose round it is."""
    pathway = row["application_code"].intake_round.pathway
    return pathway.programme.institution_id


def while_taking_in(row: Row) -> Any:
    """Lines are written while the round takes applications and ratings."""
    return None if row["round"].state in TAKING_IN else NOT_OPEN


def newest_applications(students: set[int], pathways: set[int]) -> dict[tuple[int, int], Any]:
    """By student and pathway, the application of the newest round."""
    rows = (
        Application.objects.filter(student__in=students, intake_round__pathway__in=pathways)
        .live()
        .select_related("intake_round")
        .order_by("intake_round__opens_on", "intake_round_id")
    )
    return {(row.student_id, row.intake_round.pathway_id): row for row in rows}


def finish(rows: list[Row], actor: Any) -> None:
    """Move on the applications that both sides have rated now, by the services' own rule."""
    for intake in {row["round"].pk: row["round"] for row in rows}.values():
        finish_complete_applications(intake, actor=actor)
