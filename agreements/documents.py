"""A version as a PDF: tagged, archivable, the same bytes for the same version and signatures.

Typst sets the page (ADR 0006). Everything that people wrote reaches it as data, never as
markup, so that no text can change the document.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import typst
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements.models import AgreementVersion
from agreements.reports import PartyLine, party_lines

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "agreements" / "agreement.typ"
LANGUAGE = "nl"


def pdf_of(version: AgreementVersion) -> bytes:
    """The PDF (claims PDF/A-2a and PDF/UA-1) of a version with the signatures on it."""
    made: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        sys_inputs={"data": json.dumps(document_data(version), ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        ignore_system_fonts=True,
        timestamp=int(version.created_at.timestamp()),
    )
    return made


def document_data(version: AgreementVersion) -> dict[str, Any]:
    """What the page needs: the frozen content, days in words, the signatures."""
    content = version.content
    with override(LANGUAGE):
        return {
            "content": content,
            "sha256": version.sha256,
            "days": {
                "start": in_words(content["start_date"]),
                "end": in_words(content["end_date"]),
                "proposed": date_format(localtime(version.created_at), "j F Y"),
            },
            "proposed_on": localtime(version.created_at).date().isoformat(),
            "signatures": [_signature(line) for line in party_lines(version)],
        }


def in_words(iso: str) -> str:
    """A day such as "21 september 2026" in the language in force."""
    return date_format(date.fromisoformat(iso), "j F Y")


def _signature(line: PartyLine) -> dict[str, str]:
    """A party's line; somebody who signed for two parties is shown as such (B7)."""
    also = _("also signed for the %(parties)s") % {"parties": line.also_for}
    return {
        "party": line.label,
        "name": line.name,
        "role": f"{line.role}; {also}" if line.also_for else line.role,
        "when": date_format(localtime(line.when), "j F Y, H:i") if line.when else "",
    }


def file_name(version: AgreementVersion) -> str:
    """A name for the download: the host and the version, no name of a person."""
    with override(LANGUAGE):
        name = _("agreement %(start)s version %(number)s") % {
            "start": version.content["start_date"],
            "number": version.number,
        }
    return f"{name.replace(' ', '-')}.pdf"
