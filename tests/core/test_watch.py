"""Nothing personal in logs, addresses, tasks and error reports: the look itself, and the filter."""

import logging

import pytest
from celery import shared_task
from django.test import RequestFactory
from django.views.debug import ExceptionReporter

from tests.factories import partnerships as make
from tests.watch import Watch, begin, end

EMAIL = "persoon1@voorbeeld.example"
NUMBER = "85.07.30-033.28"
COOKIE, ADDRESS = "geheim-koekje", "192.0.2.77"


pytestmark = pytest.mark.personal


@pytest.fixture
def other():
    """A second look, for what this test does on purpose."""
    second = Watch()
    begin(second)
    yield second
    end(second)


@shared_task(name="tests.greet")
def greet(name: str, mail: str = "") -> None:
    """A task that should have been given a key."""


def test_look_finds_a_leak_in_every_place(client, other):
    """A name in a log, an address in a traceback, a number in extras, an address, a task."""
    logging.getLogger("core.notifications").debug("Told %s", "An Peeters 12")
    logging.getLogger("core.privacy").warning("Refused", extra={"who": EMAIL})
    logging.getLogger("celery.worker").warning("nummer %s", NUMBER)
    try:
        raise ValueError(EMAIL)
    except ValueError:
        logging.getLogger("config").exception("Broken")
    client.get("/import/preview/", {"mail": EMAIL})
    greet.delay("An", mail=EMAIL)
    assert [one.split(":")[0].split(" ")[0] for one in other.found] == [
        "log", "log", "log", "log", "address", "task",
    ]  # fmt: skip


def test_look_lets_harmless_lines_pass(client, other):
    logging.getLogger("core").info("Letter %s was given up: %s", "3f2504e0", "SMTPException 550")
    client.get("/health/live/")
    greet.delay("3")
    assert other.found == []


def test_words_that_somebody_searches_are_the_readers_own(client, other):
    client.get("/health/live/", {"q": "Peeters 12", "page": "2"})
    assert other.found == []
    client.get("/health/live/", {"q": "x", "name": "Peeters 12"})
    assert len(other.found) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("debug", [False, True])
def test_error_report_shows_nothing_that_was_typed(settings, debug):
    """Form, cookies, headers and variables: names only, also while debugging."""
    settings.DEBUG = debug
    request = RequestFactory().post("/learning/log/", {"text": f"Ik ben {EMAIL}"})
    request.COOKIES["sessionid"] = COOKIE
    request.META["HTTP_X_FORWARDED_FOR"] = ADDRESS
    try:
        person = make.make_user()
        raise RuntimeError("broken")
    except RuntimeError as error:
        report = ExceptionReporter(request, type(error), error, error.__traceback__)
    for text in (report.get_traceback_text(), report.get_traceback_html()):
        for secret in (EMAIL, person.email, person.last_name, COOKIE, ADDRESS):
            assert secret not in text
        assert "RuntimeError" in text
