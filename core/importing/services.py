"""The verbs of importing at once: look first, then do it, within the caller's own process."""

import hashlib
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction

from core.history import acting
from core.houses import house_of
from core.importing.engine import Engine, Watch, nobody_watches
from core.importing.formats import Source, Unreadable
from core.importing.headers import Layout, recognised
from core.importing.history import context_id, footprint, positions
from core.importing.importer import Importer
from core.importing.intake import take_in
from core.importing.outcome import Outcome, Problem
from core.models import ImportRun
from core.permissions import require

CHUNK = 1024 * 1024


def preview_import(importer: Importer, file: File, *, actor: Any) -> Outcome:
    """What an import would do: everything is done, writing included, and taken back.

    ``actor=None`` is an operator at the machine: no permission and no scope is asked.
    Raises `Refused` when the person may not import this kind of file.
    """
    return _import(importer, file, actor, look=True)


def run_import(importer: Importer, file: File, *, actor: Any) -> Outcome:
    """Import a file, all of it or, where there is any problem, nothing.

    The outcome holds the problems, or the counts and the record of the import. Raises as
    `preview_import`.
    """
    return _import(importer, file, actor, look=False)


def _import(importer: Importer, file: Any, actor: Any, *, look: bool) -> Outcome:
    if actor is not None:
        require(actor, importer.permission)
    try:
        source = take_in(importer, file)
        layout = recognised(importer, source.header, {})
    except Unreadable as error:
        return Outcome(importer, problems=[Problem(error.line, "", "", error.reason)])
    with transaction.atomic():
        outcome = bring_in(importer, source, layout, actor)
        if look or not outcome.ok:
            transaction.set_rollback(True)
        else:
            name = (file.name or "")[-200:]
            outcome.run = record(outcome, file_name=name, sha256=digest(file), actor=actor)
    return outcome


def bring_in(
    importer: Importer,
    source: Source,
    layout: Layout,
    actor: Any,
    watch: Watch = nobody_watches,
) -> Outcome:
    """Read, check and write inside the caller's transaction, which decides whether it stands."""
    with acting(actor, f"import.{importer.name}"):
        before = positions()
        outcome = Engine(importer, source, layout, actor, watch).run()
        outcome.footprint = footprint(before) if outcome.ok else {}
        outcome.context = context_id()
    return outcome


def record(outcome: Outcome, *, file_name: str, sha256: str, actor: Any) -> ImportRun:
    """Write down that a file was imported."""
    return ImportRun.objects.create(
        importer=outcome.importer.name,
        file_name=file_name,
        sha256=sha256,
        actor=actor,
        house=house_of(actor),
        made=outcome.made,
        changed=outcome.changed,
        unchanged=outcome.unchanged,
        footprint=outcome.footprint,
        context=outcome.context,
    )


def digest(file: IO[bytes]) -> str:
    """The SHA-256 of a file's bytes."""
    file.seek(0)
    found = hashlib.sha256()
    while chunk := file.read(CHUNK):
        found.update(chunk)
    return found.hexdigest()
