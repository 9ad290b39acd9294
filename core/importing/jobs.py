"""The verbs of a file that is imported by steps: upload, columns, look, import, stop, undo."""

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.actions import Action
from core.background import enqueue
from core.errors import Invalid, NotNow
from core.importing import files
from core.importing.formats import Reading, Source, Unreadable
from core.importing.headers import LEFT_OUT, Layout, recognised
from core.importing.importer import Importer, importer_named
from core.importing.intake import take_in
from core.importing.mapping import columns_of, remember
from core.importing.work import carry
from core.models import ImportJob, ImportRun, Stage, Work
from core.models.imports import OVER as OVER_STAGES
from core.permissions import refusal, require
from core.versions import locked

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TASK = "core.carry_imports"
# Up to this size people wait for the answer itself: about a second of work.
AT_ONCE = 256 * 1024
UNDO_AT_ONCE = 2000  # rows
MB = 1024 * 1024
FIRST_ROWS = 5
CHANGEABLE = frozenset({Stage.COLUMNS, Stage.READY, Stage.REFUSED})
BUSY: "StrOrPromise" = _("The platform is at work on this file. Wait, or stop it first.")
OVER: "StrOrPromise" = _("This file was imported, stopped or replaced already.")


def largest_file() -> int:
    """The most bytes that a file of a person may have."""
    return int(settings.IMPORT_LARGEST_FILE_MB) * MB


def too_large() -> str:
    """The reason for a file that is not taken in."""
    return _("The file is larger than %(size)d MB.") % {"size": settings.IMPORT_LARGEST_FILE_MB}


def begin(importer: Importer, file: File, *, actor: Any, at_once: bool = False) -> ImportJob:
    """Take a file in, and look what it would change; ``at_once`` imports it without waiting.

    Files that the person was still looking at are dropped. Raises `Refused` when the person may
    not import this kind of file, `Invalid` when it cannot be read at all.
    """
    require(actor, importer.permission)
    if not file.size:
        raise Invalid(_("The file is empty."), {"file": [_("The file is empty.")]})
    if file.size > largest_file():
        raise Invalid(too_large(), {"file": [too_large()]})
    with transaction.atomic():
        ImportJob.objects.filter(actor=actor, stage__in=CHANGEABLE).delete()
        job = ImportJob(
            importer=importer.name,
            file_name=(file.name or "")[-200:],
            actor=actor,
            language=(get_language() or "nl")[:2],
            work=Work.WRITE if at_once else Work.LOOK,
        )
        try:
            _note(job, importer, take_in(importer, file))
        except Unreadable as error:
            raise Invalid(error.reason, {"file": [error.reason]}) from None
        job.save()
        files.store(job, file)
        job.save()
    start(job)
    return job


def _note(job: ImportJob, importer: Importer, source: Source) -> None:
    """Write down how the file is read and which column is which; ask where that is not clear."""
    job.reading = vars(source.reading)
    job.sheets, job.sample = source.sheets, source.sample
    job.first_rows = [list(map(str, cells)) for __, cells in islice(source.lines(), FIRST_ROWS)]
    layout = recognised(importer, source.header, columns_of(importer, job.actor))
    job.header, job.places = list(layout.header), list(layout.places)
    job.stage = Stage.WAITING if layout.is_clear(importer) else Stage.COLUMNS


def start(job: ImportJob) -> None:
    """Do what is to be done: a small file now, a large one in the background."""
    if job.stage != Stage.WAITING:
        return
    small = job.lines <= UNDO_AT_ONCE if job.work == Work.UNDO else job.size <= AT_ONCE
    if small:
        carry(job.pk)
        job.refresh_from_db()
    else:
        enqueue(TASK)


def _changeable(job: ImportJob, actor: Any) -> ImportJob:
    """The job, held, when nobody is at work on it. Raises `NotNow`, `Refused`."""
    held = _held(job)
    if held.stage not in CHANGEABLE:
        raise NotNow(BUSY if held.stage == Stage.WAITING else OVER)
    require(actor, importer_named(held.importer).permission)
    return held


def _held(job: ImportJob) -> ImportJob:
    """The job, held until the transaction ends. Raises `NotNow` when it was dropped meanwhile."""
    try:
        return locked(ImportJob, job.pk)
    except ImportJob.DoesNotExist:
        raise NotNow(OVER) from None


def _go_on(held: ImportJob, job: ImportJob) -> ImportJob:
    """Do what is to be done now; the caller's own object tells what came of it."""
    start(held)
    job.refresh_from_db()
    return job


def read_otherwise(job: ImportJob, *, actor: Any, **choices: str) -> ImportJob:
    """Read the file in another encoding, with another delimiter, or another sheet of it.

    Raises `Invalid` when it cannot be read that way.
    """
    with transaction.atomic():
        held = _changeable(job, actor)
        with files.opened(held) as file:
            source = Source(file, Reading(**held.reading)).read_as(**choices)
            try:
                _note(held, importer_named(held.importer), source)
            except (Unreadable, UnicodeError) as error:
                reason = getattr(error, "reason", "")
                raise Invalid(_("The file cannot be read that way."), {"": [reason]}) from None
        _wait(held, Work.LOOK)
    return _go_on(held, job)


def choose_columns(job: ImportJob, places: Sequence[str], *, actor: Any) -> ImportJob:
    """Say which column is which (``""``: left out), and remember it for the institution.

    Raises `Invalid` when a column that is needed is missing, or comes twice.
    """
    with transaction.atomic():
        held = _changeable(job, actor)
        importer = importer_named(held.importer)
        strange = set(places) - {LEFT_OUT, *importer.cells}
        if strange or len(places) != len(held.header):
            raise Invalid(_("Name one column for each of the file, or leave it out."))
        layout = Layout(tuple(held.header), tuple(places))
        if problems := layout.problems(importer):
            raise Invalid(
                _("Not every column can be read this way."),
                {"": [f"{importer.label_of(p.column)}: {p.reason}" for p in problems]},
            )
        remember(importer, held.header, places, actor=actor)
        held.places, held.stage = list(places), Stage.WAITING
        _wait(held, held.work)
    return _go_on(held, job)


def confirm(job: ImportJob, *, actor: Any) -> ImportJob:
    """Import the file that was looked at. Raises `NotNow` when it has problems, or is gone."""
    with transaction.atomic():
        held = _changeable(job, actor)
        if held.stage != Stage.READY:
            raise NotNow(_("This file has problems. Mend them and send it again."))
        held.stage = Stage.WAITING
        _wait(held, Work.WRITE)
    return _go_on(held, job)


def _wait(job: ImportJob, work: str) -> None:
    job.work, job.attempts, job.stop_asked, job.reason = work, 0, False, ""
    job.asked_at = timezone.now()
    job.save()


def stop(job: ImportJob, *, actor: Any) -> ImportJob:
    """Stop it: what waits never begins, and what is being done is taken back within seconds.

    Raises `NotNow` when it is over already.
    """
    with transaction.atomic():
        held = _held(job)
        if held.stage in OVER_STAGES:
            raise NotNow(OVER)
        held.stop_asked = True
        if held.stage in CHANGEABLE:
            held.stage = Stage.STOPPED
            files.forget(held)
        held.save(update_fields=["stop_asked", "stage"])
    # Where nobody is at work on it yet, it is over now; a worker sees it within seconds.
    carry(job.pk)
    job.refresh_from_db()
    return job


def begin_undo(run: ImportRun, *, actor: Any) -> ImportJob:
    """Take an import back. Raises `Refused`, and `NotNow` when that is not possible any more."""
    require(actor, importer_named(run.importer).permission)
    with transaction.atomic():
        _require_undoable(run.pk)
        job = ImportJob.objects.create(
            importer=run.importer,
            file_name=run.file_name,
            actor=actor,
            language=(get_language() or "nl")[:2],
            work=Work.UNDO,
            run=run,
            lines=run.made + run.changed,
        )
    start(job)
    return job


def _require_undoable(key: Any) -> None:
    """Hold the import until the transaction ends. Raises `NotNow` when it is undone or being so."""
    run = ImportRun.objects.select_for_update().get(pk=key)
    if run.undone_at:
        raise NotNow(_("This import was undone already."))
    if ImportJob.objects.filter(run=run, work=Work.UNDO, stage=Stage.WAITING).exists():
        raise NotNow(_("This import is being undone."))


def can_try_again(job: ImportJob) -> bool:
    """True for what failed, while there is something to do it with: the file, or the import."""
    return job.stage == Stage.FAILED and (job.work == Work.UNDO or job.chunks.exists())


def actions_on(job: ImportJob, actor: Any) -> list[Action]:
    """What this person can do with a file that failed."""
    allowed = refusal(actor, importer_named(job.importer).permission) is None
    if not (allowed and can_try_again(job)):
        return []
    return [
        Action(
            name="try-again",
            label=_("Try again"),
            url=reverse("import-try-again", args=[job.uuid]),
            method="post",
            primary=True,
            danger=False,
            unmet=(),
        )
    ]


def try_again(job: ImportJob, *, actor: Any) -> ImportJob:
    """Do once more what failed, from its beginning; pressed twice, it is done once.

    Raises `Refused`, and `NotNow` when the file is gone or what is to be undone was undone.
    """
    with transaction.atomic():
        held = _held(job)
        require(actor, importer_named(held.importer).permission)
        failed = held.stage == Stage.FAILED
        if held.stage == Stage.STOPPED or (failed and not can_try_again(held)):
            raise NotNow(OVER)
        if failed:
            if held.work == Work.UNDO:
                _require_undoable(held.run_id)
            held.stage = Stage.WAITING
            _wait(held, held.work)
    if failed:
        return _go_on(held, job)
    job.refresh_from_db()
    return job
