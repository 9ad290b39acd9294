"""State folders of their own for the tests of the embedded servers."""

import shutil

import pytest

from config.embedded import release_servers
from config.embedded.paths import open_state
from config.embedded.stopping import stop_everything


@pytest.fixture
def no_addresses(monkeypatch):
    """An environment in which nobody has named a database or a broker."""
    for name in ("DATABASE_URL", "BROKER_URL", "CACHE_URL", "WBL_STATE", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def paths(tmp_path, no_addresses):
    """A new state folder, whose servers and sockets are gone after the test."""
    opened = open_state(tmp_path / "state")
    yield opened
    release_servers(opened)
    stop_everything(opened.state)
    shutil.rmtree(opened.sockets, ignore_errors=True)
