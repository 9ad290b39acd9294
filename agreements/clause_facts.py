"""Which facts each clause needs, with their kind: the minimum fields of domain.md 2.11."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from agreements.enums import ClauseCode, HealthSurveillance
from partnerships.enums import Compensation

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class FactKind(StrEnum):
    """How a fact is typed and shown."""

    TEXT = "text"
    DATE = "date"
    DECIMAL = "decimal"
    CHOICE = "choice"


@dataclass(frozen=True)
class Fact:
    """One thing that a clause must state. ``choices`` only for a CHOICE."""

    name: str
    label: "StrOrPromise"
    kind: FactKind = FactKind.TEXT
    required: bool = True
    choices: type[TextChoices] | None = None
    hint: "StrOrPromise" = ""


TEXT, DATE, DECIMAL, CHOICE = FactKind.TEXT, FactKind.DATE, FactKind.DECIMAL, FactKind.CHOICE

FACTS: Mapping[str, tuple[Fact, ...]] = {
    ClauseCode.PRESENCE: (
        Fact("hours_per_week", _("Hours a week"), DECIMAL, hint=_("All days together.")),
        Fact("hours_total", _("Hours in all"), DECIMAL, hint=_("From the first day to the last.")),
        Fact("schedule", _("Days and times"), hint=_("As you would tell the student.")),
        Fact(
            "calendar_exceptions",
            _("Exceptions in the calendar"),
            required=False,
            hint=_("Holidays, examinations, closing days."),
        ),
    ),
    ClauseCode.ACCIDENT: (
        Fact(
            "accident_insurer",
            _("Insurer"),
            hint=_("The company that pays for an accident at work or on the way."),
        ),
        Fact("accident_policy", _("Policy number"), hint=_("It stands on the policy.")),
        Fact(
            "accident_holder",
            _("Who took the policy"),
            hint=_("The institution or the host, by its name."),
        ),
        Fact(
            "accident_valid_to",
            _("Covered until"),
            DATE,
            hint=_("After this day the student may not work without a newer policy."),
        ),
    ),
    ClauseCode.LIABILITY: (
        Fact(
            "liability_insurer",
            _("Insurer"),
            hint=_("The company that pays for damage done to others."),
        ),
        Fact("liability_policy", _("Policy number"), hint=_("It stands on the policy.")),
        Fact(
            "liability_holder",
            _("Who took the policy"),
            hint=_("The institution or the host, by its name."),
        ),
        Fact(
            "liability_valid_to",
            _("Covered until"),
            DATE,
            hint=_("After this day the student may not work without a newer policy."),
        ),
    ),
    ClauseCode.DISPUTES: (
        Fact("mediator", _("Who mediates"), hint=_("Somebody whom the three parties trust.")),
        Fact(
            "answer_days",
            _("Days to answer"),
            DECIMAL,
            hint=_("Within how many days a party answers a complaint of another."),
        ),
    ),
    ClauseCode.ETHICS: (
        Fact(
            "confidentiality",
            _("What stays confidential"),
            hint=_("What the student tells nobody, and does not write in the log."),
        ),
    ),
    ClauseCode.SAFETY: (
        Fact(
            "risk_assessment_date",
            _("Date of the risk assessment"),
            DATE,
            hint=_("The newest one of this workplace."),
        ),
        Fact(
            "guide",
            _("Who receives and guides the student on the first day"),
            hint=_("By name, with the role at the host."),
        ),
        Fact(
            "health_surveillance",
            _("Who follows the student's health"),
            CHOICE,
            required=False,
            choices=HealthSurveillance,
            hint=_("Only where the work asks for it."),
        ),
    ),
    ClauseCode.MENTOR_TRAINING: (
        Fact(
            "training_responsible",
            _("Who trains the mentors"),
            hint=_("The institution, the host, or somebody whom they ask."),
        ),
    ),
    ClauseCode.ABSENCE: (
        Fact(
            "substitute_mentor",
            _("Substitute mentor"),
            hint=_("Who guides the student when the mentor is away."),
        ),
        Fact(
            "absence_notification",
            _("How an absence is reported"),
            hint=_("To whom, how, and before which hour."),
        ),
    ),
    ClauseCode.TERMINATION: (
        Fact(
            "notice_days",
            _("Days of notice"),
            DECIMAL,
            hint=_("Between saying it and the last day."),
        ),
        Fact(
            "way_on",
            _("How the student goes on afterwards"),
            hint=_("What happens with the credits and with the rest of the year."),
        ),
    ),
    ClauseCode.COSTS: (
        Fact(
            "compensation",
            _("Allowance"),
            CHOICE,
            choices=Compensation,
            hint=_("What the student gets for being at the workplace."),
        ),
        Fact(
            "expense_rule",
            _("Which costs are refunded"),
            hint=_("Which costs, by whom and how soon. Or: none."),
        ),
    ),
}


def facts_of(code: str) -> tuple[Fact, ...]:
    """The facts a clause needs; a clause of an institution's own needs none."""
    return FACTS.get(code, ())


def missing_facts(code: str, facts: Mapping[str, Any]) -> list[Fact]:
    """The required facts that are still empty."""
    return [f for f in facts_of(code) if f.required and facts.get(f.name) in (None, "")]


def fact_in_words(fact: Fact, value: Any, language: str) -> str:
    """A stored fact as a sentence shows it, in that language; "none" when it is empty."""
    with override(language):
        if value in (None, ""):
            return gettext("none")
        if fact.kind is FactKind.DATE:
            return date_format(date.fromisoformat(value), "j F Y")
        if fact.kind is FactKind.DECIMAL:
            return number_format(Decimal(value).normalize())
        if fact.choices is not None:
            return str(fact.choices(value).label)
        return str(value)
