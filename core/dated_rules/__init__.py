"""Amounts and terms of law as they hold on a day."""

from calendar import monthrange
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.deadlines.days import LEGAL, Calendar, last_day, open_day
from core.errors import NotNow
from core.models import DatedRule
from core.rule_codes import RuleCode, Unit


def value_on(code: RuleCode, day: date) -> Decimal:
    """The rule's value on that day. Raises `NotNow` when none holds."""
    rule = DatedRule.objects.of(code).valid_on(day).first()
    if rule is None:
        words = {"rule": code.label, "day": date_format(day)}
        raise NotNow(
            _("Nobody filled in which value holds on %(day)s: %(rule)s. Ask an administrator.")
            % words
        )
    return rule.value


def last_day_of_term(code: RuleCode, notified: date, calendar: Calendar = LEGAL) -> date:
    """The last day of a term that begins the day after ``notified`` (design 3).

    The value is the one of that day. A term in business days counts those of the calendar; one
    in calendar days moves to the next business day where its code says so. Raises `NotNow`
    when no value holds, ValueError when the rule is no term.
    """
    value = int(value_on(code, notified))
    match code.unit:
        case Unit.BUSINESS_DAYS:
            return calendar.shift(notified, value)
        case Unit.CALENDAR_DAYS:
            end = last_day(notified, value)
        case Unit.MONTHS:
            end = months_after(notified, value)
        case Unit.YEARS:
            end = months_after(notified, value * 12)
        case _:
            message = f"The rule {code.code} is no term."
            raise ValueError(message)
    return open_day(end, calendar) if code.moves else end


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the month's last day when it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
