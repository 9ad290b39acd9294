"""eligibility_answers.csv: the conditions that a coach checked."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from core.importing import (
    Column,
    Importer,
    Problem,
    Reference,
    Row,
    Target,
    importers,
    same,
)
from core.transitions import move_in_bulk
from matching.enums import ApplicationState
from matching.imports.common import (
    NOT_OPEN,
    application_column,
    institution_of_application,
    round_of_application,
    while_taking_in,
)
from matching.models import Application, EligibilityAnswer
from matching.rules import CHECKERS
from matching.services.own_employers import ask_employers
from partnerships.imports.scopes import OWN_DATA, own, own_rows, person, works_for
from trajectories.models import EligibilityCondition


def of_this_pathway(row: Row) -> Iterator[Problem]:
    """The condition belongs to the pathway that the student applied for."""
    if row["condition_code"].pathway_id != row["application_code"].intake_round.pathway_id:
        yield row.problem("condition_code", _("This condition belongs to another pathway."))


def while_checking(row: Row) -> Any:
    """An answer is given once the application is sent and before the check is done."""
    if row["application_code"].state != ApplicationState.SUBMITTED:
        return NOT_OPEN
    return while_taking_in(row)


def decide(rows: list[Row], actor: Any) -> None:
    """All yes makes eligible, one no does not (V26); half an answer decides nothing yet."""
    applications = Application.objects.filter(
        pk__in={row["application_code"].pk for row in rows}, state=ApplicationState.SUBMITTED
    ).annotate(
        answered=Count("eligibility_answers"),
        missed=Count("eligibility_answers", filter=Q(eligibility_answers__met=False)),
    )
    conditions = Counter(EligibilityCondition.objects.values_list("pathway_id", flat=True))
    verbs: dict[str, list[int]] = {"check": [], "refuse": []}
    for one in applications.select_related("intake_round"):
        if one.answered == conditions[one.intake_round.pathway_id]:
            verbs["refuse" if one.missed else "check"].append(one.pk)
    for verb, keys in verbs.items():
        move_in_bulk(Application.objects.filter(pk__in=keys), verb, actor=actor)
    ask_employers(verbs["check"], actor=actor)


ANSWERS = importers.register(
    Importer(
        name="eligibility_answers",
        title=_("Checked conditions of applications"),
        order=220,
        permission=OWN_DATA,
        key=("application_code", "condition_code"),
        scope=own(institution_of_application),
        lookups=(
            round_of_application("application_code"),
            works_for("checked_by_email", institution_of_application, *CHECKERS),
        ),
        checks=(of_this_pathway,),
        columns=(
            application_column(),
            Column(
                name="condition_code",
                example="PW-ELM-26-C1",
                other="PW-ELM-26-C2",
                cell=Reference(EligibilityCondition, "code"),
                meaning=_("code of the condition"),
            ),
            Column(name="met", example="yes"),
            Column(
                name="checked_by_email",
                example="katrien.ceulemans@hogeschool-leiezicht.example",
                cell=person(*CHECKERS),
                meaning=_("e-mail address of the trajectory coach who checked"),
            ),
        ),
        targets=(
            Target(
                name="answer",
                model=EligibilityAnswer,
                key=("application", "condition"),
                fields={
                    "application": "application_code",
                    "condition": "condition_code",
                    "checked_by": "checked_by_email",
                }
                | same("met"),
                guard=own_rows("application__intake_round__pathway__programme__institution"),
                now=while_checking,
            ),
        ),
        after=decide,
    )
)
