"""One line per request with its number, which people, programs, tasks and history know too."""

import re

import pghistory
import pytest
from celery import current_app, shared_task
from django.db import IntegrityError, OperationalError, connection
from django.test import Client
from django.urls import reverse
from django_structlog.celery.signals import modify_context_before_task_publish
from structlog.contextvars import bound_contextvars, clear_contextvars

from core.background import enqueue
from core.health import readiness
from core.history import event_model
from core.requests import request_id
from partnerships.models import Partnership
from tests import api
from tests.factories import partnerships as make
from tests.log import production_log
from tests.people import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.personal]
NUMBER = re.compile(r"[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}")


@pytest.fixture
def log():
    with production_log() as found:
        yield found
    clear_contextvars()


@pytest.fixture
def failing(monkeypatch):
    """A home page that falls over with this exception."""

    def fail_with(error):
        def fall_over(*args, **kwargs):
            raise error

        monkeypatch.setattr("core.views.home.Home.get_context_data", fall_over)

    return fail_with


def test_one_line_tells_a_request_without_anything_personal(client, log):
    """D8: by whom (an opaque key), what, how it went, how long and with how many questions."""
    person = make.make_coordinator()
    sign_in(client, person)
    answer = client.get(reverse("partnerships:host-list"), {"q": "Jan Peeters"})
    (line,) = log.events("request_finished")
    assert line == {
        "event": "request_finished",
        "level": "info",
        "logger": "django_structlog.middlewares.request",
        "timestamp": "2026-09-14T07:00:00Z",
        "request_id": answer["X-Request-ID"],
        "user": str(person.uuid),
        "request": "GET /partners/hosts/",
        "view": "partnerships:host-list",
        "code": 200,
        "duration_ms": line["duration_ms"],
        "queries": line["queries"],
        "queries_ms": line["queries_ms"],
    }
    assert line["queries"] > 3
    assert NUMBER.fullmatch(answer["X-Request-ID"])
    for leak in (person.email, person.last_name, "Peeters", "127.0.0.1"):
        assert leak not in log.text


def test_key_of_a_link_never_reaches_the_log(client, log):
    """Whoever reads the log must not be able to use somebody's link."""
    client.get("/notifications/unsubscribe/very-secret-token/")
    client.get("/account/password/reset/abc-very-secret/")
    client.get("/account/password/reset/damaged/very-secret")
    client.get("/no-such-page?token=very-secret")
    assert [line["request"] for line in log.events("request_finished")] == [
        "GET /notifications/unsubscribe/…/",
        "GET /account/password/reset/…-…/",
        "GET /account/…",
        "GET /no-such-page",
    ]
    assert "very-secret" not in log.text


@pytest.mark.parametrize(
    ("header", "sent", "taken"),
    [
        ("", "from-the-visitor", False),
        ("X-Request-ID", "from-our-proxy-1", True),
        ("X-Request-ID", 'damaged"\n{}', False),
        ("X-Request-ID", "short", False),
    ],
)
def test_number_of_a_proxy_counts_only_where_a_setting_trusts_it(
    client, settings, header, sent, taken
):
    """A visitor cannot write in the log what they like, nor pass for another request."""
    settings.REQUEST_ID_HEADER = header
    answer = client.get(reverse("accessibility"), headers={"X-Request-ID": sent})
    assert (answer["X-Request-ID"] == sent) is taken


def test_page_about_an_error_tells_the_number_that_the_log_has(failing, log):
    """Who asks for help reads out one number; the operator finds the line with the cause."""
    failing(RuntimeError("Jan Peeters, 85.07.30-033.28"))
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    (line,) = log.events("request_failed")
    assert line["request_id"] == answer["X-Request-ID"]
    assert f"<strong>{line['request_id']}</strong>" in answer.content.decode()
    assert line["exception"].splitlines()[-1] == "RuntimeError"
    assert "tests/core/test_watching_log.py" in line["exception"]
    assert "Peeters" not in log.text


def test_refusal_to_a_machine_tells_the_number(client, log):
    """The same number for a program, in the header of every answer."""
    answer = client.get(reverse("partnership-list"))
    assert answer.status_code == 401
    assert answer["X-Request-ID"] == log.events("request_finished")[0]["request_id"]
    assert api.code(answer) == "sign-in"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (IntegrityError("duplicate\nDETAIL:  Key (name)=(Jan Peeters)"), "IntegrityError"),
        (OperationalError("server closed the connection"), "server closed the connection"),
        (ValueError("invalid literal: 'Jan Peeters'"), "ValueError"),
        (FileNotFoundError("/srv/files of jan.peeters@example.org"), "/srv/files of […]"),
    ],
)
def test_exception_tells_of_machines_and_never_of_people(failing, log, error, said):
    failing(error)
    Client(raise_request_exception=False).get("/")
    (line,) = log.events("request_failed")
    assert line["exception"].splitlines()[-1].endswith(said)
    assert "peeters" not in log.text.lower()


def test_history_knows_the_number(client, log):
    """Who reads the history finds the request in the log, and the other way round."""
    person = make.make_coordinator()
    sign_in(client, person)
    answer = api.post(
        client,
        reverse("partnership-list"),
        institution=str(person.memberships.get().organisation.uuid),
        host=str(make.make_host().uuid),
        started_on="2026-09-01",
    )
    assert answer.status_code == 201
    event = event_model(Partnership).objects.get()
    assert event.pgh_context["request"] == answer["X-Request-ID"]


def test_task_names_itself_and_its_request_in_the_history():
    """A change at night is traced to its task, and to who asked for it."""
    seen = {}

    @shared_task(name="tests.tell")
    def tell():
        with pghistory.context() as context:
            seen.update(context.metadata)
        make.make_partnership()

    try:
        with bound_contextvars(request_id="7KQ2-M4XD-9PRA"):
            tell()
    finally:
        del current_app.tasks["tests.tell"]
    assert seen == {"task": "tests.tell", "request": "7KQ2-M4XD-9PRA"}
    assert event_model(Partnership).objects.get().pgh_context == seen


def test_task_gets_the_number_and_the_person_and_nothing_else():
    """What travels through the broker with a task: opaque keys."""
    context = {"request_id": "7KQ2-M4XD-9PRA", "user": "key", "ip": "10.0.0.1", "task": "other"}
    modify_context_before_task_publish.send(sender=None, context=context)
    assert context == {"request_id": "7KQ2-M4XD-9PRA", "user": "key"}


def test_slow_request_and_query_stand_out_without_their_values(client, settings, log):
    """Operators find what is slow before people complain."""
    settings.SLOW_REQUEST_MS, settings.SLOW_QUERY_MS = 0, 0
    client.get(reverse("health-ready"))
    assert log.events("request_finished")[0]["slow"] is True
    assert log.events("slow_query")[0]["sql"] == "SELECT 1"
    assert readiness()["database"] == "ok"


def test_enqueue_outside_a_request_works(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as found:
        enqueue("core.heartbeat")
    assert len(found) == 1
    assert request_id() == ""
    assert connection.execute_wrappers == []
