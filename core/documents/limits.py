"""How much one person may bring in: counted for all processes together."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.documents.checks import RefusedFile
from core.documents.kinds import MEGABYTE, DocumentKind
from core.errors import TooOften
from core.models import DocumentVersion

HOUR = 3600
DAY = 24 * HOUR


def count_attempt(person: Any) -> None:
    """Every file counts, also one that is refused: looking into it costs as much.

    Raises `TooOften` after ``DOCUMENTS_PER_HOUR`` of them.
    """
    now = int(timezone.now().timestamp())
    key = f"documents-{person.pk}-{now // HOUR}"
    cache.add(key, 0, timeout=HOUR)
    try:
        attempts = cache.incr(key)
    except ValueError:  # it ran out between the two lines
        return
    if attempts > settings.DOCUMENTS_PER_HOUR:
        sentence = _("You sent very many files in a short time. Go on after the full hour.")
        raise TooOften(sentence, HOUR - now % HOUR)


def require_fitting(file: Any, kind: DocumentKind) -> None:
    """Raise `RefusedFile` for a file that is larger than its kind allows."""
    if file.size > kind.largest:
        sentence = _("This file is larger than %(most)d MB. Make it smaller, or split it.")
        raise RefusedFile(sentence % {"most": kind.largest // MEGABYTE})


def require_room(person: Any, size: int) -> None:
    """Raise `TooOften` when the files of the last day together would become too large.

    Whoever brings in something else at the same moment waits until this transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"documents {person.pk}"]
        )
    total = DocumentVersion.objects.bytes_of(person, timezone.now()) + size
    if total > settings.DOCUMENT_BYTES_PER_DAY:
        sentence = _("Your files of the last 24 hours come to more than %(most)d MB. Go on later.")
        most = settings.DOCUMENT_BYTES_PER_DAY // MEGABYTE
        raise TooOften(sentence % {"most": most}, HOUR)
