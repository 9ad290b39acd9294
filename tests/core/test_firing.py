"""When a reminder goes out, also after nights that were missed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.deadlines.days import LEGAL, Calendar, union
from core.deadlines.enums import Counting, Moment, Whom
from core.deadlines.firing import due_between, fired, fires_on
from core.models import ReminderRule
from tests.core.test_days import calendars, days

DUE = date(2026, 9, 21)
ruled = st.builds(
    ReminderRule,
    pk=st.integers(1, 1000),
    days=st.integers(1, 20),
    counting=st.sampled_from(Counting.values),
    moment=st.sampled_from(Moment.values),
    whom=st.sampled_from(Whom.values),
)


def rule(days, moment=Moment.BEFORE, counting=Counting.CALENDAR, whom=Whom.OWNER, pk=1):
    return ReminderRule(pk=pk, days=days, moment=moment, counting=counting, whom=whom)


@pytest.mark.parametrize(
    ("found", "day"),
    [
        (rule(2), date(2026, 9, 19)),
        (rule(0), DUE),
        (rule(3, Moment.AFTER), date(2026, 9, 24)),
        (rule(2, counting=Counting.BUSINESS), date(2026, 9, 17)),
        (rule(5, Moment.AFTER, Counting.BUSINESS), date(2026, 9, 28)),
    ],
)
def test_reminder_counts_its_own_days(found, day):
    assert fires_on(found, DUE, LEGAL) == day


def test_reminder_counts_without_the_closings_of_the_institution():
    closed = Calendar(((date(2026, 9, 17), date(2026, 9, 18)),))
    assert fires_on(rule(2, counting=Counting.BUSINESS), DUE, closed) == date(2026, 9, 15)


def test_missed_nights_bring_the_last_reminder_only():
    """Who was to hear after 7, 3 and 1 days hears one thing, not three."""
    rules = [rule(7, pk=1), rule(3, pk=2), rule(1, pk=3), rule(1, whom=Whom.ESCALATION, pk=4)]
    late = fired(rules, DUE, LEGAL, DUE - timedelta(days=7), DUE - timedelta(days=1))
    assert [found.pk for found in late] == [3, 4]


def test_reminder_that_comes_after_its_last_day_stays_away():
    """“The last day is yesterday” is nonsense; what was meant for afterwards still comes."""
    rules = [rule(1, pk=1), rule(1, Moment.AFTER, pk=2)]
    since, night = DUE - timedelta(days=3), DUE + timedelta(days=1)
    assert [found.pk for found in fired(rules, DUE, LEGAL, since, night)] == [2]


@given(ruled, days, calendars, calendars)
def test_query_of_a_night_finds_every_row_for_which_a_rule_fires(found, due, own, other):
    """No last day is missed, however institutions are closed."""
    fires = fires_on(found, due, own)
    first, last = due_between(found, fires, fires, union([own, other]))
    assert first <= due <= last
