"""Which amounts and terms of law the platform asks for: a code for each, with its words.

A room declares its own in ``terms.py`` and asks `core.dated_rules.value_on` with the object
itself, so that nobody can ask for, or write down, a code that does not exist. The values are
rows (`core.models.DatedRule`), for an administrator to change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.templatetags.words import euro, number

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Unit(Enum):
    """In what a rule is measured."""

    CALENDAR_DAYS = "calendar days"
    BUSINESS_DAYS = "business days"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"
    CREDITS = "credits"
    EURO = "euro"
    SHARE = "share"

    @property
    def label(self) -> "StrOrPromise":
        """How a form names it."""
        return UNIT_LABELS[self]

    @property
    def is_whole(self) -> bool:
        """True where a value has no decimals."""
        return self not in (Unit.EURO, Unit.SHARE, Unit.HOURS)

    def words(self, value: Decimal) -> str:
        """A value with its unit, as one says it: "7 calendar days", "€ 600.00", "33.33 %"."""
        if self is Unit.EURO:
            return euro(value)
        if self is Unit.SHARE:
            return f"{number(value * 100)} %"
        return self._counted(value)

    def _counted(self, value: Decimal) -> str:
        plural = 1 if value == 1 else 2
        sentence = {
            Unit.CALENDAR_DAYS: ngettext(
                "%(value)s calendar day", "%(value)s calendar days", plural
            ),
            Unit.BUSINESS_DAYS: ngettext("%(value)s working day", "%(value)s working days", plural),
            Unit.MONTHS: ngettext("%(value)s month", "%(value)s months", plural),
            Unit.YEARS: ngettext("%(value)s year", "%(value)s years", plural),
            Unit.HOURS: ngettext("%(value)s hour", "%(value)s hours", plural),
            Unit.CREDITS: ngettext("%(value)s credit", "%(value)s credits", plural),
        }[self]
        return sentence % {"value": number(value)}


UNIT_LABELS: dict[Unit, "StrOrPromise"] = {
    Unit.CALENDAR_DAYS: _("calendar days"),
    Unit.BUSINESS_DAYS: _("working days"),
    Unit.MONTHS: _("months"),
    Unit.YEARS: _("years"),
    Unit.HOURS: _("hours"),
    Unit.CREDITS: _("credits"),
    Unit.EURO: _("euro"),
    Unit.SHARE: _("share between 0 and 1"),
}


@dataclass(frozen=True, kw_only=True)
class RuleCode:
    """An amount, term or threshold: its name for people, what it means, and its unit.

    ``moves`` is for terms in calendar days: a last day in a weekend, on a legal holiday or in a
    closing of the institution moves to the next business day.
    """

    code: str
    unit: Unit
    label: "StrOrPromise"
    meaning: "StrOrPromise"
    moves: bool = False

    def __str__(self) -> str:
        return str(self.label)


# How many rows would be judged by a value that holds from one day to another.
Counted = Callable[[date, date | None], int]


@dataclass(frozen=True)
class Dependant:
    """Something that asks for a rule, in words, and how much of it falls in a period."""

    label: "StrOrPromise"
    count: Counted


codes: dict[str, RuleCode] = {}
_dependants: dict[str, list[Dependant]] = {}


def register_code(code: RuleCode) -> RuleCode:
    """Make a code known. Raises ValueError when another one has its name."""
    if codes.setdefault(code.code, code) is not code:
        message = f"The rule {code.code} is registered twice."
        raise ValueError(message)
    return code


def depends_on(code: RuleCode, label: "StrOrPromise", count: Counted) -> None:
    """Say that something asks for a rule: shown before an administrator changes it."""
    _dependants.setdefault(code.code, []).append(Dependant(label, count))


def dependants_of(code: RuleCode) -> list[Dependant]:
    """What asks for a rule."""
    return _dependants.get(code.code, [])
