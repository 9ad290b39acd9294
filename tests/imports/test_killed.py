"""A worker killed with -9 during an import: whole or nothing, begun again, never twice."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from accounts.models import User
from core.importing import importer_named
from core.importing.jobs import begin
from core.importing.work import MOST_ATTEMPTS, carry_waiting, running
from core.models import ImportChunk, ImportJob, ImportRun, Stage
from tests.factories.partnerships import make_coordinator, make_institution

HEADER = "email,first_name,last_name,role,organisation_code,language,job_title,valid_from"
LINE = "p{}@a.example,Ann,Nys,trajectory_coach,AAA,nl,Coach of everybody who comes,2026-01-01"
LINES = 4000
BATCH = 200
PATIENCE = 30  # seconds for PostgreSQL to see that a worker is gone

# A worker that says where it is and then stands still, to be killed there.
WORKER = """
import sys, time
import django
django.setup()
from core.importing import files, reading, work
reading.BATCH = {batch}
tell = work.cache.set
def stand_still(place):
    print(place, flush=True)
    time.sleep(120)
def set(key, lines, *more):
    tell(key, lines, *more)
    if lines >= {lines}:
        stand_still("in the middle")
work.cache.set = set
files.forget = lambda job: stand_still("before the end")
work.carry_waiting()
"""


def kill_worker(database: str, lines: int) -> str:
    """Start a worker, kill it when it stands still; returns where that was."""
    known, __, query = os.environ["DATABASE_URL"].partition("?")
    address = f"{known.rpartition('/')[0]}/{database}" + (f"?{query}" if query else "")
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER.format(batch=BATCH, lines=lines)],
        env={
            **os.environ,
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
        },
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    with worker:
        place = worker.stdout.readline().strip()
        os.kill(worker.pid, signal.SIGKILL)
    # Its session, and with it its lock, outlives it until the server notices.
    until = time.monotonic() + PATIENCE
    while running() and time.monotonic() < until:
        time.sleep(0.05)
    return place


def people() -> int:
    return User.objects.filter(email__startswith="p", email__endswith="@a.example").count()


@pytest.mark.long
def test_killed_worker_leaves_nothing_and_the_next_one_does_it_once(committed, monkeypatch):
    """A seeded moment in the middle and the one just before the end."""
    # The broker is away: nobody is told, and whoever comes by finds the work in the database.
    monkeypatch.setattr("core.importing.jobs.enqueue", lambda name: None)
    actor = make_coordinator(make_institution(code="AAA"))
    content = "\n".join([HEADER, *(LINE.format(n) for n in range(LINES))])
    file = ContentFile(content.encode(), name="people.csv")
    job = begin(importer_named("people"), file, actor=actor, at_once=True)
    middle = random.Random(20260914).randrange(BATCH, LINES, BATCH)  # noqa: S311
    assert kill_worker(committed, middle) == "in the middle"
    assert [people(), ImportRun.objects.count()] == [0, 0]
    assert kill_worker(committed, LINES + 1) == "before the end"
    assert [people(), ImportRun.objects.count()] == [0, 0]
    job.refresh_from_db()
    assert [job.stage, job.attempts] == [Stage.WAITING, MOST_ATTEMPTS - 1]
    assert carry_waiting() == 1
    job.refresh_from_db()
    assert [job.stage, job.made, people()] == [Stage.DONE, LINES, LINES]
    assert [ImportRun.objects.count(), ImportChunk.objects.count()] == [1, 0]
    assert [carry_waiting(), ImportJob.objects.filter(stage=Stage.WAITING).count()] == [0, 0]
