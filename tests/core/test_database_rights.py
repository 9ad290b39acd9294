"""The application's database role cannot rewrite the past (design 8)."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, connections, transaction

from core.database import prepare_role
from tests.databases import drop_database, run_as_owner
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


@pytest.fixture
def plain_login() -> Iterator[str]:
    """A database of a login without CREATEROLE, which somebody let step down to the role."""
    name = f"wbl_plain_{os.getpid()}"
    run_as_owner("CREATE ROLE {} LOGIN PASSWORD 'plain' NOCREATEROLE", name)
    run_as_owner("GRANT {} TO CURRENT_USER", name)
    run_as_owner("GRANT {} TO {}", settings.DATABASE_APP_ROLE, name)
    run_as_owner("CREATE DATABASE {} OWNER {}", name, name)
    yield name
    drop_database(name)
    run_as_owner("DROP ROLE {}", name)


def test_migrations_need_no_createrole_once_the_role_is_there(plain_login, django_db_blocker):
    """An institution's own database server need not hand out the right to make roles."""
    values = connections["default"].settings_dict | {
        "NAME": plain_login,
        "USER": plain_login,
        "PASSWORD": "plain",
        "OPTIONS": {},
    }
    other = connections["default"].__class__(values, alias="plain")
    connections["plain"] = other
    try:
        prepare_role(using="plain")
        with other.cursor() as cursor:
            cursor.execute("SET ROLE wbl_app")
            cursor.execute("SELECT has_schema_privilege('public', 'USAGE')")
            assert cursor.fetchone() == (True,)
    finally:
        other.close()
        del connections["plain"]
