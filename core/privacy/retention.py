"""How long what is kept, as rules; and the night in which what was kept long enough goes.

A rule's term is a dated rule (``retention_<code>``, in months): changed by the administrator,
with history. What it does stands in the code, and from there in the database (ADR 0019).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.dated_rules import months_after, value_on
from core.models import Forgotten, LegalHold, RetentionRun
from core.privacy.enums import Erase
from core.rule_codes import RuleCode, Unit, register_code

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Before the code of a rule: the plan that finds its rows.
QUERY = "?"
BATCH = 500
MOST_BATCHES = 200


@dataclass(frozen=True, kw_only=True)
class Part:
    """What happens to one table: the rows go, or these columns are replaced.

    ``path`` leads from a row to the rule's own rows; empty for those themselves.
    """

    model: str
    path: str = ""
    delete: bool = False
    erase: Mapping[str, Erase] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RetentionRule:
    """One rule: which rows, from when the term counts, what happens then.

    ``rows`` gives the rows whose term began before a day. ``person`` is the path to the account
    whose holds keep a row back.
    """

    code: str
    label: "StrOrPromise"
    since: "StrOrPromise"
    what: "StrOrPromise"
    rows: Callable[[Any], QuerySet[Any]]
    person: str
    parts: tuple[Part, ...]

    @property
    def dated_rule(self) -> str:
        """The term's name among the dated rules."""
        return f"retention_{self.code}"

    def not_yet(self, before: Any) -> QuerySet[Any]:
        """The rows whose term is over and that are still as they were."""
        done = Forgotten.objects.filter(rule=self.code, row=OuterRef("pk"))
        return self.rows(before).filter(~Exists(done)).order_by()

    def due(self, before: Any, today: Any) -> QuerySet[Any]:
        """Those of them that no hold keeps back."""
        return self.not_yet(before).exclude(**{f"{self.person}__in": held_people(today)})

    def query(self) -> tuple[str, tuple[Any, ...]]:
        """The same as SQL for the database's own function: ``$1`` the moment, ``$2`` today."""
        before, today = RawSQL("$1::timestamptz", []), RawSQL("$2::date", [])
        return self.due(before, today).values("pk").query.sql_with_params()


rules: dict[str, RetentionRule] = {}
# The term of each rule: a dated rule.
terms: dict[str, RuleCode] = {}


def register_rule(*found: RetentionRule) -> None:
    """Add a room's rules. Raises ValueError when a code is used twice."""
    for rule in found:
        if rules.setdefault(rule.code, rule) is not rule:
            message = f"The retention rule {rule.code} stands twice."
            raise ValueError(message)
        terms[rule.code] = register_code(
            RuleCode(
                code=rule.dated_rule,
                unit=Unit.MONTHS,
                label=format_lazy(_("Kept: {what}"), what=rule.label),
                meaning=format_lazy(
                    _("Counted from {since}; then {what}."), since=rule.since, what=rule.what
                ),
            )
        )


def held_people(today: Any) -> QuerySet[Any]:
    """The accounts of which nothing may go."""
    standing = LegalHold.objects.order_by().filter(lifted_at__isnull=True)
    return standing.exclude(until__lt=today).values("person")


def months_of(rule: RetentionRule, today: date) -> int:
    """The term in months that holds today."""
    return int(value_on(terms[rule.code], today))


def cutoff(rule: RetentionRule, today: date) -> datetime:
    """The rule's term counted back from the beginning of today, in Brussels; the 31st becomes the
    last day of a month.
    """
    day = months_after(today, -months_of(rule, today))
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Standing:
    """How a rule stands today."""

    rule: RetentionRule
    months: int
    due: int
    held: int


def standing(rule: RetentionRule, today: date | None = None) -> Standing:
    """Count what is due and what holds keep back."""
    today = today or timezone.localdate()
    before = cutoff(rule, today)
    due = rule.due(before, today).count()
    return Standing(rule, months_of(rule, today), due, rule.not_yet(before).count() - due)


def apply_retention(*, dry_run: bool = False) -> RetentionRun:
    """Let every rule do what is due, in batches, each a transaction of its own; keep the report.

    A run that is killed has done whole batches, and the next one goes on with the rest.
    """
    today = timezone.localdate()
    report = []
    for rule in rules.values():
        found = standing(rule, today)
        done = 0 if dry_run else sum(_batches(rule, today))
        report.append({"rule": rule.code, "due": found.due, "held": found.held, "done": done})
    return RetentionRun.objects.create(dry_run=dry_run, report=report)


def _batches(rule: RetentionRule, today: date) -> Any:
    for __ in range(MOST_BATCHES):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT forget_expired(%s, %s, %s)", [rule.code, today, BATCH])
            done = cursor.fetchone()[0]
        yield done
        if done < BATCH:
            return
