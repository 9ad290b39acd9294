"""What the platform knows of people: nobody forgets a column."""

import pytest
from django.db import connection

from core.models import PrivacyStep
from core.privacy.enums import Basis, Category
from core.privacy.register import holdings, undescribed
from core.privacy.retention import QUERY, rules

pytestmark = pytest.mark.django_db


def test_every_column_is_described_as_personal_or_not():
    """Domain.md 4.1: a column that nobody described fails the suite."""
    assert undescribed() == []


def test_a_column_that_nobody_described_is_found(monkeypatch):
    """The check can fail: without its description a table's columns are listed."""
    from core.privacy import register

    without = {k: v for k, v in register._holdings.items() if k != "trajectories.LogEntry"}
    monkeypatch.setattr(register, "_holdings", without)
    assert "trajectories.LogEntry.text" in undescribed()


def test_every_holding_says_in_words_why_and_how_long():
    for holding in holdings():
        assert str(holding.label)
        assert str(holding.purpose)
        assert str(holding.kept)
        assert holding.basis in Basis
        assert {c.category for c in holding.data.values()} <= set(Category)


def test_path_to_the_person_leads_to_an_account():
    for holding in holdings():
        model = holding.table
        for step in filter(None, holding.person.split("__")):
            model = model._meta.get_field(step).related_model
        assert model._meta.label == "accounts.User", holding.model


def test_copy_of_one_person_leads_to_no_student_s_file():
    """By construction: what a copy names beside a row is no row of anybody's file."""
    files = {holding.table for holding in holdings() if holding.file}
    for holding in holdings():
        for name in holding.data:
            column = holding.table._meta.get_field(name)
            assert column.related_model not in files, f"{holding.model}.{name}"


def test_database_holds_a_plan_for_erasure_and_for_every_rule():
    plans = set(PrivacyStep.objects.values_list("plan", flat=True))
    assert plans == {"erasure", *rules, *(QUERY + code for code in rules)}


def test_application_cannot_change_the_plans():
    """The application's role reads the plans; PostgreSQL refuses every change."""
    with connection.cursor() as cursor:
        for action in ("INSERT", "UPDATE", "DELETE", "TRUNCATE"):
            cursor.execute(
                "SELECT has_table_privilege(current_user, 'core_privacystep', %s),"
                " has_table_privilege(current_user, 'core_forgotten', %s)",
                [action, action],
            )
            assert cursor.fetchone() == (False, False)
