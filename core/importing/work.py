"""Doing what waits: one worker per job, whole or not at all, found again when a worker dies.

A job stays ``waiting`` until the transaction that does its work also notes that it is done. A
worker that is killed takes its transaction and its lock with it, so that the next one simply
begins again: nothing is lost and nothing is done twice.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.importing import files
from core.importing.formats import Reading, Source
from core.importing.headers import Layout
from core.importing.importer import importer_named
from core.importing.outcome import SHOWN_VALUE, Outcome, Problem
from core.importing.services import bring_in, record
from core.importing.undo import undo
from core.models import ImportJob, ImportProblem, Stage, Work

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
KEPT = timedelta(days=1)
PROGRESS_SECONDS = 3600


RUNNING = """
SELECT count(*) FROM core_importjob AS job JOIN pg_locks AS lock
    ON (lock.classid::bigint << 32 | lock.objid::bigint)
        = hashtextextended('import job ' || job.id, 0)
WHERE job.stage = 'waiting' AND lock.locktype = 'advisory' AND lock.objsubid = 1 AND lock.granted
    AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Stopped(Exception):
    """Somebody asked to stop."""


def carry(key: int) -> bool:
    """Do what is to be done with a job; False when there is nothing, or somebody else does it."""
    job = _claim(key)
    if job is None:
        return False
    with translation.override(job.language):
        try:
            WORK[Work(job.work)](job)
        except Stopped:
            _end(job, Stage.STOPPED)
        except DomainError as error:
            reasons = [error.detail, *getattr(error, "reasons", ())]
            _end(job, Stage.FAILED, "\n".join(map(str, reasons)))
        except Exception:
            # Whatever it is, nothing was written: it waits for the next try, or is given up.
            logger.exception("Import job %s went wrong", job.uuid)
            if job.attempts >= MOST_ATTEMPTS:
                _give_up(job)
    return True


@transaction.atomic
def _claim(key: int) -> ImportJob | None:
    waiting = ImportJob.objects.filter(pk=key, stage=Stage.WAITING)
    held = waiting.select_for_update(skip_locked=True, of=("self",))
    job = held.select_related("actor", "run").first()
    if job is None or not _hold(job):
        return None
    if job.stop_asked:
        _end(job, Stage.STOPPED)
        return None
    if job.attempts >= MOST_ATTEMPTS:
        _give_up(job)
        return None
    ImportJob.objects.filter(pk=key).update(attempts=F("attempts") + 1)
    job.attempts += 1
    return job


def _hold(job: ImportJob) -> bool:
    """Until the transaction ends nobody else works on it; False when somebody does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"import job {job.pk}"]
        )
        return bool(cursor.fetchone()[0])


def running() -> int:
    """How many jobs somebody is at work on now: their locks go with whoever dies."""
    with connection.cursor() as cursor:
        cursor.execute(RUNNING)
        return int(cursor.fetchone()[0])


def _look(job: ImportJob) -> None:
    with transaction.atomic():
        if not _hold(job):
            return
        outcome = _carry_out(job)
        transaction.set_rollback(True)
    _keep(job, outcome)


def _write(job: ImportJob) -> None:
    with transaction.atomic():
        if not _hold(job):
            return
        outcome = _carry_out(job)
        if outcome.ok:
            outcome.run = record(
                outcome, file_name=job.file_name, sha256=job.sha256, actor=job.actor
            )
            _done(job, run=outcome.run, **counts(outcome))
        else:
            transaction.set_rollback(True)
    if not outcome.ok:
        _keep(job, outcome)


def _undo(job: ImportJob) -> None:
    with transaction.atomic():
        if job.run and _hold(job):
            undo(job.run, actor=job.actor, watch=_watch(job))
            _done(job)


WORK: dict[Work, Callable[[ImportJob], None]] = {
    Work.LOOK: _look,
    Work.WRITE: _write,
    Work.UNDO: _undo,
}


def _carry_out(job: ImportJob) -> Outcome:
    with files.opened(job) as file:
        source = Source(file, Reading(**job.reading))
        layout = Layout(tuple(job.header), tuple(job.places))
        return bring_in(importer_named(job.importer), source, layout, job.actor, _watch(job))


def _watch(job: ImportJob) -> Callable[[int], None]:
    """Tell how far it is, and stop when somebody asks."""

    def watch(lines: int) -> None:
        cache.set(progress_key(job), lines, PROGRESS_SECONDS)
        if not ImportJob.objects.filter(pk=job.pk, stop_asked=False).exists():
            raise Stopped

    return watch


def progress_key(job: ImportJob) -> str:
    """Where the progress stands: outside the database, whose transaction shows nothing yet."""
    return f"import-progress-{job.uuid}"


def progress_of(job: ImportJob) -> int:
    """How many lines were read so far."""
    return cache.get(progress_key(job), 0) or 0


def counts(outcome: Outcome) -> dict[str, Any]:
    """What the job says of its outcome."""
    return {
        "rows": outcome.rows,
        "made": outcome.made,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "bad": outcome.bad,
        "cut": outcome.cut,
        "warnings": [str(warning) for warning in outcome.warnings],
    }


def _done(job: ImportJob, **values: Any) -> None:
    """Note it in the transaction of the work itself. Raises `Stopped` when asked just in time."""
    rows = ImportJob.objects.filter(pk=job.pk, stage=Stage.WAITING, stop_asked=False)
    if not rows.update(stage=Stage.DONE, **values):
        raise Stopped
    files.forget(job)


@transaction.atomic
def _keep(job: ImportJob, outcome: Outcome) -> None:
    """What was found by looking, problem by problem."""
    stage = Stage.READY if outcome.ok else Stage.REFUSED
    rows = ImportJob.objects.filter(pk=job.pk, stage=Stage.WAITING, stop_asked=False)
    if not rows.update(stage=stage, **counts(outcome)):
        raise Stopped
    job.problems.all().delete()
    problems = [_problem(job, problem) for problem in outcome.problems]
    ImportProblem.objects.bulk_create(problems, batch_size=1000)


def _problem(job: ImportJob, problem: Problem) -> ImportProblem:
    return ImportProblem(
        job=job,
        line=problem.line,
        column=problem.column[:200],
        value=problem.value[: SHOWN_VALUE + 1].replace("\0", ""),
        reason=str(problem.reason).replace("\0", ""),
    )


def _end(job: ImportJob, stage: Stage, reason: str = "") -> None:
    if ImportJob.objects.filter(pk=job.pk, stage=Stage.WAITING).update(stage=stage, reason=reason):
        files.forget(job)


def _give_up(job: ImportJob) -> None:
    """An accident is no fault of the file: its bytes stay for a day, to try it again."""
    reason = _("Something went wrong on our side. Nothing was changed; try again later.")
    rows = ImportJob.objects.filter(pk=job.pk, stage=Stage.WAITING)
    rows.update(stage=Stage.FAILED, reason=reason)


def carry_waiting() -> int:
    """Do everything that waits, one by one; returns how many there were. The sweeper."""
    keys = ImportJob.objects.filter(stage=Stage.WAITING).order_by("pk")
    return sum(carry(key) for key in list(keys.values_list("pk", flat=True)))


def forget_old() -> int:
    """Files that nobody came back for are deleted after a day; returns how many there were."""
    old = ImportJob.objects.filter(created_at__lt=timezone.now() - KEPT)
    return old.exclude(stage=Stage.WAITING).delete()[0]
