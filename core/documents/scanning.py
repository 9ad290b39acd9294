"""Scanning what came in while the scanner was away, and again what is kept apart or asked for."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.background import enqueue
from core.documents import scanner, store
from core.documents.enums import Scan
from core.documents.notices import tell_of_quarantine
from core.documents.scanner import ScannerAwayError
from core.documents.service import LOST, REMOVED
from core.errors import NotNow, Unavailable
from core.models import DocumentVersion
from core.permissions import require
from core.versions import locked

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

BATCH = 50
SCAN = "core.scan_documents"
LOOK_AFTER = "core.look_after_documents"
NO_SCANNER: "StrOrPromise" = _("No virus scanner is set: files are checked by their content only.")
AWAY: "StrOrPromise" = _("The virus scanner does not answer. Try again in some minutes.")


def scan_waiting(limit: int = BATCH) -> int:
    """Scan files that wait, at most ``limit``; returns how many. A scanner that is away ends it."""
    return _scan_each(DocumentVersion.objects.waiting(), limit)


def scan_quarantined(limit: int = BATCH) -> int:
    """Scan again what is kept apart, once the scanner has other signatures; returns how many."""
    try:
        version = scanner.version()
    except ScannerAwayError:
        return 0
    return _scan_each(DocumentVersion.objects.quarantined().exclude(scanner=version), limit)


def scan_asked(limit: int = BATCH) -> int:
    """Scan again what is kept apart and an administrator asked for; returns how many."""
    return _scan_each(DocumentVersion.objects.quarantined().filter(scanner=""), limit)


@transaction.atomic
def scan_again(version: DocumentVersion, *, actor: Any) -> None:
    """Scan one file that nobody can open at once: clean, it can be opened again.

    Raises `NotNow` without a scanner or without the bytes, `Unavailable` when it does not answer.
    """
    require(actor, LOOK_AFTER)
    _require_scanner()
    row = locked(DocumentVersion, version.pk)
    if row.erased_at:
        raise NotNow(REMOVED)
    try:
        _follow(row)
    except ScannerAwayError:
        raise Unavailable(AWAY) from None
    except FileNotFoundError:
        raise NotNow(LOST) from None
    version.refresh_from_db()


@transaction.atomic
def scan_all_again(*, actor: Any) -> int:
    """Ask to scan every file that nobody can open, with these signatures too; returns how many.

    It is done in the background. Raises `NotNow` without a scanner.
    """
    require(actor, LOOK_AFTER)
    _require_scanner()
    kept_apart = DocumentVersion.objects.quarantined().update(scanner="")
    enqueue(SCAN)
    return kept_apart + DocumentVersion.objects.waiting().count()


def _require_scanner() -> None:
    if not settings.CLAMAV_ADDRESS:
        raise NotNow(NO_SCANNER)


def _scan_each(rows: object, limit: int) -> int:
    """One file, one short transaction: a run that is killed goes on where it was."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:limit])  # type: ignore[attr-defined]
    done = 0
    for key in keys:
        try:
            done += _scan(key)
        except ScannerAwayError:
            break
    return done


@transaction.atomic
def _scan(key: int) -> bool:
    """Scan one file; False when another worker has it or its bytes are missing."""
    rows = DocumentVersion.objects.kept().filter(pk=key)
    version = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if version is None:
        return False
    try:
        _follow(version)
    except FileNotFoundError:  # the sweep reports it
        return False
    return True


def _follow(version: DocumentVersion) -> None:
    """Scan the bytes of a locked row and do as the scanner says."""
    with store.storage().open(version.place) as file:
        verdict = scanner.scan(file.read())
    before, version.scan = version.scan, verdict.scan
    version.finding, version.scanner = verdict.finding, verdict.scanner
    version.scanned_at = timezone.now()
    version.save(update_fields=["scan", "finding", "scanner", "scanned_at"])
    if version.scan == Scan.QUARANTINED != before:
        tell_of_quarantine(version)
