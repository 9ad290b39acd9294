"""The parts `run` consists of: children that come back, and the address they answer at."""

import os
import socket
import sys
import time

import pytest

from config.embedded import processes
from config.embedded.children import Child, end_all
from config.embedded.errors import EmbeddedError
from config.embedded.listening import healthy, listen
from config.embedded.processes import wait_until

STUBBORN = (
    "import signal, subprocess, sys, time;"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "subprocess.Popen(['sleep', '300']); print('up', flush=True); time.sleep(300)"
)


def child(paths, code):
    """A child that runs a line of Python."""
    return Child("web", [sys.executable, "-c", code], paths, dict(os.environ))


def looked_after(part, condition):
    """Look after a child until the condition is true."""

    def look():
        part.look_after()
        return condition()

    return wait_until(look, 20)


def test_child_that_dies_is_said_and_started_again(paths, capsys):
    count = str(paths.state / "count")
    part = child(paths, f"open({count!r}, 'a').write('x'); print('alas')")
    assert looked_after(part, lambda: part.deaths == 2)
    assert (paths.state / "count").read_text() == "xx"
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if line.startswith("web ended")] == [
        "web ended unexpectedly (0). Starting it now.",
        "web ended unexpectedly (0). Starting it in 1 s.",
    ]
    assert "alas" in said
    assert part.process is None
    assert part.due > time.monotonic()


def test_end_leaves_nothing_of_a_group_that_ignores_the_request(paths, monkeypatch):
    monkeypatch.setattr("config.embedded.children.GRACE", 0.2)
    part = child(paths, STUBBORN)
    part.start()
    assert wait_until(lambda: paths.log("web").read_text() == "up\n", 20)
    assert len(processes.find(paths.state, "web")) == 2
    end_all([part])
    assert wait_until(lambda: processes.find(paths.state, "web") == [], 5)


def test_listen_takes_the_next_port_and_says_so(monkeypatch, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with listen() as free:
            chosen = free.getsockname()[1]
    assert chosen > port
    assert capsys.readouterr().out == f"Port {port} is taken; port {chosen} is used instead.\n"


@pytest.mark.parametrize("text", ["0", "65536", "http", "-1"])
def test_listen_refuses_what_is_no_port(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(EmbeddedError, match="PORT must be a number from 1 to 65535"):
        listen()


def test_healthy_is_false_where_nobody_answers():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
    assert healthy(f"http://127.0.0.1:{port}/") is False
