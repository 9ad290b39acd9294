"""Changing law's amounts and terms: a new period, or the correction of a mistake."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.constraints import ENDS_BEFORE_START, ends_too_early
from core.errors import Invalid
from core.history import acting
from core.models import DatedRule
from core.permissions import require
from core.rule_codes import RuleCode, codes
from core.versions import locked

CHANGE = "core.change_dated_rules"
WRONG = _("Please check what you filled in.")
ONE_DAY = timedelta(days=1)

Gap = tuple[date, date | None]


@transaction.atomic
def add_period(
    code: RuleCode,
    *,
    actor: Any,
    value: Decimal,
    valid_from: date,
    source: str,
    valid_to: date | None = None,
    gap_meant: bool = False,
) -> DatedRule:
    """A new value from a day on; the one before it ends the day before.

    Without a last day it holds until the next period that is known. Raises `Refused` when the
    actor is no administrator, `Invalid` when a period begins on that day already, another one
    is overlapped, or days would be left without a value that were not meant to be.
    """
    require(actor, CHANGE)
    periods = _locked(code)
    before = next((p for p in reversed(periods) if p.valid_from < valid_from), None)
    after = next((p for p in periods if p.valid_from >= valid_from), None)
    if after and after.valid_from == valid_from:
        taken = _("A period begins on this day already. Correct that one.")
        raise Invalid(WRONG, {"valid_from": [taken]})
    rule = DatedRule(
        code=code.code,
        value=value,
        valid_from=valid_from,
        valid_to=valid_to or (after.valid_from - ONE_DAY if after else None),
        source=source,
    )
    gaps = set(_gaps(periods))
    with acting(actor, "core.datedrule.add"):
        if before and (before.valid_to is None or before.valid_to >= valid_from):
            before.valid_to = valid_from - ONE_DAY
            before.save()
        _save(rule)
    _check_gaps(code, gaps, gap_meant)
    return rule


@transaction.atomic
def correct_period(
    rule: DatedRule, *, actor: Any, reason: str, gap_meant: bool = False, **values: Any
) -> DatedRule:
    """Put a mistake right, with the reason; ``values`` are fields of `DatedRule`.

    The period before moves along where it ended the day before. Raises `Refused` when the
    actor is no administrator, `Invalid` without a reason, for an overlap, or when days would
    be left without a value that were not meant to be.
    """
    require(actor, CHANGE)
    if not reason.strip():
        raise Invalid(WRONG, {"reason": [_("Say why it was wrong.")]})
    code = codes[rule.code]
    periods = _locked(code)
    locked(DatedRule, rule.pk)
    gaps = set(_gaps(periods))
    place = next(i for i, period in enumerate(periods) if period.pk == rule.pk)
    row, before = periods[place], periods[place - 1] if place else None
    touched = before is not None and before.valid_to == row.valid_from - ONE_DAY
    for name, value in (values | {"reason": reason.strip()}).items():
        setattr(row, name, value)
    with acting(actor, "core.datedrule.correct"):
        if before and touched:
            _move_end(before, row)
        else:
            _save(row)
    _check_gaps(code, gaps, gap_meant)
    rule.refresh_from_db()
    return rule


def _move_end(before: DatedRule, row: DatedRule) -> None:
    """Move the border between two periods: first away from it, so that they never overlap."""
    end = row.valid_from - ONE_DAY
    if end < before.valid_from:
        swallowed = _("The period before begins only on %(day)s.") % {
            "day": date_format(before.valid_from)
        }
        raise Invalid(WRONG, {"valid_from": [swallowed]})
    earlier = before.valid_to is not None and end < before.valid_to
    before.valid_to = end
    if earlier:
        before.save()
        _save(row)
    else:
        _save(row)
        before.save()


def _locked(code: RuleCode) -> list[DatedRule]:
    """The periods of a code; whoever changes them at the same moment waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"rule {code.code}"]
        )
    return list(DatedRule.objects.of(code).select_for_update())


def _save(rule: DatedRule) -> None:
    code = codes[rule.code]
    errors: dict[str, list[Any]] = {}
    if ends_too_early(rule):
        errors["valid_to"] = [ENDS_BEFORE_START]
    if rule.value < 0:
        errors["value"] = [_("Fill in zero or more.")]
    elif code.unit.is_whole and rule.value != int(rule.value):
        errors["value"] = [_("Fill in a whole number.")]
    if errors:
        raise Invalid(WRONG, errors)
    try:
        rule.full_clean(validate_constraints=False)
    except ValidationError as error:
        raise Invalid(WRONG, error.message_dict) from error
    if overlapping := _overlapping(rule):
        words = {"day": date_format(overlapping.valid_from)}
        sentence = _("It overlaps the period that begins on %(day)s.") % words
        raise Invalid(WRONG, {"valid_to": [sentence]})
    rule.save()


def _overlapping(rule: DatedRule) -> DatedRule | None:
    others = DatedRule.objects.filter(code=rule.code).exclude(pk=rule.pk)
    others = others.exclude(valid_to__lt=rule.valid_from)
    return (others.filter(valid_from__lte=rule.valid_to) if rule.valid_to else others).first()


def _gaps(periods: Sequence[DatedRule]) -> Iterator[Gap]:
    """Days without a value after the first period: first and last day, None for no end."""
    for period, following in zip(periods, [*periods[1:], None], strict=True):
        if period.valid_to is None:
            continue
        first = period.valid_to + ONE_DAY
        if following is None:
            yield first, None
        elif first < following.valid_from:
            yield first, following.valid_from - ONE_DAY


def _check_gaps(code: RuleCode, known: set[Gap], meant: bool) -> None:
    """Raise `Invalid` for days that lost their value, unless that is meant."""
    new = [gap for gap in _gaps(list(DatedRule.objects.of(code))) if gap not in known]
    if meant or not new:
        return
    first, last = new[0]
    words = {"first": date_format(first), "last": date_format(last) if last else ""}
    sentence = (
        _("From %(first)s to %(last)s no value would hold.")
        if last
        else _("From %(first)s on no value would hold.")
    )
    advice = _("Fill in other days, or tick below that this is meant.")
    raise Invalid(WRONG, {"gap_meant": [sentence % words, advice]})
