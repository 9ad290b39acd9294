"""Which documents exist for whom: those of the rows that exist for them."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q, Sum

from core.documents.enums import Scan
from core.documents.kinds import kinds
from core.querysets import ScopedQuerySet


class DocumentQuerySet(ScopedQuerySet):
    """Documents."""

    def visible_to(self, user: Any) -> Self:
        """As the row that they are about."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(pk__in=[])
        for kind in kinds.values():
            owners = kind.owner._default_manager.visible_to(user)  # type: ignore[attr-defined]
            # Asked per document: the list of all rows that a person sees may be long.
            seen |= Q(Exists(owners.order_by().filter(uuid=OuterRef("owner"))), kind=kind.name)
        return self.filter(seen)

    def present(self) -> Self:
        """Not removed."""
        return self.filter(removed_at__isnull=True)

    def of(self, kind: str, owner: Any) -> Self:
        """What is attached to a row."""
        return self.filter(kind=kind, owner=owner.uuid)


class VersionQuerySet(ScopedQuerySet):
    """Versions of documents."""

    def visible_to(self, user: Any) -> Self:
        """As the document."""
        documents: Any = self.model._meta.get_field("document").related_model
        return self.filter(document__in=documents.objects.visible_to(user).values("pk"))

    def kept(self) -> Self:
        """Those whose bytes we have."""
        return self.filter(erased_at__isnull=True)

    def waiting(self) -> Self:
        """Those that no scanner has seen yet."""
        return self.kept().filter(scan=Scan.WAITING)

    def quarantined(self) -> Self:
        """Those that are kept apart."""
        return self.kept().filter(scan=Scan.QUARANTINED)

    def unreadable(self) -> Self:
        """Those that nobody can open, until the scanner says otherwise."""
        return self.kept().filter(scan__in=[Scan.WAITING, Scan.QUARANTINED])

    def bytes_of(self, person: Any, now: datetime) -> int:
        """How much the person brought in during the last day, in bytes."""
        rows = self.filter(uploaded_by=person.pk, created_at__gt=now - timedelta(days=1))
        return int(rows.aggregate(total=Sum("size"))["total"] or 0)


class ReadQuerySet(ScopedQuerySet):
    """Who read what."""

    def visible_to(self, user: Any) -> Self:
        """What the person read; a document's own page shows all to who may look back."""
        return self.filter(reader=user.pk) if user.is_authenticated else self.none()


class UpkeepQuerySet(ScopedQuerySet):
    """Nightly runs."""

    def visible_to(self, user: Any) -> Self:
        """Administrators: counts only, nobody's file."""
        return self if getattr(user, "is_administrator", False) else self.none()
