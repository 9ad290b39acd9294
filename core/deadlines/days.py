"""Counting days in Belgium: calendar days, business days, and the last day of a term.

A day is a date in Europe/Brussels (`day_of`), so that the hour that summer time takes or gives
never moves a deadline. Everything here is arithmetic on dates: no clock, no database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

from holidays.countries.belgium import Belgium

BRUSSELS = ZoneInfo("Europe/Brussels")
ONE_DAY = timedelta(days=1)
SATURDAY = 5

Period: TypeAlias = tuple[date, date]


def day_of(moment: datetime) -> date:
    """The calendar day of an aware moment in Brussels. Raises ValueError without a time zone."""
    if moment.tzinfo is None:
        message = "A moment without a time zone has no day."
        raise ValueError(message)
    return moment.astimezone(BRUSSELS).date()


@cache
def holidays_of(year: int, language: str = "nl") -> dict[date, str]:
    """The Belgian legal holidays of a year with their names, the days that follow Easter too."""
    library_language = "en_US" if language == "en" else "nl"
    return dict(sorted(Belgium(years=year, language=library_language).items()))


def is_holiday(day: date) -> bool:
    """A Belgian legal holiday."""
    return day in holidays_of(day.year)


@dataclass(frozen=True)
class Calendar:
    """Which days count as business days: Monday to Friday, without holidays and closings.

    ``closed`` are periods with both ends included, in which an institution is closed.
    """

    closed: tuple[Period, ...] = ()

    def is_business_day(self, day: date) -> bool:
        """Neither weekend, nor legal holiday, nor within a closing."""
        if day.weekday() >= SATURDAY or is_holiday(day):
            return False
        return not any(first <= day <= last for first, last in self.closed)

    def shift(self, day: date, business_days: int) -> date:
        """The business day so many after the day, before it for a negative number.

        The day itself is never counted. Zero gives the day back, whatever it is.
        """
        step = ONE_DAY if business_days > 0 else -ONE_DAY
        for __ in range(abs(business_days)):
            day += step
            while not self.is_business_day(day):
                day += step
        return day


# The general calendar of law: weekends and legal holidays only.
LEGAL = Calendar()


def last_day(notified: date, days: int) -> date:
    """The last of so many calendar days, counted from the day after notification."""
    return notified + timedelta(days=days)


def open_day(day: date, calendar: Calendar = LEGAL) -> date:
    """The day itself, or the next business day when it falls in a weekend or on a holiday."""
    return day if calendar.is_business_day(day) else calendar.shift(day, 1)


def union(calendars: Iterable[Calendar]) -> Calendar:
    """The calendar in which a day is closed as soon as it is closed in one of them."""
    return Calendar(tuple(period for calendar in calendars for period in calendar.closed))
