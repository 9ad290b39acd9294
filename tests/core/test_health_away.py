"""Monitoring is answered within seconds, also where a part refuses, or says nothing at all."""

import socket
import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection

from config.settings import base
from core.tasks import heartbeat
from tests.core.test_health import FINE, ready

SECONDS = 15


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A server that takes a connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def database_at(committed):
    """Have the database somewhere else for a moment."""

    def move(port: int) -> None:
        connection.close()
        connection.settings_dict |= {"HOST": "127.0.0.1", "PORT": str(port)}

    before = dict(connection.settings_dict)
    yield move
    connection.close()
    connection.settings_dict.clear()
    connection.settings_dict |= before


AWAY = FINE | dict.fromkeys(("database", "rights", "outbox"), "failing")


@pytest.mark.parametrize("silent", [False, True], ids=["closed", "silent"])
def test_database_that_is_away_is_named_within_seconds(client, database_at, silent_port, silent):
    """Monitoring is answered, whatever the database does: refused, or nothing at all."""
    heartbeat()
    database_at(silent_port if silent else 1)
    began = time.perf_counter()
    assert ready(client) == (503, AWAY)
    assert time.perf_counter() - began < SECONDS


@pytest.mark.parametrize("silent", [False, True], ids=["closed", "silent"])
def test_cache_that_is_away_is_named_within_seconds(db, client, settings, silent_port, silent):
    """What the cache holds is missing with it: when a worker came by."""
    port = silent_port if silent else 1
    shared = base.CACHES["default"] | {"LOCATION": f"redis://127.0.0.1:{port}/1"}
    settings.CACHES = {"default": shared}
    began = time.perf_counter()
    assert ready(client) == (503, FINE | {"cache": "failing", "worker": "failing"})
    assert time.perf_counter() - began < SECONDS
