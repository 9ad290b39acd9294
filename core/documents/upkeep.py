"""At night: what is past its time goes, and storage and rows are held against each other.

Bounded and resumable: documents go one by one, each in a transaction of its own, at most
`BATCH` a night; the sweep goes on in the next folder when its time is over.
"""

import logging
import time
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from core.dated_rules import months_after, value_on
from core.documents import store
from core.documents.kinds import DocumentKind, kinds
from core.documents.service import erase_document
from core.models import Document, DocumentRead, DocumentUpkeep, DocumentVersion
from core.privacy.attached import held_back

logger = logging.getLogger(__name__)

BATCH = 2000
READS_KEPT = timedelta(days=365)
# A file of an upload that is still under way is no orphan.
YOUNG = timedelta(hours=6)
SWEEP_SECONDS = 20 * 60


@dataclass
class Report:
    """What a run did, or on trial would do. ``by_kind`` counts what is past its time."""

    trial: bool
    by_kind: dict[str, int]
    held: int = 0
    swept: int = 0
    missing: int = 0
    reached: str = ""


def look_after(*, trial: bool = False) -> Report:
    """Everything that is done at night. On trial nothing is changed, nor noted."""
    report = Report(trial, {})
    for kind in kinds.values():
        past, stays = past_their_time(kind), held_back(kind)
        report.held += past.filter(stays).count()
        free = past.exclude(stays).order_by("pk").values_list("pk", flat=True)
        keys = list(free[: BATCH - sum(report.by_kind.values())])
        ended = len(keys) if trial else sum(_end(key, stays) for key in keys)
        report.by_kind[kind.name] = ended
    sweep(report)
    if not trial:
        forget_reads()
        DocumentUpkeep.objects.create(
            removed=sum(report.by_kind.values()),
            held=report.held,
            swept=report.swept,
            missing=report.missing,
            reached=report.reached,
        )
    return report


def past_their_time(kind: DocumentKind) -> QuerySet[Document]:
    """Documents whose row ended longer ago than the dated rule of today says."""
    if kind.keep_months is None:
        return Document.objects.none()
    today = timezone.localdate()
    ended_before = months_after(today, -int(value_on(kind.keep_months, today)))
    owners = kind.owner._default_manager.filter(**{f"{kind.ended}__lt": ended_before})
    return Document.objects.present().filter(kind=kind.name, owner__in=owners.values("uuid"))


@transaction.atomic
def _end(key: int, stays: Q) -> bool:
    """Remove one document, unless somebody else has it or a reason to keep it came."""
    rows = Document.objects.present().filter(pk=key).exclude(stays)
    document = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if document is None:
        return False
    erase_document(document)
    return True


def sweep(report: Report) -> None:
    """Erase bytes that no row knows, count rows whose bytes are missing."""
    last = DocumentUpkeep.objects.first()
    report.reached = last.reached if last else ""
    begin = store.FOLDERS.index(report.reached) + 1 if report.reached else 0
    until = time.monotonic() + SWEEP_SECONDS
    for folder in store.FOLDERS[begin:] + store.FOLDERS[:begin]:
        if time.monotonic() > until:
            break
        _sweep_folder(folder, report)
        report.reached = folder


def _sweep_folder(folder: str, report: Report) -> None:
    # Storage first: what is added in between has a row, and is not listed.
    lying = store.places_in(folder)
    versions = DocumentVersion.objects.kept().filter(place__startswith=f"{folder}/")
    known = dict(versions.values_list("place", "created_at"))
    for place in sorted(lying - known.keys()):
        if _is_old(place):
            report.swept += 1
            if not report.trial:
                store.erase(place)
    settled = {place for place, made in known.items() if made < timezone.now() - YOUNG}
    for place in sorted(settled - lying):
        report.missing += 1
        logger.error("The file of a document is missing: %s", place)


def _is_old(place: str) -> bool:
    try:
        made = store.storage().get_modified_time(place)
    except FileNotFoundError:
        return False
    return bool(made < timezone.now() - YOUNG)


def forget_reads() -> int:
    """Forget who read what more than a year ago, a batch; returns how many."""
    old = DocumentRead.objects.filter(created_at__lt=timezone.now() - READS_KEPT)
    keys = list(old.order_by("pk").values_list("pk", flat=True)[:5000])
    return DocumentRead.objects.filter(pk__in=keys).delete()[0]
