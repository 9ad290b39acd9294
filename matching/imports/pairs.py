"""acceptability.csv: which pairs of student and position are not possible (V27)."""

from collections.abc import Iterator

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
from matching.enums import AcceptanceParty, RefusalReason
from matching.imports.common import (
    OTHERS_WORD,
    finish,
    round_of_application,
    student_column,
    while_taking_in,
)
from matching.models import Acceptability, Preference
from trajectories.models import Position


def load_preferences(keys: set[tuple[int, int]]) -> dict[tuple[int, int], Preference]:
    """By student and position, the choice in the newest round."""
    rows = (
        Preference.objects.filter(
            application__student__in={student for student, __ in keys},
            position__in={position for __, position in keys},
        )
        .exclude(application__state="withdrawn")
        .select_related("application")
        .order_by("application__intake_round__opens_on", "pk")
    )
    return {(row.application.student_id, row.position_id): row for row in rows}


def reason_fits(row: Row) -> Iterator[Problem]:
    """A refusal has a reason, and only a refusal; another reason is explained."""
    if row["acceptable"] == bool(row["reason_code"]):
        reason = _("Give a reason where the answer is no, and only there.")
        yield row.problem("reason_code", reason)
    if row["reason_code"] == RefusalReason.OTHER and not row["note"]:
        yield row.problem("note", _("Explain the other reason in a few words."))
    if row["party"] == AcceptanceParty.STUDENT and row["acceptable"]:
        yield row.problem("acceptable", _("A line of the student is always a no."))


ACCEPTABILITY = importers.register(
    Importer(
        name="acceptability",
        title=_("Pairs that are not possible"),
        order=240,
        permission=OTHERS_WORD,
        key=("student_email", "position_code", "party"),
        lookups=(
            Lookup(
                name="preference",
                key=lambda row: (row["student_email"].pk, row["position_code"].pk),
                load=load_preferences,
                column="position_code",
                reason=_("This student did not rank this position."),
            ),
            Lookup(
                name="application",
                key=lambda row: row["preference"],
                load=lambda keys: {key: key.application for key in keys},
            ),
            round_of_application("application"),
        ),
        checks=(reason_fits,),
        columns=(
            student_column(),
            Column(
                name="position_code",
                example="POS-0002",
                other="POS-0007",
                cell=Reference(Position, "code"),
                meaning=_("code of the position"),
            ),
            Column(name="party", example="host"),
            Column(name="acceptable", example="no", other="yes"),
            Column(name="reason_code", example="schedule_conflict", other=""),
            Column(name="note", example=""),
        ),
        targets=(
            Target(
                name="answer",
                model=Acceptability,
                key=("preference", "party"),
                fields={"reason": "reason_code"}
                | same("preference", "party", "acceptable", "note"),
                now=while_taking_in,
            ),
        ),
        after=finish,
    )
)
