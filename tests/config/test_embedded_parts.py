"""Pieces of the embedded servers that need no running server, or only one."""

import os
import subprocess
import sys

import pytest

from config.embedded import identity
from config.embedded import paths as paths_module
from config.embedded.errors import EmbeddedError
from config.embedded.keys import local_keys
from config.embedded.locks import FileLock, holder, shared
from config.embedded.logs import open_log, tail
from config.embedded.paths import LONGEST_SOCKET, open_state
from config.embedded.postgres import Postgres


def test_socket_of_a_deep_folder_lies_in_a_short_private_one(tmp_path):
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    opened = open_state(deep)
    try:
        assert opened.sockets.parent != opened.state
        assert len(str(opened.database_socket)) < LONGEST_SOCKET
        assert opened.sockets.stat().st_mode & 0o777 == 0o700
        assert open_state(deep) == opened
    finally:
        opened.sockets.rmdir()


def test_socket_of_a_folder_with_a_space_lies_elsewhere(tmp_path):
    opened = open_state(tmp_path / "my state")
    try:
        assert paths_module.fits(opened.sockets)
    finally:
        opened.sockets.rmdir()


def test_socket_folder_of_another_user_is_refused(tmp_path):
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    with pytest.raises(EmbeddedError):
        paths_module.private(link)


@pytest.mark.parametrize("chosen", [identity.NAMESPACE, identity.DROPPED])
@pytest.mark.skipif(os.getuid() != 0, reason="only root has to change its identity")
def test_root_starts_the_database_under_each_identity(paths, chosen):
    server = Postgres(paths, chosen)
    if not chosen.works(server.programs / "postgres"):
        pytest.skip("the kernel forbids this identity here")
    server.start()
    assert server.ready()
    assert paths.data.stat().st_uid == chosen.owner
    server.stop()
    assert not server.running()


def test_data_of_another_version_is_refused_with_its_number(paths):
    paths.data.mkdir()
    (paths.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(EmbeddedError, match=r"belongs to PostgreSQL 15; here runs 18\.$"):
        Postgres(paths).prepare()


def test_interrupted_first_start_is_not_taken_for_a_database(paths):
    unfinished = paths.data.with_name("postgres.new")
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")
    Postgres(paths).prepare()
    assert not unfinished.exists()
    assert (paths.data / "global").is_dir()


def test_lock_is_free_again_after_its_holder_was_killed(tmp_path):
    path = tmp_path / "lock"
    hold = (
        "import sys,time; from pathlib import Path; from config.embedded.locks import FileLock;"
        "lock=FileLock(Path(sys.argv[1])); lock.try_take(); lock.note('me');"
        "print(); time.sleep(60)"
    )
    command = [sys.executable, "-u", "-c", hold, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        assert holder(path) == "me"
        assert FileLock(path).try_take(patience=0) is False
        process.kill()
    assert holder(path) is None


def test_shared_lock_keeps_others_from_having_it_alone(tmp_path):
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    first.take(shared=True)
    assert (shared(first.path), second.try_take(patience=0)) == (True, False)
    first.release()
    assert (second.try_take(patience=0), shared(first.path)) == (True, False)
    second.release()


def test_keys_are_made_once_and_private(paths):
    keys = local_keys(paths)
    assert local_keys(paths) == keys
    assert len(bytes.fromhex(keys["SECRET_KEY"])) == 32
    assert (paths.state / "secret-key").stat().st_mode & 0o777 == 0o600


def test_key_from_the_environment_is_not_replaced(paths, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "given")
    assert "SECRET_KEY" not in local_keys(paths)


def test_overlong_log_is_put_aside_and_its_tail_is_short(tmp_path, monkeypatch):
    monkeypatch.setattr("config.embedded.logs.LARGEST", 10)
    log = tmp_path / "web.log"
    log.write_text("one\ntwo\nthree\n")
    assert tail(log, lines=2) == "two\nthree"
    open_log(log).close()
    assert (log.read_text(), (tmp_path / "web.log.1").read_text()) == ("", "one\ntwo\nthree\n")
