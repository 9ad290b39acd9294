"""The test database: built once by the owner, cloned per run, used by the application's role."""

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import translation
from psycopg2 import connect, sql

from config.embedded.catalogues import compile_catalogues

# A fresh clone has sources of translations only.
compile_catalogues()
NOW = datetime(2026, 9, 14, 9, 0, tzinfo=ZoneInfo("Europe/Brussels"))
# Where one connects to make and drop other databases.
MAINTENANCE = settings.DATABASES["default"]["NAME"]
ROOT = Path(__file__).resolve().parent.parent
# The demonstration to clone from, for journeys and imports.
pytest_plugins = ["tests.sample"]


def migrations_fingerprint() -> str:
    """A short hash of every migration: another set of migrations is another template."""
    digest = hashlib.sha256()
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def owner_connection(name: str):
    """A plain connection as the owner, outside Django."""
    values = settings.DATABASES["default"]
    opened = connect(
        dbname=name,
        user=values["USER"],
        password=values["PASSWORD"],
        host=values["HOST"],
        port=values["PORT"],
    )
    opened.autocommit = True
    return opened


def run_as_owner(statement: str, *names: str) -> None:
    """Run one statement that names databases."""
    opened = owner_connection(MAINTENANCE)
    try:
        with opened.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))
    finally:
        opened.close()


def exists(name: str) -> bool:
    """Is there a database of that name?"""
    opened = owner_connection(MAINTENANCE)
    try:
        with opened.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return cursor.fetchone() is not None
    finally:
        opened.close()


def drop_database(name: str) -> None:
    """Throw a database away, with whatever of ours is still connected to it.

    Not ``WITH (FORCE)``: that also wants to end PostgreSQL's own vacuum, which only a
    superuser may; a plain DROP asks the vacuum to go by itself.
    """
    opened = owner_connection(MAINTENANCE)
    try:
        with opened.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND usename = current_user",
                [name],
            )
            statement = sql.SQL("DROP DATABASE IF EXISTS {}")
            cursor.execute(statement.format(sql.Identifier(name)))
    finally:
        opened.close()


def use_database(name: str, *, as_owner: bool = False) -> None:
    """Point Django's connection at another database."""
    connections.close_all()
    connection.settings_dict["NAME"] = name
    connection.settings_dict["OPTIONS"].pop("assume_role", None)
    if not as_owner:
        connection.settings_dict["OPTIONS"]["assume_role"] = settings.DATABASE_APP_ROLE


def build_template(name: str) -> None:
    """A migrated database under another name first, so that a broken build is never used."""
    building = f"{name}_building"
    drop_database(building)
    run_as_owner("CREATE DATABASE {}", building)
    use_database(building, as_owner=True)
    call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()
    run_as_owner("ALTER DATABASE {} RENAME TO {}", building, name)


@pytest.fixture(scope="session")
def template_database(django_db_blocker) -> str:
    """The name of a migrated database to clone from; made once per set of migrations."""
    name = f"wbl_test_template_{migrations_fingerprint()}"
    lock = owner_connection(MAINTENANCE)
    try:
        with lock.cursor() as cursor:
            # One worker builds, the others wait.
            cursor.execute("SELECT pg_advisory_lock(20180208)")
            if not exists(name):
                with django_db_blocker.unblock():
                    build_template(name)
    finally:
        lock.close()
    return name


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker, request) -> Iterator[None]:
    """This run's own clone of the template, thrown away afterwards."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "one")
    name = f"wbl_test_{worker}_{os.getpid()}"
    run_as_owner("CREATE DATABASE {} TEMPLATE {}", name, template_database)
    use_database(name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    drop_database(name)


@pytest.fixture(autouse=True)
def frozen_clock() -> Iterator[time_machine.Traveller]:
    """It is always the same morning, after the recognitions began and before the start."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Tests read English, the language of the sources; journeys read Dutch."""
    with translation.override("en"):
        yield
