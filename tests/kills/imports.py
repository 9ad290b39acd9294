"""Two imports for each moment: one in a process of its own, one that a worker does."""

import multiprocessing
import os
import signal
import time

from django.core.files.base import ContentFile
from django.db import DatabaseError, connections

from core.importing import importer_named, run_import
from core.importing.jobs import AT_ONCE, begin
from core.importing.work import MOST_ATTEMPTS, carry
from core.models import ImportJob, ImportRun, Stage
from core.models.imports import OVER
from partnerships.models import Organisation
from tests.factories import partnerships as make

HEAD = (
    "organisation_code,name,legal_form,organisation_kind,enterprise_number,nace_division,"
    "nace_section,sector_nl,sector_en,employees,size_class,is_one_person,email"
)
ROWS = 40
LONG_NAME = "Bedrijf met een naam die het bestand groot genoeg maakt voor een werker " * 2
LONG_ROWS = 1200
PATIENCE = 60.0  # seconds for a worker that has the file already


def file_of(code: str, count: int, number: int, name: str = "Bedrijf") -> ContentFile:
    """So many organisations, whose codes begin with ``code``; ``number`` makes them unique."""
    lines = [
        f"{code}{n},{name} {n},NV,company,{_enterprise(number + n)},28,C,Machines,Machinery,"
        f"140,medium,no,info@{code.lower()}{n}.example"
        for n in range(count)
    ]
    return ContentFile("\n".join([HEAD, *lines]).encode(), name=f"{code}.csv")


def ended(job: ImportJob) -> bool:
    """Whether it came to its end, as the database has it now."""
    job.refresh_from_db()
    return job.stage in OVER


def _enterprise(n: int) -> str:
    front = f"1{n + 1_000_000:07d}"  # the factories number from 1 on
    return f"{front}{97 - int(front) % 97:02d}"


def left(code: str) -> tuple[int, int]:
    """How many rows of a file are there, and how many notes of its import."""
    rows = Organisation.objects.filter(code__startswith=code).count()
    return rows, ImportRun.objects.filter(file_name=f"{code}.csv").count()


class DirectImport:
    """An import in a process that may be killed: whole or nothing."""

    def __init__(self, number: int) -> None:
        self.code, self.number = f"KILL-{number}-", number * 10_000
        self.process = multiprocessing.get_context("fork").Process(target=self.bring_in)

    def bring_in(self) -> None:
        """Import it here and now."""
        file = file_of(self.code, ROWS, self.number)
        run_import(importer_named("organisations"), file, actor=None)

    def kill(self) -> None:
        """End it as the others are ended."""
        if self.process.is_alive() and self.process.pid:
            os.kill(self.process.pid, signal.SIGKILL)

    def problems(self) -> list[str]:
        """What is wrong with what it left, and with doing it again."""
        found = left(self.code)
        if found not in ((0, 0), (ROWS, 1)):
            return [f"an import left {found[0]} of {ROWS} rows and {found[1]} notes of it"]
        self.bring_in()
        rows, __ = left(self.code)
        return [] if rows == ROWS else [f"an import that was repeated left {rows} rows"]


class WorkersImport:
    """A file that is too large to be done at once: a worker does it, the database knows of it."""

    def __init__(self, number: int) -> None:
        self.code, self.number = f"BACK-{number}-", number * 10_000 + 5_000
        self.sure = False

    def file(self) -> ContentFile:
        """The file, larger than what is done at once."""
        file = file_of(self.code, LONG_ROWS, self.number, LONG_NAME)
        assert file.size > AT_ONCE
        return file

    def begin(self) -> None:
        """Send it. Its answer may never come: then it may be there, or not."""
        try:
            self.actor = make.make_coordinator()
            begin(importer_named("organisations"), self.file(), actor=self.actor, at_once=True)
            self.sure = True
        except DatabaseError:
            connections.close_all()

    def jobs(self) -> list[ImportJob]:
        """What the database knows of it: one job, or none."""
        return list(ImportJob.objects.filter(file_name=f"{self.code}.csv").order_by("pk"))

    def problems(self) -> list[str]:
        """It came to an end, whole or not at all, and can be repeated without doubling."""
        jobs, (rows, runs) = self.jobs(), left(self.code)
        if len(jobs) not in ((1,) if self.sure else (0, 1)):
            return [f"{len(jobs)} files wait, one was sent"]
        stage = jobs[0].stage if jobs else Stage.FAILED
        if stage == Stage.FAILED and jobs and jobs[0].attempts < MOST_ATTEMPTS:
            return [f"an import was given up after {jobs[0].attempts} attempts"]
        wanted = {Stage.DONE: (LONG_ROWS, 1), Stage.FAILED: (0, 0)}
        if (rows, runs) != wanted.get(Stage(stage)):
            return [f"an import that is {stage} left {rows} rows and {runs} notes of it"]
        return self._repeat() if self.sure else []

    def _repeat(self) -> list[str]:
        job = begin(importer_named("organisations"), self.file(), actor=self.actor, at_once=True)
        carry(job.pk)
        until = time.monotonic() + PATIENCE
        while not ended(job) and time.monotonic() < until:
            time.sleep(0.1)  # a worker was before us
        rows, __ = left(self.code)
        made = [job.stage, rows, job.made + job.unchanged]
        right = [Stage.DONE, LONG_ROWS, LONG_ROWS]
        return [] if made == right else [f"an import that was repeated came to {made}"]
