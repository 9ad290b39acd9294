"""`run` from its first line to its last, with a platform of one page."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
import time_machine

from config.embedded import processes
from config.embedded.locks import holder
from config.embedded.paths import PROJECT, open_state
from config.embedded.processes import wait_until
from config.embedded.stopping import stop_everything

MANAGE = """
import pathlib, sys
with pathlib.Path("commands").open("a") as file:
    print(*sys.argv[1:], file=file)
print("one@school.example / secret")
broken = pathlib.Path("broken")
sys.exit("no such table" if broken.exists() and broken.read_text() in sys.argv[1] else 0)
"""
WSGI = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]
"""
CELERY = """
import os
from celery import Celery
app = Celery(broker=os.environ["BROKER_URL"])
"""


@pytest.fixture
def project(tmp_path, no_addresses):
    """A project with the embedded servers and a platform of one page."""
    folder = tmp_path / "project"
    shutil.copytree(PROJECT / "config" / "embedded", folder / "config" / "embedded")
    files = {"manage.py": MANAGE, "config/wsgi.py": WSGI, "config/celery.py": CELERY}
    files["config/__init__.py"] = ""
    files["config/gunicorn.py"] = "worker_class = 'gthread'\ncontrol_socket_disable = True\n"
    for name, text in files.items():
        (folder / name).write_text(text)
    paths = open_state(folder / ".local")
    yield folder
    stop_everything(paths.state)
    shutil.rmtree(paths.sockets, ignore_errors=True)


def run(project):
    """Start the platform at a port of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "config.embedded", "run"],
        cwd=project,
        env={**os.environ, "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def until_ready(process):
    """What it prints up to the line on how to stop it."""
    printed = []
    for line in process.stdout:
        printed.append(line)
        if "Stop: Ctrl-C" in line:
            break
    return "".join(printed)


def parts(project):
    """The processes of the web server, the worker and beat."""
    return [processes.find(project / ".local", part) for part in ("web", "worker", "beat")]


def test_run_serves_until_a_signal_and_leaves_nothing(project):
    with run(project) as process:
        printed = until_ready(process)
        [url] = re.findall(r"Ready in \d+\.\d s: (http://localhost:\d+/)", printed)
        assert "one@school.example / secret" in printed
        assert urllib.request.urlopen(url).read() == b"hello"
        process.send_signal(signal.SIGINT)
        last = process.stdout.read().splitlines()[-1]
    assert (process.returncode, last) == (0, "Stopped. Nothing is left running.")
    assert processes.find(project / ".local") == []
    commands = (project / "commands").read_text().splitlines()
    assert [words for words in commands if not words.startswith("collectstatic")] == [
        "migrate --noinput",
        "load_demo",
        "demo_accounts",
    ]
    assert commands.count("collectstatic --noinput -v0") == 1


def test_run_counts_from_the_moment_it_was_asked_for(project, monkeypatch):
    # The started process lives in real time, whatever this test's clock says.
    monkeypatch.setenv("WBL_ASKED", str(time_machine.escape_hatch.time.time() - 1000))
    with run(project) as process:
        printed = until_ready(process)
        process.terminate()
        process.stdout.read()
    assert 1000 < float(re.findall(r"Ready in (\d+\.\d) s", printed)[0]) < 1200


def test_run_after_its_supervisor_was_killed_loads_no_demo_again(project):
    with run(project) as process:
        until_ready(process)
        process.kill()
    assert wait_until(lambda: processes.find(project / ".local") == [], 30)
    with run(project) as process:
        until_ready(process)
        process.terminate()
        process.stdout.read()
    assert (project / "commands").read_text().count("load_demo") == 1


def test_run_after_everything_that_could_clean_up_was_killed_ends_the_orphans(project):
    locks = open_state(project / ".local").lock
    with run(project) as process:
        until_ready(process)
        os.kill(int(holder(locks("keeper"))), signal.SIGKILL)
        process.kill()
    left = parts(project)
    assert all(left)
    with run(project) as process:
        assert re.match(r"Ending \d+ processes that an earlier run left", until_ready(process))
        assert [pid for pids in left for pid in pids if processes.alive(pid)] == []
        process.terminate()
        process.stdout.read()
    assert processes.find(project / ".local") == []


def test_run_shows_what_a_failing_step_said_and_stops(project):
    (project / "broken").touch()
    with run(project) as process:
        printed = process.stdout.read()
    assert process.returncode == 1
    assert "Preparing the database failed (manage.py migrate --noinput)" in printed
    assert printed.splitlines()[-1] == "no such table"
    assert processes.find(project / ".local") == []


def test_run_on_somebodys_own_database_says_how_to_load_the_demonstration(project, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/own")
    (project / "broken").write_text("demo_accounts")
    with run(project) as process:
        printed = until_ready(process)
        process.terminate()
        process.stdout.read()
    assert printed.splitlines()[-3].strip() == "python3 bootstrap.py manage load_demo"
    assert "load_demo" not in (project / "commands").read_text()
    assert process.returncode == 0
