"""What happened with a document, in human words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.models import Document, DocumentRead
from core.timeline import Entry, timeline

READS_SHOWN = 20


def story_of(document: Document, *, with_reads: bool) -> list[Entry]:
    """Versions, readers (for who may see them) and the end, newest first."""
    entries = [*_versions(document), *_end(document)]
    if with_reads:
        entries += reversed(list(_reads(document)))
    entries.sort(key=lambda entry: entry.when)
    return entries[::-1]


def _versions(document: Document) -> Iterator[Entry]:
    for version in document.versions.all():
        text = _("Added") if version.number == 1 else _("Replaced")
        detail = _("Version %(number)d") % {"number": version.number}
        yield Entry(version.created_at, str(version.uploaded_by), text, detail)


def _end(document: Document) -> Iterator[Entry]:
    if document.removed_at:
        who = str(document.removed_by) if document.removed_by else _("The platform")
        detail = "" if document.removed_by else _("The time of keeping it was over.")
        yield Entry(document.removed_at, who, _("Removed"), detail)
    if document.kept_because:
        latest = timeline(document)[0]
        text = _("Kept longer")
        yield Entry(latest.when, str(document.kept_by), text, document.kept_because)


def _reads(document: Document) -> Iterator[Entry]:
    reads = DocumentRead.objects.filter(version__document=document).select_related("reader")
    for read in reads[:READS_SHOWN]:
        yield Entry(read.created_at, str(read.reader), _("Read"))
