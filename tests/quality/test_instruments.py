"""The criteria that the migration brings."""

import pytest

from quality.enums import Theme
from tests.factories.quality import instrument

pytestmark = pytest.mark.django_db

CRITICAL = ["A1", "B1", "B2", "C1", "D1", "E1", "E2", "E4", "F1", "G1", "G2", "G5"]
PER_THEME = {"A": 7, "B": 7, "C": 7, "D": 8, "E": 7, "F": 6, "G": 7, "H": 6}


def test_main_instrument_holds_every_criterion_of_every_theme():
    """V40: the criteria are known, in eight themes."""
    criteria = instrument().criteria.all()
    found = {theme: sum(c.theme == theme for c in criteria) for theme in Theme.values}
    assert found == PER_THEME


def test_critical_criteria_are_those_of_the_source():
    """V32: what a host must have before a student is placed is critical."""
    criteria = instrument().criteria.filter(is_critical=True)
    assert list(criteria.values_list("code", flat=True)) == CRITICAL


def test_short_check_asks_the_critical_criteria_only():
    assert list(instrument("SHORT").criteria.values_list("code", flat=True)) == CRITICAL


def test_every_criterion_is_written_in_both_languages():
    rows = instrument().criteria.values_list("text_nl", "text_en")
    assert [row for row in rows if not all(row) or row[0] == row[1]] == []


@pytest.mark.parametrize(
    ("code", "who"),
    [
        ("A1", ["institution", "host"]),
        ("A4", ["institution", "host", "student"]),
        ("C3", ["host", "mentor"]),
        ("C6", ["institution", "mentor"]),
        ("E6", ["host", "institution"]),
        ("F2", ["institution", "mentor", "student"]),
    ],
)
def test_respondents_are_those_of_the_source(code, who):
    assert instrument().criteria.get(code=code).respondents == who
