"""Dates, money, hours and numbers as a person would say them, in the reader's language."""

from datetime import date, datetime
from decimal import Decimal

from babel.numbers import format_currency
from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

register = template.Library()

Number = int | float | Decimal


def as_day(moment: date) -> date:
    """The calendar day of a date or an aware datetime, in the current time zone."""
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


def _day_words(day: date, today: date) -> str:
    """A day with its weekday; the year only where it is not this one."""
    return date_format(day, "l j F" if day.year == today.year else "l j F Y")


@register.filter
def human_date(moment: date | None) -> str:
    """The full date, such as "Friday 4 December 2026"; empty for no date."""
    return date_format(as_day(moment), "l j F Y") if moment else ""


@register.filter
def human_day(moment: date | None) -> str:
    """Day and month, such as "15 November"; with the year where it is not this one."""
    if not moment:
        return ""
    day = as_day(moment)
    return date_format(day, "j F" if day.year == timezone.localdate().year else "j F Y")


@register.filter
def human_datetime(moment: datetime | None) -> str:
    """Date and time, such as "23 November 2026 at 14:05"; empty for no moment."""
    if not moment:
        return ""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return _("%(date)s at %(time)s") % {
        "date": date_format(local, "j F Y"),
        "time": date_format(local, "H:i"),
    }


@register.filter
def human_due(moment: date | None) -> str:
    """A deadline from today's side: "by Friday 4 December, in 3 days", "3 days late (...)"."""
    if not moment:
        return ""
    today = timezone.localdate()
    day = as_day(moment)
    return _due_words((day - today).days, _day_words(day, today))


def _due_words(days: int, date_words: str) -> str:
    """The sentence for a deadline so many days away; negative is past."""
    values = {"date": date_words, "days": abs(days)}
    if days < 0:
        late = ngettext(
            "%(days)d day late (was due %(date)s)", "%(days)d days late (was due %(date)s)", -days
        )
        return late % values
    if days == 0:
        return _("today, %(date)s") % values
    if days == 1:
        return _("by tomorrow, %(date)s") % values
    ahead = ngettext("by %(date)s, in %(days)d day", "by %(date)s, in %(days)d days", days)
    return ahead % values


@register.filter
def euro(amount: Number | None) -> str:
    """An amount in euro with two decimals, such as "€1,234.50" or "€ 1.234,50"."""
    if amount is None:
        return ""
    exact = Decimal(str(amount))
    return str(format_currency(exact, "EUR", locale=(get_language() or "en").replace("-", "_")))


@register.filter
def number(value: Number | str | None, decimals: int | None = None) -> str:
    """A number with the reader's separators; decimals only when asked or needed.

    Words stay as they are, so that "96 %" or "none" can stand where a number can.
    """
    if value is None or isinstance(value, str):
        return value or ""
    exact = Decimal(str(value))
    if decimals is None and exact != exact.to_integral_value():
        return str(number_format(exact.normalize(), force_grouping=True))
    return str(number_format(exact, decimals or 0, force_grouping=True))


@register.filter
def hours(value: Number | None) -> str:
    """A duration in hours with its unit, such as "7.5 hours"; the input is in hours."""
    if value is None:
        return ""
    plural = 1 if Decimal(str(value)) == 1 else 2
    return ngettext("%(hours)s hour", "%(hours)s hours", plural) % {"hours": number(value)}
