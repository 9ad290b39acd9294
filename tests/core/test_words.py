"""Dates and amounts as a person would say them, in both languages."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from core.templatetags.words import euro, hours, human_datetime, human_day, human_due, number
from tests.conftest import NOW

TODAY = NOW.date()


@pytest.mark.parametrize(
    ("days", "in_english", "in_dutch"),
    [
        (-2, "2 days late (was due Saturday 12 September)", "2 dagen te laat"),
        (-1, "1 day late (was due Sunday 13 September)", "1 dag te laat"),
        (0, "today, Monday 14 September", "vandaag, maandag 14 september"),
        (1, "by tomorrow, Tuesday 15 September", "morgen, dinsdag 15 september"),
        (4, "by Friday 18 September, in 4 days", "vrijdag 18 september, over 4 dagen"),
    ],
)
def test_deadline_reads_from_today(days, in_english, in_dutch):
    day = TODAY + timedelta(days=days)
    assert human_due(day) == in_english
    with translation.override("nl"):
        assert in_dutch in human_due(day)


def test_year_is_said_only_where_it_is_another():
    assert human_day(date(2026, 12, 4)) == "4 December"
    assert human_day(date(2027, 1, 4)) == "4 January 2027"
    assert human_day(None) == ""


def test_moment_is_local():
    assert human_datetime(NOW) == "14 September 2026 at 09:00"


def test_amounts_follow_the_reader():
    assert euro(Decimal("1234.5")) == "€1,234.50"
    assert (number(Decimal("1650.0")), hours(Decimal("7.50"))) == ("1,650", "7.5 hours")
    with translation.override("nl"):
        assert euro(Decimal("1234.5")) == "€\xa01.234,50"
        assert (number(Decimal("1650.0")), hours(Decimal("7.50"))) == ("1.650", "7,5 uur")
