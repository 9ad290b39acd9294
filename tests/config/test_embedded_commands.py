"""The commands `env`, `stop` and `reset`, as a person runs them."""

import os
import subprocess
import sys

import pytest

from config.embedded import identity, processes
from config.embedded.paths import PROJECT


def embedded(state, *words, prefix=()):
    """Run one command on a state folder; return what it printed and its exit status."""
    done = subprocess.run(
        [*prefix, sys.executable, "-m", "config.embedded", *words],
        cwd=PROJECT,
        env={**os.environ, "WBL_STATE": str(state), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout, done.returncode


def test_env_starts_servers_that_stay_until_stop(paths):
    printed, status = embedded(paths.state, "env")
    names = [line.split("=")[0] for line in printed.splitlines() if line.startswith("export ")]
    assert status == 0
    assert names[-3:] == ["export DATABASE_URL", "export BROKER_URL", "export CACHE_URL"]
    assert len(processes.find(paths.state, "postgres")) == 1
    assert embedded(paths.state, "stop") == ("Stopped.\n", 0)
    assert processes.find(paths.state) == []
    assert embedded(paths.state, "stop") == ("Nothing is running.\n", 0)


def test_reset_without_an_answer_deletes_nothing(paths):
    printed, status = embedded(paths.state, "reset")
    assert status == 1
    assert printed.splitlines()[-1] == "Nothing was deleted."
    assert paths.state.exists()


def test_reset_with_yes_stops_the_servers_and_deletes_the_folder(paths):
    embedded(paths.state, "env")
    assert embedded(paths.state, "reset", "--yes")[1] == 0
    assert processes.find(paths.state) == []
    assert not paths.state.exists()
    assert not paths.sockets.exists()


def test_folder_with_other_things_is_neither_used_nor_deleted(tmp_path, no_addresses):
    mine = tmp_path / "thesis.odt"
    mine.touch()
    assert [embedded(tmp_path, "env")[1], embedded(tmp_path, "reset", "--yes")[1]] == [1, 1]
    assert list(tmp_path.iterdir()) == [mine]


def test_unknown_command_shows_the_list(tmp_path):
    printed, status = embedded(tmp_path / "state", "fly")
    assert printed.startswith("Usage:")
    assert status == 2


@pytest.mark.skipif(os.getuid() != 0, reason="this run is by an ordinary user anyway")
def test_ordinary_user_starts_and_stops_the_servers(tmp_path, no_addresses):
    if not identity.DROPPED.works(sys.executable):
        pytest.skip("root may not become the user nobody here")
    state = tmp_path / "state"
    state.mkdir(mode=0o700)
    os.chown(state, identity.NOBODY, identity.NOBODY)
    printed, status = embedded(state, "env", prefix=identity.DROPPED.prefix)
    assert (status, printed.splitlines()[-1][:24]) == (0, "# The servers stay until")
    assert {(state / name).stat().st_uid for name in ("postgres", "broker")} == {identity.NOBODY}
    assert embedded(state, "stop", prefix=identity.DROPPED.prefix) == ("Stopped.\n", 0)
    assert processes.find(state) == []
