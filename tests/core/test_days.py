"""Counting days: Belgian holidays, business days, summer time, leap years."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.deadlines.days import (
    BRUSSELS,
    LEGAL,
    Calendar,
    day_of,
    holidays_of,
    is_holiday,
    last_day,
    open_day,
    union,
)

days = st.dates(date(2000, 1, 1), date(2090, 1, 1))
closings = st.lists(
    st.tuples(days, st.integers(0, 45)).map(lambda c: (c[0], c[0] + timedelta(days=c[1]))),
    max_size=3,
)
calendars = closings.map(lambda periods: Calendar(tuple(periods)))
counts = st.integers(1, 30)


def test_holidays_are_the_legal_ones_with_easter_and_what_follows_it():
    """Law of 4 January 1974; Easter itself and Whit Sunday are Sundays anyway."""
    assert [day for day in holidays_of(2027) if day.weekday() < 6] == [
        date(2027, 1, 1),
        date(2027, 3, 29),
        date(2027, 5, 1),
        date(2027, 5, 6),
        date(2027, 5, 17),
        date(2027, 7, 21),
        date(2027, 11, 1),
        date(2027, 11, 11),
        date(2027, 12, 25),
    ]
    assert is_holiday(date(2027, 8, 15)), "a Sunday that year"
    names = (holidays_of(2027, "nl"), holidays_of(2027, "en"))
    assert [found[date(2027, 3, 29)] for found in names] == ["Paasmaandag", "Easter Monday"]


@pytest.mark.parametrize(
    ("told", "count", "last"),
    [
        (date(2024, 2, 22), 7, date(2024, 2, 29)),
        (date(2023, 2, 22), 7, date(2023, 3, 1)),
        (date(2026, 12, 29), 7, date(2027, 1, 5)),
        (date(2026, 3, 26), 7, date(2026, 4, 2)),
    ],
)
def test_calendar_days_count_from_the_day_after(told, count, last):
    """domain.md 7.7, over leap days, years and the night of summer time."""
    assert last_day(told, count) == last


def test_last_day_in_a_weekend_or_on_a_holiday_moves_on():
    assert open_day(date(2027, 3, 27)) == date(2027, 3, 30), "Saturday, Easter, Easter Monday"
    assert open_day(date(2027, 3, 30)) == date(2027, 3, 30)


def test_institution_counts_without_its_closings():
    closed = Calendar(((date(2026, 12, 24), date(2027, 1, 3)),))
    assert closed.shift(date(2026, 12, 23), 1) == date(2027, 1, 4)
    assert closed.shift(date(2027, 1, 4), -1) == date(2026, 12, 23)
    assert LEGAL.shift(date(2026, 12, 24), 1) == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        # In summer midnight in Brussels is 22:00 in UTC, in winter 23:00.
        (datetime(2026, 3, 28, 22, 59, tzinfo=ZoneInfo("UTC")), date(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=ZoneInfo("UTC")), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=ZoneInfo("UTC")), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=ZoneInfo("UTC")), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 59, tzinfo=ZoneInfo("UTC")), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=ZoneInfo("UTC")), date(2026, 10, 26)),
    ],
)
def test_day_is_the_one_in_brussels(moment, day):
    """The hour that summer time takes or gives moves no deadline."""
    assert day_of(moment) == day


def test_moment_without_a_time_zone_has_no_day():
    with pytest.raises(ValueError, match="time zone"):
        day_of(datetime(2026, 3, 28, 22, 59))  # noqa: DTZ001


@given(day=days, clock=st.times())
def test_every_hour_of_a_day_in_brussels_is_that_day(day, clock):
    assert day_of(datetime.combine(day, clock, tzinfo=BRUSSELS)) == day


@given(day=days, count=counts, calendar=calendars)
def test_business_days_between_are_exactly_as_many(day, count, calendar):
    end = calendar.shift(day, count)
    between = (day + timedelta(days=n) for n in range(1, (end - day).days + 1))
    assert sum(map(calendar.is_business_day, between)) == count
    assert calendar.is_business_day(end)


@given(day=days, count=counts, calendar=calendars)
def test_there_and_back_is_the_same_business_day(day, count, calendar):
    start = open_day(day, calendar)
    assert calendar.shift(calendar.shift(start, count), -count) == start


@given(day=days, count=counts, first=calendars, second=calendars)
def test_where_more_is_closed_nothing_comes_sooner(day, count, first, second):
    """So that the night's query, which counts through all closings, misses nobody."""
    both = union([first, second])
    assert both.shift(day, count) >= first.shift(day, count)
    assert both.shift(day, -count) <= second.shift(day, -count)
