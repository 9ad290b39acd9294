"""The real web server with our settings: who sends slowly, too much or nonsense gets an end."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import closing

import pytest

from config.embedded.paths import PROJECT
from tests.ports import free_port

WSGI = """
import sys
def application(environ, start_response):
    body = environ["wsgi.input"].read()
    text = f"{len(body)} {environ['wsgi.url_scheme']}".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))])
    return [text]
"""
HEAD_SECONDS, BODY_SECONDS = 1.0, 1.5
THREADS = 3


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Gunicorn with one worker of three threads and short patience; yields port and log."""
    folder = tmp_path_factory.mktemp("web")
    (folder / "tiny_wsgi.py").write_text(WSGI)
    port = free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": f"{folder}:{PROJECT}",
        "WEB_WORKERS": "1",
        "WEB_THREADS": str(THREADS),
        "LOG_FORMAT": "json",
        "LOG_LEVEL": "INFO",
        "BIND": f"127.0.0.1:{port}",
        "REQUEST_HEAD_SECONDS": str(HEAD_SECONDS),
        "REQUEST_BODY_SECONDS": str(BODY_SECONDS),
    }
    command = [sys.executable, "-m", "gunicorn", "--config", str(PROJECT / "config/gunicorn.py")]
    log = folder / "log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*command, "tiny_wsgi:application"], cwd=folder, env=environment, stderr=file
        )
    try:
        for _ in range(300):
            with closing(socket.socket()) as attempt:
                if attempt.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port, log
    finally:
        process.terminate()
        process.wait(20)


def talk(port, *pieces, patience=10.0, pause=0.0):
    """Send the pieces and read the whole answer; "" when the door closes without one."""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as talking:
        try:
            for piece in pieces:
                talking.sendall(piece)
                time.sleep(pause)
            answer = b""
            while read := talking.recv(65536):
                answer += read
        except (BrokenPipeError, ConnectionResetError):
            return ""
    return answer.decode("latin-1")


GOOD = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"


def drip(held):
    """One byte now and then, for twice as long as a head may take."""
    for _ in range(40):
        held.sendall(b"x")
        time.sleep(HEAD_SECONDS / 20)


def status(answer):
    return answer.split("\r\n", 1)[0].partition(" ")[2]


def test_slow_heads_do_not_keep_others_out(server):
    """Slowloris: more connections than threads, each sending one byte now and then."""
    port, _log = server
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(THREADS * 2)]
    try:
        for held in slow:
            held.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        began = time.perf_counter()
        assert status(talk(port, GOOD + b"\r\n")) == "200 OK"
        assert time.perf_counter() - began < HEAD_SECONDS * 3
        with pytest.raises((BrokenPipeError, ConnectionResetError)):  # going on does not help
            drip(slow[0])
    finally:
        for held in slow:
            held.close()


def test_slow_body_is_cut_and_a_whole_one_is_answered(server):
    port, _log = server
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 6\r\n\r\n"
    assert talk(port, head, b"abc", b"def", pause=0.1).endswith("\r\n\r\n6 http")
    began = time.perf_counter()
    assert not talk(port, head, b"abc").endswith("6 http")
    assert BODY_SECONDS * 0.8 < time.perf_counter() - began < BODY_SECONDS * 3


@pytest.mark.parametrize(
    ("head", "refusal"),
    [
        (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: localhost\r\n", "4"),
        (GOOD + b"".join(b"X-%d: 1\r\n" % n for n in range(200)), "4"),
        (GOOD + b"X-Long: " + b"a" * 9000 + b"\r\n", "4"),
        (GOOD + b"Bad Header: 1\r\n", "400"),
        (GOOD + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", "400"),
        (GOOD + b"Content-Length: -1\r\n", "400"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n folded\r\n", "400"),
        (b"nonsense\r\n", "400"),
    ],
)
def test_oversized_or_damaged_head_is_refused(server, head, refusal):
    port, _log = server
    assert status(talk(port, head + b"\r\n")).startswith(refusal)


def test_only_a_proxy_of_this_machine_says_that_it_was_https(server):
    port, _log = server
    answer = talk(port, GOOD + b"X-Forwarded-Proto: https\r\n\r\n")
    assert answer.endswith("0 https")


def test_server_writes_json_lines_and_no_addresses(server):
    """The same form as the platform's own lines; requests are told by the platform itself."""
    port, log = server
    talk(port, b"GET /?q=Peeters HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert "Listening at" in " ".join(line["event"] for line in lines)
    assert "Peeters" not in log.read_text()
