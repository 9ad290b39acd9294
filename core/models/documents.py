"""Files that people attached to things, and who read them (ADR 0015)."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from core.documents.checks.types import TYPES
from core.documents.constraints import about_a_row
from core.documents.enums import READABLE, Scan
from core.documents.kinds import DocumentKind, kinds
from core.documents.querysets import (
    DocumentQuerySet,
    ReadQuerySet,
    UpkeepQuerySet,
    VersionQuerySet,
)
from core.history import tracked
from core.models.base import Record, SealedRecord

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

IMMUTABLE = ["document", "number", "media", "size", "sha256", "place", "uploaded_by", "created_at"]


def person(**options: Any) -> Any:
    """A key to somebody; people are never deleted."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options
    )


@tracked
class Document(Record):
    """Something attached to a row: its versions hold the bytes. A removal leaves this trace."""

    kind = models.CharField(max_length=100)
    owner = models.UUIDField()
    removed_at = models.DateTimeField(_("removed on"), null=True)
    # Empty with a date: the time of keeping was over.
    removed_by = person(null=True)
    kept_because = models.TextField(_("why it is kept longer"), blank=True)
    kept_by = person(null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["owner", "kind"], name="documents_of_a_row")]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_by__isnull=True) | Q(removed_at__isnull=False),
                name="who_removed_a_document_did_so_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kept_because="", kept_by__isnull=True)
                | (~Q(kept_because="") & Q(kept_by__isnull=False)),
                name="a_document_is_kept_longer_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(kept_because="") | Q(removed_at__isnull=True),
                name="what_is_kept_longer_is_not_removed",
            ),
        ]
        triggers = [
            about_a_row("a_document_is_about_a_row"),
            pgtrigger.Protect(name="a_document_leaves_a_trace", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.current.name or str(_("document"))

    @property
    def what(self) -> DocumentKind:
        """The kind of document, with its rules."""
        return kinds[self.kind]

    @cached_property
    def about(self) -> Any:
        """The row that it is attached to, whoever asks: ask for the document's scope first."""
        rows = self.what.owner._base_manager.select_related(*self.what.related)
        return rows.get(uuid=self.owner)

    @property
    def current(self) -> "DocumentVersion":
        """The newest version."""
        return max(self.versions.all(), key=lambda version: version.number)


class DocumentVersion(Record):
    """One file as it was brought in. Only the scanner's word and the end of it are written later.

    Without history: it does not change, and its name must be forgotten one day.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    media = models.CharField(_("type"), max_length=10)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    # Where the bytes lie: random, never from what somebody typed.
    place = models.CharField(max_length=40, unique=True)
    uploaded_by = person()
    scan = models.CharField(_("virus scan"), max_length=12, choices=Scan.choices)
    scanned_at = models.DateTimeField(_("scanned on"), null=True)
    # The scanner with its signatures, and the signature that fitted.
    scanner = models.CharField(_("scanned by"), max_length=100, blank=True)
    finding = models.CharField(_("found"), max_length=100, blank=True)
    erased_at = models.DateTimeField(_("erased on"), null=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of documents")
        ordering = ["document", "number"]
        indexes = [
            models.Index(
                fields=["scan", "id"],
                name="versions_to_look_after",
                condition=Q(scan__in=[Scan.WAITING, Scan.QUARANTINED], erased_at__isnull=True),
            ),
            models.Index(fields=["uploaded_by", "created_at"], name="versions_by_person"),
        ]
        constraints = [
            one_of("scan", Scan, "version_scan_is_known"),
            models.UniqueConstraint(
                fields=["document", "number"], name="a_document_has_a_version_once"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="a_version_is_not_empty"),
            models.CheckConstraint(
                condition=Q(media__in=sorted(TYPES)), name="version_type_is_known"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="a_version_does_not_change", fields=IMMUTABLE),
            pgtrigger.Protect(name="a_version_leaves_a_trace", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def type_label(self) -> "StrOrPromise":
        """The type in words."""
        return TYPES[self.media].label

    @property
    def readable(self) -> bool:
        """May the bytes be handed out?"""
        return self.erased_at is None and self.scan in READABLE


class DocumentRead(Record):
    """Somebody read a personal file (domain.md 4.1). Kept for a year."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="reads")
    reader = person()

    objects = ReadQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading of a document")
        verbose_name_plural = _("readings of documents")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["created_at"], name="reads_by_age")]
        triggers = [pgtrigger.Protect(name="a_reading_does_not_change", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.reader}"


class DocumentUpkeep(SealedRecord):
    """What one nightly run did about documents."""

    removed = models.PositiveIntegerField(_("past their time"))
    held = models.PositiveIntegerField(_("past their time, kept for a reason"))
    swept = models.PositiveIntegerField(_("files that belong to nothing"))
    missing = models.PositiveIntegerField(_("documents whose file is missing"))
    # The folder that the sweep came to; the next run goes on there.
    reached = models.CharField(max_length=1)

    objects = UpkeepQuerySet.as_manager()

    class Meta:
        verbose_name = _("nightly run of documents")
        verbose_name_plural = _("nightly runs of documents")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.created_at}"
