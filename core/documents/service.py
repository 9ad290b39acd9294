"""The verbs of documents: add, replace, remove, read, keep longer."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.documents import store
from core.documents.checks import Examined, examine
from core.documents.kinds import DocumentKind
from core.documents.limits import count_attempt, require_fitting, require_room
from core.documents.names import clean_name
from core.documents.scanner import Verdict, judge
from core.errors import Invalid, NotNow
from core.history import acting
from core.models import Document, DocumentRead, DocumentVersion
from core.permissions import require
from core.versions import locked, renew

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

REMOVED: "StrOrPromise" = _("This document was removed.")
LOST: "StrOrPromise" = _(
    "The file of this document cannot be found. The administrator sees that too."
)


@dataclass(frozen=True)
class Incoming:
    """A file that passed every check and lies in the storage; no row knows it yet."""

    examined: Examined
    verdict: Verdict
    place: str

    def version_of(self, document: Document, number: int, actor: Any) -> DocumentVersion:
        """The row (not saved yet)."""
        content = self.examined.content
        return DocumentVersion(
            document=document,
            number=number,
            name=self.examined.name,
            media=self.examined.file_type.name,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            place=self.place,
            uploaded_by=actor,
            scan=self.verdict.scan,
            scanned_at=timezone.now() if self.verdict.scanner else None,
            scanner=self.verdict.scanner,
            finding=self.verdict.finding,
        )


def add_document(owner: Any, *, kind: DocumentKind, file: Any, actor: Any) -> Document:
    """Attach a file to a row.

    Raises `Refused`, `NotNow` when the row is closed for it or has this file already,
    `RefusedFile` with what is wrong with the file, `TooOften`, `Unavailable`.
    """
    require(actor, kind.add, owner)
    require_open(kind, owner)
    with _incoming(file, kind, actor) as incoming, acting(actor, "core.document.add"):
        rows = kind.owner._default_manager.select_for_update(of=("self",))
        require_open(kind, rows.select_related(*kind.related).get(pk=owner.pk))
        require_room(actor, len(incoming.examined.content))
        _require_new(incoming, Document.objects.of(kind.name, owner), kind)
        document = Document.objects.create(kind=kind.name, owner=owner.uuid)
        incoming.version_of(document, 1, actor).save()
    return document


def replace_document(document: Document, *, file: Any, actor: Any) -> None:
    """A new version; the earlier ones stay for who may look back. Raises as `add_document`."""
    kind = document.what
    require(actor, kind.change, document)
    require_changeable(document)
    with _incoming(file, kind, actor) as incoming, _locked(document, "replace", actor) as row:
        require_changeable(row)
        require_room(actor, len(incoming.examined.content))
        current = row.current
        version = incoming.version_of(row, current.number + 1, actor)
        if version.sha256 == current.sha256:
            raise NotNow(_("This is the same file as before."))
        version.save()
        renew(row)


def remove_document(document: Document, *, actor: Any) -> None:
    """Throw the bytes of all versions away; who removed what stays as a trace.

    Raises `Refused`, `NotNow` when it is kept for a reason, gone already, or closed.
    """
    require(actor, document.what.change, document)
    with _locked(document, "remove", actor) as row:
        require_changeable(row)
        erase_document(row, actor)


def keep_document(document: Document, *, actor: Any, reason: str) -> None:
    """Keep it beyond its time, for a reason: a dispute, an accident. Raises `Invalid`."""
    require(actor, document.what.keep, document)
    if not document.what.ended:
        raise NotNow(_("This document stays until somebody removes it."))
    if not (because := reason.strip()):
        raise Invalid(_("Say why."), {"reason": [_("Say why.")]})
    with _locked(document, "keep", actor) as row:
        if row.removed_at:
            raise NotNow(REMOVED)
        row.kept_because, row.kept_by = because, actor
        row.save()


def release_document(document: Document, *, actor: Any) -> None:
    """The reason to keep it longer is gone."""
    require(actor, document.what.keep, document)
    with _locked(document, "release", actor) as row:
        row.kept_because, row.kept_by = "", None
        row.save()


def open_version(version: DocumentVersion, *, actor: Any) -> IO[bytes]:
    """The bytes, to hand out; of a personal file it is noted who read it.

    The caller found the version in the actor's scope. Raises `Refused` for an earlier version,
    `NotNow` when there is nothing to hand out.
    """
    require_readable(version, actor=actor)
    content = bytes_of(version)
    if version.document.what.personal:
        DocumentRead.objects.create(version=version, reader=actor)
    return content


def bytes_of(version: DocumentVersion) -> IO[bytes]:
    """The bytes, whoever asks. Raises `NotNow` when they cannot be found."""
    try:
        content: IO[bytes] = store.storage().open(version.place)
    except FileNotFoundError:
        raise NotNow(LOST) from None
    return content


def require_readable(version: DocumentVersion, *, actor: Any) -> None:
    """Raise `Refused` or `NotNow` when this version is not handed out to this person."""
    document = version.document
    if version.number != document.current.number:
        require(actor, document.what.look_back, document)
    if version.erased_at:
        raise NotNow(REMOVED)
    if not version.readable:
        raise NotNow(version.get_scan_display())


def erase_document(document: Document, actor: Any = None) -> None:
    """The end of a locked document; without an actor its time was over, and its names go too."""
    now = timezone.now()
    document.removed_at, document.removed_by = now, actor
    document.save()
    kept = document.versions.kept()
    places = list(kept.values_list("place", flat=True))
    kept.update(erased_at=now)
    if actor is None:
        document.versions.update(name="")
    store.erase_later(places)


def require_open(kind: DocumentKind, owner: Any) -> None:
    """Raise `NotNow` with the reasons why a row takes no documents now."""
    if reasons := kind.reasons(owner):
        raise NotNow(reasons[0])


def require_changeable(document: Document) -> None:
    """Raise `NotNow` when a document is gone, kept for a reason, or its row is closed."""
    if reasons := blocking(document):
        raise NotNow(reasons[0])


def blocking(document: Document) -> list["StrOrPromise"]:
    """Why a document cannot be replaced or removed now; empty when it can."""
    if document.removed_at:
        return [REMOVED]
    if document.kept_because:
        sentence = _("This document is kept for a reason: %(reason)s")
        return [sentence % {"reason": document.kept_because}]
    return document.what.reasons(document.about)


@contextmanager
def _locked(document: Document, verb: str, actor: Any) -> Iterator[Document]:
    """The row, for this transaction alone; the caller's object is refreshed afterwards."""
    with transaction.atomic(), acting(actor, f"core.document.{verb}"):
        row = locked(Document, document.pk)
        yield row
    document.refresh_from_db()
    document._prefetched_objects_cache = {}  # type: ignore[attr-defined]


@contextmanager
def _incoming(file: Any, kind: DocumentKind, actor: Any) -> Iterator[Incoming]:
    """Check a file and put its bytes away, then a transaction; refused, the bytes go again."""
    count_attempt(actor)
    require_fitting(file, kind)
    file.seek(0)
    examined = examine(file.read(), clean_name(file.name or ""), kind.types, side=kind.side)
    verdict = judge(examined.content)
    place = store.put(examined.content)
    try:
        with transaction.atomic():
            yield Incoming(examined, verdict, place)
    except BaseException:
        store.erase(place)
        raise


def _require_new(incoming: Incoming, documents: Any, kind: DocumentKind) -> None:
    """Not the same file twice (a button pressed twice), and not too many."""
    present = documents.present()
    if kind.most == 1 and present.exists():
        raise NotNow(_("There is one here already: replace it instead."))
    if present.count() >= kind.most:
        raise NotNow(
            _("There are %(most)d documents here, which is the most.") % {"most": kind.most}
        )
    digest = hashlib.sha256(incoming.examined.content).hexdigest()
    if present.filter(versions__sha256=digest, versions__erased_at__isnull=True).exists():
        raise NotNow(_("This file was added here already."))
