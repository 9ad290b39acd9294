"""The test database: built once by the owner, cloned per run, used by the application's role."""

import gc
import os
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.utils import translation

from tests.databases import cloned, template_made, wait_until_dropped

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=ZoneInfo("Europe/Brussels"))
# The demonstration to clone from, for journeys and imports; and a look at what is written.
pytest_plugins = ["tests.sample", "tests.watch"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first: what is short fills up the rest of the time on every processor."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def template_database(django_db_blocker) -> str:
    """The name of a migrated database to clone from; made once per set of migrations."""
    with django_db_blocker.unblock():
        return template_made()


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker, request) -> Iterator[None]:
    """This run's own clone of the template, thrown away afterwards."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "one")
    name = f"wbl_test_{worker}_{os.getpid()}"
    unblock, block = django_db_blocker.unblock, django_db_blocker.block
    with unblock(), cloned(template_database, name), block():
        yield
    wait_until_dropped()


@pytest.fixture(scope="session", autouse=True)
def garbage_is_collected_less_often() -> None:
    """All modules and tests are there by now, and stay: looking through them again is dear."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture
def committed(template_database: str, django_db_setup, django_db_blocker) -> Iterator[str]:
    """A clone of the template without a transaction around the test; its name."""
    name = f"{connection.settings_dict['NAME']}_committed"
    with django_db_blocker.unblock(), cloned(template_database, name) as clone:
        yield clone


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
