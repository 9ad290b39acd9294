"""The verbs of this room: recognise, work together, arrange."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from core.dated_rules import months_after, value_on
from core.errors import Invalid
from core.history import acting
from core.permissions import require
from partnerships.enums import HOST_DECIDERS, INSTITUTION_ROLES
from partnerships.models import (
    EstablishmentUnit,
    FrameworkAgreement,
    Organisation,
    Partnership,
    Programme,
    Recognition,
)
from partnerships.standing import staff_of
from partnerships.terms import RECOGNITION_YEARS

MONTHS_A_YEAR = 12


@transaction.atomic
def recognise_establishment(
    establishment: EstablishmentUnit, *, actor: Any, programme: Programme, **values: Any
) -> Recognition:
    """Recognise an establishment for one programme of the actor's institution (V32, V34).

    ``values`` are the fields of `Recognition`. Raises `Refused` when the actor does not lead
    the programme's institution, `Invalid` when a reviewer is not of the institution, the
    period is longer than the dated rule allows, or another recognition overlaps.
    """
    institution = programme.institution
    require(actor, "partnerships.recognise_establishment", institution)
    recognition = Recognition(
        establishment=establishment,
        programme=programme,
        institution=institution,
        code=next_code(Recognition, "REC"),
        **values,
    )
    check_reviewers(recognition)
    check_period(recognition)
    with acting(actor, "partnerships.recognition.recognise"):
        save_checked(recognition)
    return recognition


def check_reviewers(recognition: Recognition) -> None:
    """Both reviewers work for the institution (domain.md 6.2). Raises `Invalid`."""
    reviewers = dict.fromkeys(("first_reviewer", "second_reviewer"), INSTITUTION_ROLES)
    require_staff(recognition, recognition.institution_id, reviewers)


def require_staff(row: Any, organisation: int, fields: Mapping[str, Iterable[str]]) -> None:
    """The person in each field holds one of its roles in the organisation today, or `Invalid`."""
    wrong = _("Choose somebody who works there today.")
    errors = {
        field: [wrong]
        for field, roles in fields.items()
        if not staff_of([organisation], roles).filter(pk=getattr(row, f"{field}_id")).exists()
    }
    if errors:
        raise Invalid(_("Please check what you filled in."), errors)


def check_period(recognition: Recognition) -> None:
    """A recognition lasts at most the years of the dated rule. Raises `Invalid`."""
    years = int(value_on(RECOGNITION_YEARS, recognition.valid_from))
    if recognition.valid_to >= months_after(recognition.valid_from, years * MONTHS_A_YEAR):
        sentence = _("A recognition lasts at most %(years)d years.") % {"years": years}
        raise Invalid(sentence, {"valid_to": [sentence]})


@transaction.atomic
def start_partnership(
    host: Organisation, *, actor: Any, institution: Organisation, started_on: date
) -> Partnership:
    """Begin to work together. Raises `Refused` (403) or `Invalid` when it exists already."""
    require(actor, "partnerships.arrange_partnership", institution)
    partnership = Partnership(institution=institution, host=host, started_on=started_on)
    with acting(actor, "partnerships.partnership.start"):
        save_checked(partnership)
    return partnership


@transaction.atomic
def arrange_framework(partnership: Partnership, *, actor: Any, **values: Any) -> FrameworkAgreement:
    """Record what both sides arranged before any student starts (V12, V41).

    ``values`` are the fields of `FrameworkAgreement`; every arrangement of the advice's
    section 4.2 is required, and each side is signed for by its own people. Raises `Refused`
    (403) or `Invalid` with the fields to mend.
    """
    require(actor, "partnerships.arrange_partnership", partnership.institution)
    framework = FrameworkAgreement(
        partnership=partnership, code=next_code(FrameworkAgreement, "FWK"), **values
    )
    require_staff(framework, partnership.host_id, {"host_signatory": HOST_DECIDERS})
    require_staff(framework, partnership.institution_id, {"coordinator": INSTITUTION_ROLES})
    with acting(actor, "partnerships.frameworkagreement.arrange"):
        save_checked(framework)
    return framework


def save_checked(row: Any) -> None:
    """Save after the model's own checks, constraints included. Raises `Invalid`."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise Invalid(_("Please check what you filled in."), as_fields(error)) from error
    row.save()


def as_fields(error: ValidationError) -> dict[str, list[Any]]:
    """The sentences of a model's check, by field."""
    return {name: list(sentences) for name, sentences in error.message_dict.items()}


def next_code(model: Any, prefix: str) -> str:
    """The next code of a kind: REC-066 after REC-065.

    Whoever asks at the same moment waits until this transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"codes {prefix}"])
    codes = model.objects.filter(code__regex=rf"^{prefix}-\d+$")
    last = max(
        (int(code.split("-")[1]) for code in codes.values_list("code", flat=True)), default=0
    )
    return f"{prefix}-{last + 1:03d}"
