"""How pages look for the people of an institution: its colour and its logo (ADR 0024)."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from core.documents.enums import READABLE
from core.models import DocumentVersion
from core.people import Look
from partnerships.enums import OrganisationKind

# The kind of document; its files are registered in partnerships.attachments.
LOGO = "partnerships.organisation.logo"


def shown_logos() -> Any:
    """The logos that pages may show: not removed, and past the virus scanner."""
    rows = DocumentVersion.objects.kept().filter(scan__in=READABLE)
    return rows.filter(document__kind=LOGO, document__removed_at__isnull=True)


def logo_of(organisation: str) -> Subquery:
    """For `annotate`: the logo of the organisation whose UUID this path leads to, if any."""
    rows = shown_logos().filter(document__owner=OuterRef(organisation))
    return Subquery(rows.order_by("-number").values("uuid")[:1])


def look_of(organisation: Any, logo: Any) -> Look | None:
    """The look of an institution with its logo, if it has one; others have none."""
    if organisation.kind != OrganisationKind.INSTITUTION:
        return None
    address = reverse("partnerships:logo", args=[logo]) if logo else ""
    return Look(organisation.name, organisation.accent, address)


def look_at_work(organisation: Any) -> Look | None:
    """The look of where somebody acts, asked when a page is drawn: with the roles of a person it
    would be put together for every answer to a program as well.
    """
    if organisation.kind != OrganisationKind.INSTITUTION:
        return None
    logos = shown_logos().filter(document__owner=organisation.uuid).order_by("-number")
    return look_of(organisation, logos.values_list("uuid", flat=True).first())


def look_for_visitors(request: Any, organisation: Any, logo: Any) -> dict[str, Any]:
    """The context of a public page about one institution. Who is signed in keeps the own look:
    the header says where one works, whatever one reads.
    """
    return {} if request.user.is_authenticated else {"look": look_of(organisation, logo)}
