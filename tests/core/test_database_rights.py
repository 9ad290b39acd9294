"""The application's database role cannot rewrite the past (design 8)."""

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.factories.partnerships import make_host
from tests.factories.trajectories import make_pathway

pytestmark = pytest.mark.django_db


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE partnerships_organisationevent SET name_nl = 'anders'",
        "DELETE FROM partnerships_organisationevent",
        "TRUNCATE partnerships_organisationevent",
        "UPDATE matching_roundseal SET sha256 = ''",
        "DELETE FROM matching_matchrun",
        "TRUNCATE agreements_signature CASCADE",
        "DELETE FROM agreements_agreementversion",
        "DELETE FROM reporting_exportlog",
    ],
)
def test_application_role_may_not_rewrite_history_or_sealed_rows(statement):
    """B3, B14: history and sealed rows are insert-only for the application's role."""
    make_host()
    with pytest.raises(ProgrammingError, match="permission denied"):
        run(statement)


def test_application_role_is_in_force():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("wbl_app",)


def test_history_names_what_changed():
    host = make_host(name_nl="Oud")
    host.name_nl = "Nieuw"
    host.save()
    events = host.events.order_by("pgh_id").values_list("pgh_label", "name_nl")
    assert list(events) == [("insert", "Oud"), ("update", "Nieuw")]


def test_illegal_move_is_refused_for_raw_sql():
    """V36: a state cannot be skipped, not even by raw SQL."""
    pathway = make_pathway(state="draft")
    with pytest.raises(Exception, match="Invalid transition"):
        run(f"UPDATE trajectories_pathway SET state = 'open' WHERE id = {pathway.pk}")
