"""Documents of this room: what shows a day at work."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.documents.checks.types import PAPERS, PICTURES, XLSX
from core.documents.kinds import DocumentKind, register_kind
from core.templatetags.words import human_date
from trajectories.enums import LogEntryState
from trajectories.models import LogEntry
from trajectories.terms import LOG_PAPERS_MONTHS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def page_of(entry: Any) -> str:
    """The page of a day in the log."""
    return reverse("trajectories:logentry-detail", args=[entry.uuid])


def day_of(entry: Any) -> str:
    """The day in words."""
    return human_date(entry.day)


def confirmed(entry: Any) -> Iterator["StrOrPromise"]:
    """What the mentor confirmed stays as it was."""
    if entry.state == LogEntryState.CONFIRMED:
        yield _("The mentor confirmed this day, so its documents stay as they are.")


LOG_EVIDENCE = register_kind(
    DocumentKind(
        name="trajectories.logentry.evidence",
        owner=LogEntry,
        label=_("Documents with this day"),
        hint=_(
            "A photo or a paper that shows what you did. Your mentor, your host's contacts and your"
            " institution see it too. No medical papers, and nobody recognisable without asking."
        ),
        types=(*PICTURES, *PAPERS, XLSX),
        add="trajectories.document_log_entry",
        change="trajectories.change_log_document",
        look_back="trajectories.look_back_at_log_document",
        keep="trajectories.keep_log_document",
        ended="trajectory__end_date",
        keep_months=LOG_PAPERS_MONTHS,
        page=page_of,
        title=day_of,
        closed=confirmed,
        related=(
            "trajectory__student__user",
            "trajectory__position__workplace__establishment__organisation",
            "trajectory__mentor__establishment",
            "trajectory__pathway",
        ),
        personal=True,
        most=10,
    )
)
