"""Law as rows with a period."""

from datetime import date
from decimal import Decimal

import pytest

from core.dated_rules import months_after, value_on
from core.models import DatedRule


@pytest.mark.django_db
def test_value_is_the_one_of_the_day():
    for start, end, value in [
        (date(2020, 1, 1), date(2022, 12, 31), "475"),
        (date(2023, 1, 1), None, "600"),
    ]:
        DatedRule.objects.create(
            code="quota", value=Decimal(value), unit="hours", valid_from=start, valid_to=end
        )
    assert value_on("quota", date(2022, 12, 31)) == 475
    assert value_on("quota", date(2023, 1, 1)) == 600
    with pytest.raises(DatedRule.DoesNotExist):
        value_on("quota", date(2019, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 9, 14), 12, date(2027, 9, 14)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_one(day, months, later):
    assert months_after(day, months) == later
