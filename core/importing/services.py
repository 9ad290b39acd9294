"""The verbs of importing: look first, then do it."""

import hashlib
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile, File
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, NotNow
from core.history import acting
from core.importing.importer import Importer, importer_named
from core.importing.outcome import Outcome, Problem
from core.importing.reading import read
from core.importing.rows import CHANGED, MADE, UNCHANGED, Row
from core.importing.writing import write
from core.models import ImportRun, StagedImport
from core.permissions import require

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LARGEST_FILE = 5 * 1024 * 1024
FIRST_ROWS = 5
TOO_LARGE: "StrOrPromise" = _("The file is larger than 5 MB. Split it into several files.")


def preview_import(importer: Importer, file: File, *, actor: Any) -> Outcome:
    """What an import would do: everything is done, writing included, and taken back.

    ``actor=None`` is an operator at the machine: no permission and no scope is asked.
    Raises `Refused` when the person may not import this kind of file, `Invalid` when the
    file is too large.
    """
    with transaction.atomic():
        outcome = _import(importer, content_of(file, actor), actor)
        transaction.set_rollback(True)
    return outcome


def run_import(importer: Importer, file: File, *, actor: Any) -> Outcome:
    """Import a file, all of it or, where there is any problem, nothing.

    The outcome holds the problems, or the counts and the record of the import. Raises as
    `preview_import`.
    """
    content = content_of(file, actor)
    with transaction.atomic():
        outcome = _import(importer, content, actor)
        if outcome.ok:
            outcome.run = ImportRun.objects.create(
                importer=importer.name,
                file_name=(file.name or "")[-200:],
                sha256=hashlib.sha256(content).hexdigest(),
                actor=actor,
                made=outcome.made,
                changed=outcome.changed,
                unchanged=outcome.unchanged,
            )
        else:
            transaction.set_rollback(True)
    return outcome


def content_of(file: File, actor: Any) -> bytes:
    """The bytes of a file. Raises `Invalid` when a person sends more than 5 MB."""
    if actor is not None and (file.size or 0) > LARGEST_FILE:
        raise Invalid(TOO_LARGE)
    file.seek(0)
    content: bytes = file.read()
    return content


def stage_import(importer: Importer, file: File, *, actor: Any) -> StagedImport:
    """Keep an uploaded file until its owner confirms; an earlier one of the owner is dropped."""
    require(actor, importer.permission)
    content = content_of(file, actor)
    with transaction.atomic():
        StagedImport.objects.filter(actor=actor).delete()
        return StagedImport.objects.create(
            importer=importer.name,
            file_name=(file.name or "")[-200:],
            content=content,
            actor=actor,
        )


def preview_staged(staged: StagedImport, *, actor: Any) -> Outcome:
    """`preview_import` of a file that waits."""
    return preview_import(importer_named(staged.importer), staged_file(staged), actor=actor)


def run_staged(staged: StagedImport, *, actor: Any) -> Outcome:
    """`run_import` of a file that waits; the file is dropped once it is imported.

    Raises `NotNow` when the file does not wait any more: the button was pressed twice.
    """
    with transaction.atomic():
        if not StagedImport.objects.select_for_update().filter(pk=staged.pk).exists():
            raise NotNow(_("This file was imported or replaced already."))
        outcome = run_import(importer_named(staged.importer), staged_file(staged), actor=actor)
        if outcome.ok:
            staged.delete()
    return outcome


def staged_file(staged: StagedImport) -> ContentFile:
    """The bytes that wait, as a file."""
    return ContentFile(bytes(staged.content), name=staged.file_name)


def _import(importer: Importer, content: bytes, actor: Any) -> Outcome:
    if actor is not None:
        require(actor, importer.permission)
    rows, problems = read(importer, content, actor)
    outcome = Outcome(importer, rows=len(rows), first_rows=first_rows(importer, rows))
    problems += outside(importer, rows, actor)
    if not problems:
        with acting(actor, f"import.{importer.name}"):
            one_at_a_time(importer)
            problems += write(importer, rows, actor)
    outcome.problems = sorted(problems, key=lambda problem: problem.line or 0)
    if outcome.ok:
        statuses = [row.status for row in rows]
        outcome.made, outcome.changed = statuses.count(MADE), statuses.count(CHANGED)
        outcome.unchanged = statuses.count(UNCHANGED)
    return outcome


def outside(importer: Importer, rows: list[Row], actor: Any) -> list[Problem]:
    """The lines that this person may not bring in."""
    if actor is None or importer.scope is None:
        return []
    reasons = importer.scope(rows, actor)
    return [row.problem(importer.key[0], reasons[row.line]) for row in rows if row.line in reasons]


def first_rows(importer: Importer, rows: list[Row]) -> list[list[str]]:
    """The first lines as they stand in the file, in the importer's order of columns."""
    return [[row.texts[c.name] for c in importer.columns] for row in rows[:FIRST_ROWS]]


def one_at_a_time(importer: Importer) -> None:
    """Two imports of one kind wait for each other, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import {importer.name}"]
        )
