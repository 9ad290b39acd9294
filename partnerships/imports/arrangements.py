"""frameworks.csv and recognitions.csv: what the own institution arranged with hosts."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Min
from django.utils.translation import gettext_lazy as _

from core.constraints import ENDS_BEFORE_START
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
from partnerships.enums import HOST_DECIDERS, INSTITUTION_ROLES, Role
from partnerships.imports.scopes import (
    OWN_DATA,
    host,
    institution,
    own,
    own_rows,
    person,
    works_for,
)
from partnerships.models import (
    EstablishmentUnit,
    FrameworkAgreement,
    Partnership,
    Programme,
    Recognition,
)
from partnerships.validators import bare_number

TEXTS = (
    "objectives",
    "assessment",
    "teaching_organisation",
    "entry_competences",
    "exit_competences",
    "materials",
    "content",
    "guidance",
    "expense_rule",
    "confidentiality",
)


def remember_first_day(rows: list[Row], actor: Any) -> None:
    """Partners work together since the first day of their first agreement."""
    first = Min("framework_agreements__valid_from")
    for partnership in (
        Partnership.objects.filter(pk__in={row["partnership"].pk for row in rows})
        .annotate(first=first)
        .filter(started_on__gt=F("first"))
    ):
        partnership.started_on = partnership.first
        partnership.save(update_fields=["started_on"])


SENTENCE = "Wekelijks gesprek met de mentor, om de zes weken een driegesprek met de coach."

FRAMEWORKS = importers.register(
    Importer(
        name="frameworks",
        title=_("Framework agreements"),
        order=150,
        permission=OWN_DATA,
        key=("framework_code",),
        scope=own(lambda row: row["institution_code"].pk),
        lookups=(
            works_for("signatory_email", lambda row: row["organisation_code"].pk, *HOST_DECIDERS),
            works_for(
                "coordinator_email", lambda row: row["institution_code"].pk, Role.COORDINATOR
            ),
        ),
        columns=(
            Column(name="framework_code", example="FWK-001", other="FWK-002"),
            Column(
                name="institution_code",
                example="LEI",
                cell=institution(),
                meaning=_("code of the institution"),
            ),
            Column(
                name="organisation_code",
                example="ORG-001",
                other="ORG-002",
                cell=host(),
                meaning=_("code of the host"),
            ),
            Column(name="signed_on", example="2025-08-04", other="2026-05-07"),
            Column(name="valid_from", example="2025-09-01", other="2026-09-01"),
            Column(name="valid_to", example="2029-08-31", other="2030-08-31"),
            Column(name="review_due", example="2027-05-31"),
            Column(
                name="signatory_email",
                example="daniel.smeyers@vanhoorebrouck-aandrijftechniek.example",
                other="kobe.vermeulen@kanaalzicht-verpakkingen.example",
                cell=person(*HOST_DECIDERS),
                meaning=_("e-mail address of who signs for the host"),
            ),
            Column(
                name="coordinator_email",
                example="johan.elamrani@hogeschool-leiezicht.example",
                other="emmanuel.maes@hogeschool-leiezicht.example",
                cell=person(Role.COORDINATOR),
                meaning=_("e-mail address of who signs for the institution"),
            ),
            *(Column(name=name, example=SENTENCE) for name in TEXTS[:8]),
            Column(name="compensation", example="expenses_real", other="allowance"),
            *(Column(name=name, example=SENTENCE) for name in TEXTS[8:]),
        ),
        targets=(
            Target(
                name="partnership",
                model=Partnership,
                key=("institution", "host"),
                fields={"institution": "institution_code", "host": "organisation_code"},
                new={"started_on": "valid_from"},
            ),
            Target(
                name="framework",
                model=FrameworkAgreement,
                key=("code",),
                fields={
                    "code": "framework_code",
                    "host_signatory": "signatory_email",
                    "coordinator": "coordinator_email",
                }
                | same("partnership", "signed_on", "valid_from", "valid_to", "review_due")
                | same("compensation", *TEXTS),
                guard=own_rows("partnership__institution"),
            ),
        ),
        after=remember_first_day,
        rules={"framework_ends_after_it_starts": ENDS_BEFORE_START},
    )
)


def two_reviewers(row: Row) -> Iterator[Problem]:
    """Two different people judge (domain.md 6.2), about a programme of the own institution."""
    if len({reviewer.pk for reviewer in row["reviewer_emails"]}) != len(ROLES_OF_REVIEWERS):
        yield row.problem("reviewer_emails", _("Name two different people."))
    if row["programme_code"].institution_id != row["institution_code"].pk:
        yield row.problem("programme_code", _("This programme belongs to another institution."))


ROLES_OF_REVIEWERS = ("first_reviewer", "second_reviewer")

RECOGNITIONS = importers.register(
    Importer(
        name="recognitions",
        title=_("Recognitions of workplaces"),
        order=160,
        permission=OWN_DATA,
        key=("recognition_code",),
        scope=own(lambda row: row["institution_code"].pk),
        lookups=(
            works_for(
                "reviewer_emails", lambda row: row["institution_code"].pk, *INSTITUTION_ROLES
            ),
        ),
        checks=(two_reviewers,),
        columns=(
            Column(name="recognition_code", example="REC-001", other="REC-002"),
            Column(
                name="institution_code",
                example="LEI",
                cell=institution(),
                meaning=_("code of the institution"),
            ),
            Column(
                name="establishment_number",
                example="8999005348",
                other="8999010692",
                cell=Reference(EstablishmentUnit, "number", clean=bare_number),
                meaning=_("number of the establishment"),
            ),
            Column(
                name="programme_code",
                example="LEI-GRA-ELM",
                cell=Reference(Programme, "code"),
                meaning=_("code of the programme"),
            ),
            Column(name="valid_from", example="2024-09-01", other="2023-09-01"),
            Column(name="valid_to", example="2029-08-31", other="2028-08-31"),
            Column(name="judgement", example="meets"),
            Column(name="conditions_nl", example=""),
            Column(name="decided_on", example="2024-07-21", other="2023-08-18"),
            Column(
                name="reviewer_emails",
                example="emmanuel.maes@hogeschool-leiezicht.example|wout.aerts@hogeschool-leiezicht.example",
                cell=ListOf(person(*INSTITUTION_ROLES)),
                meaning=_("e-mail addresses of the two people who judged"),
            ),
            Column(name="risk_assessment_date", example="2024-04-10", other="2023-03-24"),
        ),
        targets=(
            Target(
                name="recognition",
                model=Recognition,
                key=("code",),
                fields=same("valid_from", "valid_to", "judgement", "conditions_nl", "decided_on")
                | same("risk_assessment_date")
                | {
                    "code": "recognition_code",
                    "institution": "institution_code",
                    "establishment": "establishment_number",
                    "programme": "programme_code",
                    "first_reviewer": lambda row: row["reviewer_emails"][0].pk,
                    "second_reviewer": lambda row: row["reviewer_emails"][1].pk,
                },
                guard=own_rows("institution"),
            ),
        ),
        rules={
            "recognition_ends_after_it_starts": ENDS_BEFORE_START,
            "a_recognition_is_decided_before_it_starts": _(
                "The decision comes after the first day."
            ),
            "the_risk_assessment_comes_before_the_decision": _(
                "The risk assessment comes after the decision."
            ),
            "conditions_belong_to_a_conditional_recognition": _(
                "Conditions belong to the judgement “meets with conditions”, and only there."
            ),
            "one_recognition_at_a_time_per_establishment_and_programme": _(
                "This establishment is already recognised for this programme in that period."
            ),
        },
    )
)
