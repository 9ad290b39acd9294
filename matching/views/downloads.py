"""Files with which anyone can check a round: exact bytes, as sealed (V38, B3)."""

from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View

from core.access import PublicPage
from matching.engine import verify
from matching.enums import SealKind
from matching.models import IntakeRound, RoundSeal
from matching.services import sealed_file

JSON = "application/json"
READS = ["get", "head", "options"]


def sealed_download(intake: IntakeRound, kind: SealKind, name: str) -> HttpResponse:
    """A sealed document as a file; 404 before its moment."""
    try:
        content = sealed_file(intake, kind)
    except RoundSeal.DoesNotExist as error:
        raise Http404 from error
    return attachment(content, name, JSON)


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep, which no page shows."""
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


class PublicDocument(PublicPage, View):
    """A sealed document that everybody may have, of a round that is published."""

    http_method_names = READS
    kind: SealKind
    file_name: str

    def get(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        """The document (404 before it was sealed)."""
        intake = get_object_or_404(IntakeRound.objects.public(), uuid=uuid)
        return sealed_download(intake, self.kind, self.file_name)

    head = get


class PublicCriteria(PublicDocument):
    """What was fixed beforehand: whoever hashes the file finds the published SHA-256."""

    kind = SealKind.CRITERIA
    file_name = "criteria.json"


class PublicCertificate(PublicDocument):
    """The public certificate, from the match on."""

    kind = SealKind.CERTIFICATE
    file_name = "certificate.json"


class Verifier(PublicPage, View):
    """The program that reads the documents, as it stands in the engine."""

    http_method_names = READS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The file itself: the one that the platform runs on every match."""
        return attachment(Path(verify.__file__).read_bytes(), "verify.py", "text/x-python")

    head = get
