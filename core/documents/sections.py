"""What a page or the API shows of documents, and what its reader can do with them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.actions import Action
from core.documents.enums import Scan
from core.documents.kinds import DocumentKind
from core.documents.service import blocking
from core.models import Document
from core.permissions import refusal
from core.workflow import ATTENTION, GOOD, NEUTRAL, WAITING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TONES = {
    Scan.NOT_ASKED: NEUTRAL,
    Scan.WAITING: WAITING,
    Scan.CLEAN: GOOD,
    Scan.QUARANTINED: ATTENTION,
}


@dataclass(frozen=True)
class Standing:
    """How a document stands, as a badge."""

    label: "StrOrPromise"
    tone: str


@dataclass(frozen=True)
class Line:
    """One document in a section."""

    document: Document
    standing: Standing | None
    actions: list[Action]


@dataclass(frozen=True)
class Section:
    """The documents of a row on its page: a list, and a way to add one, or why not."""

    label: "StrOrPromise"
    hint: "StrOrPromise"
    lines: list[Line]
    add_url: str
    closed: "StrOrPromise"


def section_of(owner: Any, kind: DocumentKind, user: Any) -> Section:
    """The documents of a row that the reader may see; two queries, whatever their number."""
    rows = Document.objects.of(kind.name, owner).present()
    documents = list(rows.prefetch_related("versions__uploaded_by"))
    for document in documents:
        document.about = owner
    may = refusal(user, kind.add, owner) is None
    reasons = kind.reasons(owner)
    url = reverse("document-add", args=[kind.name, owner.uuid])
    return Section(
        label=kind.label,
        hint=kind.hint,
        lines=[Line(one, standing_of(one), changes_of(one, user)) for one in documents],
        add_url=url if may and not reasons else "",
        closed=reasons[0] if may and reasons else "",
    )


def count_of(kind: DocumentKind, owners: list[Any]) -> dict[Any, int]:
    """How many documents each row has, by its UUID; one query."""
    rows = Document.objects.present().filter(kind=kind.name, owner__in=[o.uuid for o in owners])
    return dict(rows.order_by().values_list("owner").annotate(Count("pk")))


def standing_of(document: Document) -> Standing | None:
    """What must be known before one opens it; None when there is nothing to say."""
    if document.removed_at:
        return Standing(_("Removed"), NEUTRAL)
    scan = Scan(document.current.scan)
    if document.current.readable:
        return None
    return Standing(capfirst(str(scan.label)), TONES[scan])


def changes_of(document: Document, user: Any) -> list[Action]:
    """Replace and remove, for who may; with what stands in the way."""
    kind = document.what
    if refusal(user, kind.change, document) is not None:
        return []
    unmet = tuple(blocking(document))
    return [
        _action(document, "replace", _("Replace"), unmet),
        _action(document, "remove", _("Remove"), unmet, danger=True),
    ]


def actions_of(document: Document, user: Any) -> list[Action]:
    """Everything that the reader can do with a document."""
    if document.removed_at:
        return []
    unmet = () if document.current.readable else (document.current.get_scan_display(),)
    found = [_action(document, "download", _("Download"), unmet, primary=True)]
    found += changes_of(document, user)
    if document.what.ended and refusal(user, document.what.keep, document) is None:
        if document.kept_because:
            found.append(_action(document, "release", _("Keep no longer than usual")))
        else:
            found.append(_action(document, "keep", _("Keep longer")))
    return found


def _action(
    document: Document,
    name: str,
    label: "StrOrPromise",
    unmet: tuple["StrOrPromise", ...] = (),
    *,
    primary: bool = False,
    danger: bool = False,
) -> Action:
    return Action(
        name=name,
        label=label,
        url=reverse(f"document-{name}", args=[document.uuid]),
        method="get",
        primary=primary,
        danger=danger,
        unmet=unmet,
    )
