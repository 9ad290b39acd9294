"""Figures for operators: behind a token, over all processes, with labels that cannot grow."""

import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.core.cache import cache
from django.urls import get_resolver, reverse
from prometheus_client.parser import text_string_to_metric_families

from core.deadlines.night import run_night
from core.importing import work
from core.models import ImportJob, Letter, NightRun, Stage
from core.notifications import outbox
from core.notifications.letters import plain_letter
from core.notifications.service import post
from core.tasks import heartbeat
from core.watching.gauges import GAUGES, register_gauge
from core.watching.metrics import METHODS
from tests.factories import partnerships as make
from tests.mail import OK, mail_server
from tests.people import sign_in

ROOT = django_settings.BASE_DIR
pytestmark = pytest.mark.django_db
NAMES = re.compile(r"\bwbl_[a-z_]+")


@pytest.fixture
def figures(client, settings):
    """Ask as Prometheus does; gives a function that returns the samples."""
    settings.METRICS_TOKEN = "t0ken"

    def ask():
        answer = client.get(reverse("metrics"), headers={"Authorization": "Bearer t0ken"})
        assert answer.status_code == 200
        return [
            sample
            for family in text_string_to_metric_families(answer.content.decode())
            for sample in family.samples
        ]

    return ask


def value(samples, name, **labels):
    found = [s.value for s in samples if s.name == name and labels.items() <= s.labels.items()]
    return sum(found)


@pytest.mark.parametrize("token", ["", "t0ken"])
@pytest.mark.parametrize("header", [None, "", "Bearer ", "Bearer wrong", "t0ken", "Basic t0ken"])
def test_without_the_token_there_are_no_figures(client, settings, token, header):
    """How busy the platform is, and what its addresses are called, is nobody else's business."""
    settings.METRICS_TOKEN = token
    answer = client.get(reverse("metrics"), headers={"Authorization": header} if header else {})
    assert answer.status_code == 404
    assert b"wbl_" not in answer.content


def test_requests_are_counted_by_view_verb_and_status(client, figures):
    before = figures()
    client.get(reverse("accessibility"))
    client.get("/partners/hosts/", {"q": "Peeters"})
    after = figures()
    for labels in (
        {"view": "accessibility", "method": "GET", "status": "200"},
        {"view": "partnerships:host-list", "method": "GET", "status": "302"},
    ):
        name = "wbl_requests_total"
        assert value(after, name, **labels) - value(before, name, **labels) == 1
    name = "wbl_request_seconds_count"
    assert value(after, name, view="accessibility") - value(before, name, view="accessibility") == 1
    assert "Peeters" not in str(after)


def test_queries_are_counted_by_view(client, figures):
    sign_in(client, make.make_coordinator())
    labels = {"view": "partnerships:host-list"}
    before = value(figures(), "wbl_queries_total", **labels)
    client.get(reverse("partnerships:host-list"))
    assert value(figures(), "wbl_queries_total", **labels) - before > 3


@pytest.mark.personal
def test_labels_come_from_finite_lists_whatever_visitors_send(client, figures):
    """Bounded cardinality: nobody can fill the memory of monitoring, or leave a name in it."""
    for word in ("jan.peeters@example.org", "85073003328", "x" * 300):
        client.get(f"/{word}/{word}")
        client.get(f"/intake/{word}/")
        client.generic("PEETERS", "/")
        client.post(reverse("account_login"), {"login": word, "password": word})
    views = {"unknown", *_view_names()}
    labels = {(name, label) for s in figures() for name, label in s.labels.items()}
    # Another test of this process may have counted a view or a task of its own.
    ours = {(name, label) for name, label in labels if not label.startswith("tests.")}
    assert {label for name, label in ours if name == "view"} <= views
    assert {label for name, label in ours if name == "method"} <= METHODS | {"other"}
    assert {label for name, label in ours if name == "task"} <= set(current_app.tasks)
    assert {name for name, label in labels if name.startswith("wbl")} == set()
    assert {name for name, __ in labels} <= {
        *("view", "method", "status", "task", "outcome", "le"),
        *("implementation", "major", "minor", "patchlevel", "version", "generation"),
    }


def _view_names(patterns=None, space=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _view_names(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}"


def test_tasks_are_counted_by_outcome(figures, monkeypatch):
    def fall_over():
        raise RuntimeError

    before = figures()
    current_app.tasks["core.write_digests"]()
    monkeypatch.setattr("core.tasks.digest.write_digests", fall_over)
    with pytest.raises(RuntimeError):
        current_app.tasks["core.write_digests"]()
    after = figures()
    for outcome in ("ok", "failed"):
        labels = {"task": "core.write_digests", "outcome": outcome}
        assert value(after, "wbl_tasks_total", **labels) == 1 + value(
            before, "wbl_tasks_total", **labels
        )


def test_refused_sign_ins_are_counted_without_a_name(client, figures):
    before = value(figures(), "wbl_sign_ins_refused_total")
    client.post(reverse("account_login"), {"login": "jan@example.org", "password": "wrong"})
    assert value(figures(), "wbl_sign_ins_refused_total") - before == 1


def test_outbox_and_worker_are_told(figures, frozen_clock):
    """What alerts stand on: letters that wait, letters given up, a worker that fell silent."""
    cache.clear()
    assert value(figures(), "wbl_worker_heartbeat_seconds") == -1
    heartbeat()
    post([plain_letter("a@example.org", "Subject", "Text", kind="tests.plain")])
    frozen_clock.shift(timedelta(seconds=90))
    found = figures()
    assert value(found, "wbl_letters_waiting") == 1
    assert value(found, "wbl_letters_oldest_seconds") == 90
    assert value(found, "wbl_worker_heartbeat_seconds") == 90
    outbox._over(Letter.objects.get(), given_up_at=outbox.timezone.now(), problem="x")
    found = figures()
    assert value(found, "wbl_letters_waiting") == 0
    assert value(found, "wbl_letters_oldest_seconds") == 0
    assert value(found, "wbl_letters_given_up_day") == 1
    assert value(found, "wbl_database_bytes") > 1_000_000
    assert value(found, "wbl_database_connections") >= 1


def test_a_mail_account_that_is_refused_is_told(figures, frozen_clock, settings):
    """Its letters wait for a later try, so that none is due: this figure still says so."""
    post([plain_letter("a@example.org", "Subject", "Text", kind="tests.plain")])
    with mail_server(settings) as postbox:
        postbox.answer_sender = lambda address: "530 5.7.0 sign in first"
        outbox.send_waiting()
        frozen_clock.shift(timedelta(seconds=40))
        assert value(figures(), "wbl_letters_refused_seconds") == 40
        postbox.answer_sender = lambda address: OK
        frozen_clock.shift(timedelta(seconds=60))
        outbox.send_waiting()
    assert value(figures(), "wbl_letters_refused_seconds") == 0


def test_files_on_their_way_in_are_told(figures, frozen_clock):
    """What waits, what is at work (its lock says so), and since when the oldest was asked for."""
    names = [f"wbl_imports_{name}" for name in ("waiting", "running", "oldest_seconds")]
    assert [value(figures(), name) for name in names] == [0, 0, 0]
    actor = make.make_coordinator()
    first, __ = (
        ImportJob.objects.create(importer="people", file_name="x", actor=actor) for __ in "ab"
    )
    ImportJob.objects.create(importer="people", actor=actor, stage=Stage.READY)
    frozen_clock.shift(timedelta(seconds=40))
    assert [value(figures(), name) for name in names] == [2, 0, 40]
    assert work._hold(first)
    assert [value(figures(), name) for name in names] == [1, 1, 40]


def test_last_whole_night_is_told(figures, frozen_clock):
    """A night that is not whole yet does not count."""
    assert value(figures(), "wbl_night_whole_seconds") == -1
    run = run_night()
    frozen_clock.shift(timedelta(hours=25))
    NightRun.objects.create(night=run.night + timedelta(days=1))
    assert value(figures(), "wbl_night_whole_seconds") == 25 * 3600


def test_figure_that_cannot_be_had_is_counted_and_the_others_come(figures, monkeypatch):
    def away():
        raise ConnectionError

    monkeypatch.setattr("core.watching.gauges.GAUGES", list(GAUGES))
    register_gauge("wbl_broken", "Broken", away)
    found = figures()
    assert value(found, "wbl_figures_missing") == 1
    assert [s for s in found if s.name == "wbl_broken"] == []
    with pytest.raises(ValueError, match="registered twice"):
        register_gauge("wbl_broken", "Broken", away)


# As a web server and a worker do: one process is there at first, and makes those that count.
PROCESSES = """
import os
import django
django.setup()
from core.views.metrics import _counters
from core.watching.folder import forget_the_dead
from core.watching.metrics import count_task

def tell():
    samples = [s for family in _counters().collect() for s in family.samples]
    print([s.value for s in samples if s.name == "wbl_tasks_total"])

for __ in range(2):
    child = os.fork()
    if not child:
        count_task("core.heartbeat", "ok", 0.1)
        os._exit(0)
    os.waitpid(child, 0)
tell()
forget_the_dead()
tell()
"""


def test_counters_of_all_processes_add_up_and_the_dead_are_forgotten(tmp_path):
    """Several web processes and workers, one figure."""
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrics")}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    command = [sys.executable, "-c", PROCESSES]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode().splitlines() == ["[2.0]", "[]"]


def test_alerts_and_documentation_name_figures_that_exist(figures, client):
    """A rule about a figure that does not exist never fires."""
    current_app.tasks["core.heartbeat"]()
    client.get("/")
    known = {re.sub(r"_(total|created|bucket|count|sum)$", "", s.name) for s in figures()}
    known = {name for name in known if name.startswith("wbl_")}
    for name in ("deploy/alerts.yml", "docs/operations/watching.md"):
        named = set(NAMES.findall((ROOT / name).read_text(encoding="utf-8")))
        assert {re.sub(r"_(total|created|bucket|count|sum)$", "", n) for n in named} <= known
    documented = set(NAMES.findall((ROOT / "docs/operations/watching.md").read_text()))
    assert known <= {re.sub(r"_(total|bucket)$", "", n) for n in documented}
