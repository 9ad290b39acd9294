"""Monitoring: which part answers, without saying more to a stranger."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from core.tasks import heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


def ready(client):
    response = client.get(reverse("health-ready"))
    return response.status_code, response.json()


FINE = dict.fromkeys(("database", "rights", "cache", "broker", "worker", "outbox"), "ok")


def test_ready_when_every_part_answers(client):
    """An operator sees that the platform works before people notice that it does not."""
    heartbeat()
    assert ready(client) == (200, FINE)


@pytest.mark.parametrize(("seconds", "status", "word"), [(120, 200, "ok"), (121, 503, "failing")])
def test_worker_that_fell_silent_is_named(client, frozen_clock, seconds, status, word):
    heartbeat()
    frozen_clock.shift(timedelta(seconds=seconds))
    assert ready(client) == (status, FINE | {"worker": word})


def test_worker_that_never_came_is_named(client):
    assert ready(client) == (503, FINE | {"worker": "failing"})


def test_broker_that_does_not_answer_is_named_without_its_address(client, settings, caplog):
    heartbeat()
    settings.CELERY_BROKER_URL = "redis://:very-secret@127.0.0.1:1/0"
    assert ready(client) == (503, FINE | {"broker": "failing"})
    assert "The broker does not answer" in caplog.text
    assert "very-secret" not in caplog.text


def test_login_that_may_rewrite_history_is_named(client):
    """ADR 0004: a server that runs with the owner's rights is not ready."""
    heartbeat()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert ready(client) == (503, FINE | {"rights": "failing"})


def test_every_page_carries_the_strict_headers(client):
    """No page runs code of others, is framed, or asks for devices."""
    headers = client.get(reverse("home")).headers
    assert set(headers["Content-Security-Policy"].split("; ")) == {
        *(f"{kind}-src 'self'" for kind in ("connect", "font", "manifest", "script", "style")),
        "img-src 'self' data:",
        "form-action 'self'",
        *(f"{kind} 'none'" for kind in ("base-uri", "default-src", "frame-ancestors")),
    }
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    )
