"""Nothing personal in logs, addresses, task arguments or error reports: looked for in every test.

Whatever a test makes the platform write is searched for what the makers of rows give to people:
an e-mail address, a name ("Peeters 12"), a student number, a national number. A test during
which one is found fails, so that the place is known; every process of a parallel run looks for
itself. How a line is formatted does not matter: message, arguments and traceback are searched.
"""

import logging
import re
from collections.abc import Iterator
from traceback import format_exception
from urllib.parse import unquote_plus

import pytest
from celery.signals import before_task_publish, task_prerun
from django.conf import settings
from django.core.signals import request_started

from core.privacy.national_number import holds_national_number

PERSONAL = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}|\bPeeters \d+|\bS\d{7}\b")
LOGGERS = (*settings.ROOMS, "config", "django", "celery", "allauth")
# Words that somebody searches for: the reader's own, and in no log of ours (docs/operations.md).
SEARCHED = re.compile(r"(?<=[?&])(q|search)=[^&]*")


class Watch(logging.Handler):
    """What was found since it was last asked, each with where."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found: list[str] = []

    def look(self, where: str, text: str) -> None:
        """Remember the place and the kind of text, when it is about a person."""
        match = PERSONAL.search(text)
        if match or holds_national_number(text):
            self.found.append(f"{where}: {match.group() if match else 'a national number'}")

    def emit(self, record: logging.LogRecord) -> None:
        """A line of a log, as any formatter could write it."""
        parts = [str(record.msg), str(record.args), self.extras(record)]
        if record.exc_info and record.exc_info[0]:
            parts += format_exception(*record.exc_info)
        self.look(f"log {record.name}", "\n".join(parts))

    def extras(self, record: logging.LogRecord) -> str:
        """What a structured log would add: everything the caller gave beside the message."""
        usual = logging.makeLogRecord({}).__dict__
        return str({k: v for k, v in record.__dict__.items() if k not in usual})

    def request_started(self, environ: dict, **kwargs: object) -> None:
        """The address of a request."""
        query = SEARCHED.sub("", "?" + environ.get("QUERY_STRING", ""))
        address = environ.get("PATH_INFO", "") + query
        self.look(f"address {environ.get('PATH_INFO')}", unquote_plus(address))

    def task(self, **kwargs: object) -> None:
        """The arguments of a task that starts here (eagerly too)."""
        given = f"{kwargs.get('args')} {kwargs.get('kwargs')}"
        self.look(f"task {kwargs.get('task')}", given)

    def published(self, body: object = None, sender: object = None, **kwargs: object) -> None:
        """The arguments of a task on its way to the broker."""
        self.look(f"task {sender}", str(body))


def begin(watch: Watch) -> None:
    """Look from now on."""
    for name in LOGGERS:
        logging.getLogger(name).addHandler(watch)
    for room in settings.ROOMS:
        logging.getLogger(room).setLevel(logging.DEBUG)
    request_started.connect(watch.request_started, weak=False)
    task_prerun.connect(watch.task, weak=False)
    before_task_publish.connect(watch.published, weak=False)


def end(watch: Watch) -> None:
    """Look no longer."""
    for name in LOGGERS:
        logging.getLogger(name).removeHandler(watch)
    request_started.disconnect(watch.request_started)
    task_prerun.disconnect(watch.task)
    before_task_publish.disconnect(watch.published)


@pytest.fixture(scope="session")
def watch() -> Iterator[Watch]:
    """One for the whole process."""
    watching = Watch()
    begin(watching)
    yield watching
    end(watching)


@pytest.fixture(autouse=True)
def nothing_personal_is_written(watch: Watch, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails the test during which something personal was written where it must not be."""
    watch.found.clear()
    yield
    found, watch.found = watch.found, []
    on_purpose = request.node.get_closest_marker("personal")
    assert found == [] or on_purpose, "Personal data was written where nothing personal may stand"
