"""Documents of this room: what a recognition rests on, and the logo of an institution."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.documents.checks.types import JPEG, PAPERS, PICTURES, PNG, WEBP, XLSX
from core.documents.kinds import MEGABYTE, DocumentKind, register_kind
from partnerships import looks
from partnerships.models import Organisation, Recognition
from partnerships.terms import RECOGNITION_PAPERS_MONTHS


def page_of(recognition: Any) -> str:
    """The page of a recognition."""
    return reverse("partnerships:recognition-detail", args=[recognition.uuid])


EVIDENCE = register_kind(
    DocumentKind(
        name="partnerships.recognition.evidence",
        owner=Recognition,
        label=_("What the judgement rests on"),
        hint=_(
            "The report of the visit, the risk assessment of the workplace. Institution and host"
            " both see what is here. No papers about students or about anybody's health."
        ),
        types=(*PAPERS, XLSX, *PICTURES),
        add="partnerships.document_recognition",
        change="partnerships.change_evidence",
        look_back="partnerships.supervise_evidence",
        keep="partnerships.supervise_evidence",
        ended="valid_to",
        keep_months=RECOGNITION_PAPERS_MONTHS,
        page=page_of,
        related=("establishment__organisation", "programme", "institution"),
    )
)


def look_page(institution: Any) -> str:
    """The page about the colour and the logo of an institution."""
    return reverse("partnerships:look", args=[institution.uuid])


LOGO = register_kind(
    DocumentKind(
        name=looks.LOGO,
        owner=Organisation,
        label=_("Logo"),
        hint=_(
            "The logo stands at the top of every page of your people, on white, beside the name of"
            " the platform; and on the public pages about your pathways, where everybody sees it."
        ),
        types=(PNG, JPEG, WEBP),
        add="partnerships.change_look",
        change="partnerships.change_logo",
        look_back="partnerships.change_logo",
        keep="partnerships.change_logo",
        page=look_page,
        largest=2 * MEGABYTE,
        most=1,
        side=480,
        adding=_("Add a logo"),
    )
)
