"""The servers as their users see them: started together, shared, gone afterwards."""

import os
import signal
import subprocess
import sys
from contextlib import closing

import psycopg2
import pytest
import redis

from config.embedded import ensure_servers, processes, release_servers
from config.embedded.errors import EmbeddedError
from config.embedded.locks import holder
from config.embedded.paths import PROJECT
from config.embedded.processes import wait_until

USER = """
import psycopg2, os, sys, time
from config.embedded import ensure_servers
with psycopg2.connect(ensure_servers()["DATABASE_URL"]) as connection:
    cursor = connection.cursor()
    cursor.execute("SELECT pg_postmaster_start_time()::text")
    print(cursor.fetchone()[0], flush=True)
time.sleep(float(sys.argv[1]))
"""

SLEEP = [sys.executable, "-c", "import time; time.sleep(30)"]


def user(paths, seconds):
    """Another process that uses the servers for some seconds."""
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(seconds)],
        cwd=PROJECT,
        env={**os.environ, "WBL_STATE": str(paths.state)},
        stdout=subprocess.PIPE,
        text=True,
    )


def query(url, sql):
    """The rows a statement returns, in a connection of its own."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def execute(url, sql):
    """Run a statement and commit it."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        connection.cursor().execute(sql)


def connects(url):
    """Whether the database answers now."""
    try:
        return query(url, "SELECT 1") == [(1,)]
    except psycopg2.OperationalError:
        return False


def test_first_start_makes_a_database_its_owner_may_use(paths):
    url = ensure_servers(paths)["DATABASE_URL"]
    rights = "SELECT current_user, rolcreatedb, rolcreaterole, rolsuper FROM pg_roles"
    assert query(url, f"{rights} WHERE rolname = current_user") == [("wbl", True, True, False)]
    assert query(url, "SHOW listen_addresses") == [("",)]
    assert query(url, "SELECT lower('ÉÏ')") == [("éï",)]


def test_last_user_out_leaves_no_process_and_the_second_start_finds_the_rows(paths):
    url = ensure_servers(paths)["DATABASE_URL"]
    execute(url, "CREATE TABLE kept AS SELECT 7 AS n")
    assert release_servers(paths) is True
    assert processes.find(paths.state) == []
    assert holder(paths.lock("keeper")) is None
    assert query(ensure_servers(paths)["DATABASE_URL"], "SELECT n FROM kept") == [(7,)]


def test_four_processes_starting_at_once_share_one_server(paths):
    started = [user(paths, 0) for _ in range(4)]
    answers = [process.communicate(timeout=60)[0].strip() for process in started]
    assert [process.returncode for process in started] == [0, 0, 0, 0]
    assert len(set(answers)) == 1


def test_release_leaves_servers_another_process_uses(paths):
    url = ensure_servers(paths)["DATABASE_URL"]
    with user(paths, 60) as other:
        other.stdout.readline()
        assert release_servers(paths) is False
        assert connects(url)
        other.kill()


def test_servers_end_when_their_only_user_is_killed(paths):
    with user(paths, 60) as only:
        only.stdout.readline()
        only.kill()
    assert wait_until(lambda: processes.find(paths.state) == [], 20)


def test_killed_database_comes_back_with_exactly_the_committed_rows(paths):
    url = ensure_servers(paths)["DATABASE_URL"]
    execute(url, "CREATE TABLE written AS SELECT 1 AS n")
    with closing(psycopg2.connect(url)) as unfinished:
        unfinished.cursor().execute("INSERT INTO written VALUES (2)")
        [postmaster] = processes.find(paths.state, "postgres")
        os.kill(postmaster, signal.SIGKILL)
        assert wait_until(lambda: not processes.alive(postmaster), 5)
    assert wait_until(lambda: connects(url), 60)
    assert query(url, "SELECT n FROM written") == [(1,)]


def test_killed_broker_comes_back_with_what_was_queued(paths):
    address = ensure_servers(paths)["CACHE_URL"]
    with closing(redis.Redis.from_url(address)) as client:
        client.rpush("queue", *range(50))
        os.kill(processes.find(paths.state, "broker")[0], signal.SIGKILL)
        assert wait_until(lambda: answers(client), 30)
        assert client.lrange("queue", 0, -1) == [str(n).encode() for n in range(50)]


def answers(client):
    """Whether the broker answers now."""
    try:
        return client.ping()
    except redis.ConnectionError:
        return False


def test_killed_keeper_is_followed_by_one_that_adopts_its_servers(paths):
    ensure_servers(paths)
    before = processes.find(paths.state, "postgres")
    os.kill(int(holder(paths.lock("keeper"))), signal.SIGKILL)
    assert wait_until(lambda: holder(paths.lock("keeper")) is None, 5)
    ensure_servers(paths)
    assert processes.find(paths.state, "postgres") == before
    assert release_servers(paths) is True
    assert processes.find(paths.state) == []


def test_start_after_all_was_killed_removes_a_lock_with_a_number_now_another_process(paths):
    url = ensure_servers(paths)["DATABASE_URL"]
    execute(url, "CREATE TABLE kept AS SELECT 7 AS n")
    ours = [int(holder(paths.lock("keeper"))), *processes.find(paths.state)]
    processes.send(ours, signal.SIGKILL)
    assert wait_until(lambda: not any(map(processes.alive, ours)), 5)
    lock = paths.data / "postmaster.pid"
    lines = lock.read_text().splitlines(keepends=True)
    lock.write_text("".join([f"{os.getpid()}\n", *lines[1:]]))
    assert query(ensure_servers(paths)["DATABASE_URL"], "SELECT n FROM kept") == [(7,)]


def test_server_that_cannot_start_is_reported_with_what_it_said(paths):
    paths.data.mkdir()
    (paths.data / "PG_VERSION").write_text("18\n")
    with pytest.raises(EmbeddedError, match=r"could not access the server configuration file"):
        ensure_servers(paths)
    assert processes.find(paths.state) == []


def test_orphan_of_a_killed_supervisor_ends_with_the_servers(paths):
    ensure_servers(paths)
    environment = {**os.environ, **processes.marks(paths.state, "web")}
    with subprocess.Popen(SLEEP, env=environment) as orphan:
        assert processes.find(paths.state, "web") == [orphan.pid]
        release_servers(paths)
        assert orphan.wait(timeout=10) == -signal.SIGTERM


@pytest.mark.parametrize(
    ("variable", "address", "server"),
    [
        ("DATABASE_URL", "postgresql://elsewhere/wbl", "postgres"),
        ("BROKER_URL", "redis://elsewhere:6379/0", "broker"),
    ],
)
def test_server_with_an_address_from_outside_is_not_started(
    paths, monkeypatch, variable, address, server
):
    monkeypatch.setenv(variable, address)
    variables = ensure_servers(paths)
    assert variable not in variables
    assert processes.find(paths.state, server) == []
