"""The number of a request, from the answer of a web server to the log of a worker (D8)."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from accounts.models import User
from config.embedded.paths import PROJECT
from config.embedded.processes import wait_until
from core.models import Letter
from core.notifications.service import SEND
from tests.ports import free_port

PATIENCE = 60.0  # seconds; a machine that does other things too starts slowly
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Running:
    """A web server and a worker over one database, with their logs."""

    def __init__(self, database: str, folder: Path, stack: ExitStack) -> None:
        self.url, self.folder = f"http://localhost:{free_port()}", folder
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.config.running",
            "RUNNING_DATABASE": database,
            "LOG_FORMAT": "json",
            "LOG_LEVEL": "INFO",  # the tests' own level is in the environment
            "WEB_WORKERS": "1",
        }
        celery = ["celery", "-A", "config.celery:app", "worker", "--pool=solo", "--without-mingle"]
        web = ["gunicorn", "config.wsgi", "--config=config/gunicorn.py"]
        web += [f"--bind={self.url.removeprefix('http://')}", "--graceful-timeout=1"]
        stack.enter_context(self._part("worker", celery, signal.SIGKILL))  # it has nothing to end
        stack.enter_context(self._part("web", web, signal.SIGTERM))

    @contextmanager
    def _part(self, name: str, command: list[str], end: signal.Signals) -> Iterator[None]:
        with (self.folder / name).open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=PROJECT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        try:
            yield
        finally:
            process.send_signal(end)
            process.wait(30)

    def answers(self) -> bool:
        """Whether the web server does."""
        try:
            urllib.request.urlopen(f"{self.url}/health/live/", timeout=5).close()
        except OSError:
            return False
        return True

    def lines(self, part: str, event: str, number: str) -> list[dict]:
        """What the log of a part says of one kind of event for the request of this number."""
        written = (self.folder / part).read_text().splitlines()
        found = [json.loads(line) for line in written if number in line]
        return [line for line in found if line["event"] == event]


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The first answer to a form, not the page behind it, which is another request."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


@pytest.fixture
def running(committed, tmp_path) -> Iterator[Running]:
    with ExitStack() as stack:
        found = Running(committed, tmp_path, stack)
        assert wait_until(found.answers, PATIENCE), (tmp_path / "web").read_text()
        yield found


def ask_for_a_password(url: str, address: str) -> tuple[int, str]:
    """Send the form; the status and the number of the answer."""
    page = f"{url}/account/password/reset/"
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(), NoRedirect)
    with browser.open(page, timeout=30) as answer:
        token = TOKEN.search(answer.read().decode())
    assert token is not None
    form = {"email": address, "csrfmiddlewaretoken": token[1]}
    with pytest.raises(urllib.error.HTTPError) as answered:
        browser.open(page, urllib.parse.urlencode(form).encode(), timeout=30)
    with answered.value as answer:
        return answer.code, answer.headers["X-Request-ID"]


def test_number_of_an_answer_finds_the_task_it_started(running):
    """D8: who reads the number to us is followed from the web server into the worker."""
    User.objects.create_user(email="an.peeters@school.example")
    status, number = ask_for_a_password(running.url, "an.peeters@school.example")
    assert status == 302
    assert wait_until(lambda: bool(running.lines("worker", "task_succeeded", number)), PATIENCE)
    (request,) = running.lines("web", "request_finished", number)
    (task,) = running.lines("worker", "task_succeeded", number)
    assert (request["request_id"], request["view"]) == (number, "account_reset_password")
    assert (task["request_id"], task["task"]) == (number, SEND)
    assert Letter.objects.get().sent_at is not None
