"""What pages show of law's amounts and terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import event_model
from core.models import DatedRule
from core.rule_codes import RuleCode, codes, dependants_of
from core.workflow import GOOD, NEUTRAL, WAITING, StateLabel

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HOLDS = StateLabel(_("Holds today"), GOOD)
COMES = StateLabel(_("Comes"), WAITING)
WAS = StateLabel(_("Was"), NEUTRAL)
LONGEST = 50


def standing(rule: DatedRule, today: date | None = None) -> StateLabel:
    """Does a period hold today, or come, or is it over?"""
    day = today or timezone.localdate()
    if rule.holds_on(day):
        return HOLDS
    return COMES if rule.valid_from > day else WAS


@dataclass(frozen=True)
class Line:
    """A rule with its value of today and the next one."""

    code: RuleCode
    today: DatedRule | None
    coming: DatedRule | None


def overview(rows: Any) -> list[Line]:
    """Every rule by its name, one query."""
    day = timezone.localdate()
    periods: dict[str, list[DatedRule]] = {}
    for rule in rows.order_by("valid_from"):
        periods.setdefault(rule.code, []).append(rule)
    lines = [_line(code, periods.get(code.code, []), day) for code in codes.values()]
    return sorted(lines, key=lambda line: str(line.code.label).casefold())


def _line(code: RuleCode, periods: Sequence[DatedRule], day: date) -> Line:
    today = next((period for period in periods if period.holds_on(day)), None)
    coming = next((period for period in periods if period.valid_from > day), None)
    return Line(code, today, coming)


@dataclass(frozen=True)
class Change:
    """How a period was written down, by whom, and why it was corrected."""

    when: Any
    who: "StrOrPromise"
    rule: DatedRule


def changes_of(code: RuleCode) -> list[Change]:
    """The newest changes of a rule's periods, two queries."""
    events: list[Any] = list(
        event_model(DatedRule)._default_manager.filter(code=code.code).order_by("-pgh_id")[:LONGEST]
    )
    keys = {(event.pgh_context or {}).get("user") for event in events} - {None}
    users = get_user_model()._default_manager.in_bulk(keys)
    fields = ("code", "value", "valid_from", "valid_to", "source", "reason")
    return [
        Change(
            event.pgh_created_at,
            str(users.get((event.pgh_context or {}).get("user")) or _("The platform")),
            DatedRule(**{name: getattr(event, name) for name in fields}),
        )
        for event in events
    ]


@dataclass(frozen=True)
class Preview:
    """What a change would bring: the periods afterwards, and how much it touches."""

    periods: list[DatedRule]
    touched: list[tuple["StrOrPromise", int]]


def preview_of(rule: DatedRule) -> Preview:
    """The periods as they stand now, and the rows that a period of them judges."""
    code = codes[rule.code]
    counts = [
        (dependant.label, dependant.count(rule.valid_from, rule.valid_to))
        for dependant in dependants_of(code)
    ]
    return Preview(list(DatedRule.objects.of(code)), counts)
