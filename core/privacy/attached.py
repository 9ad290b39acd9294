"""Documents of somebody's file: they go with the person, and stay while a hold is in force."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from core.documents.kinds import DocumentKind
from core.documents.querysets import DocumentQuerySet
from core.documents.service import erase_document
from core.models import Document, DocumentVersion, LegalHold
from core.privacy.holds import Hold, holds
from core.privacy.register import holding_of, holdings


def attached_to(person: Any) -> DocumentQuerySet:
    """Documents of every row of the person's file, those that were removed too."""
    found = Q(pk__in=[])
    for holding in holdings():
        if holding.file:
            found |= Q(owner__in=holding.rows_of(person).order_by().values("uuid"))
    return Document.objects.filter(found)


def erase_attached(person: Any) -> None:
    """Bytes and names go, also the names of what was removed before."""
    attached = attached_to(person)
    for document in attached.present().select_for_update():
        erase_document(document)
    DocumentVersion.objects.filter(document__in=attached).update(name="")


@holds.register
def kept_for_a_reason(person: Any) -> Iterator[Hold]:
    """A document that somebody keeps longer; the reason may name others, so it is not repeated."""
    if attached_to(person).present().exclude(kept_because="").exists():
        yield Hold(_("A document of the file is kept for a reason that stands with it."))


def held_back(kind: DocumentKind) -> Q:
    """Documents of a kind that stay at night: kept for a reason, or the person is under a hold."""
    kept = ~Q(kept_because="")
    holding = holding_of(kind.owner)
    if holding is None or not holding.person:
        return kept
    protected = LegalHold.objects.in_force().values("person")
    rows = kind.owner._base_manager.filter(**{f"{holding.person}__in": protected})
    return kept | Q(owner__in=rows.order_by().values("uuid"))
