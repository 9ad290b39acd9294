"""Files with which anyone can check a round: exact bytes, as sealed (V38, B3)."""

from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from core.access import PublicPage, ScopedPage
from core.privacy.enums import Door
from core.privacy.reads import note_list
from matching import services
from matching.engine import verify
from matching.enums import SealKind
from matching.models import Explanation, IntakeRound, RoundSeal

JSON = "application/json"
READS = ["get", "head", "options"]


def sealed_download(intake: IntakeRound, kind: SealKind, name: str) -> HttpResponse:
    """A sealed document as a file; 404 before its moment."""
    try:
        content = services.sealed_text(intake, kind)
    except RoundSeal.DoesNotExist as error:
        raise Http404 from error
    return attachment(content, name, JSON)


def for_the_auditor(
    request: Any, intake: IntakeRound, kind: SealKind, name: str, door: Door
) -> HttpResponse:
    """A sealed document about every student in it: noted at each of them, kept by no cache."""
    answer = sealed_download(intake, kind, name)
    note_list(request, list(services.applications_in(intake, kind)), door)
    answer["Cache-Control"] = "private, no-store"
    return answer


def all_explanations(request: Any, intake: IntakeRound, door: Door) -> StreamingHttpResponse:
    """What every student was told, for whoever audits the round; 404 before the match, and where
    no hash of it was sealed.
    """
    if not services.all_told(intake):
        raise Http404
    note_list(request, list(services.applications_in(intake, SealKind.RESULT)), door)
    answer = StreamingHttpResponse(services.told_in(intake), content_type=JSON)
    answer["Content-Disposition"] = attached("explanations.json")
    answer["Cache-Control"] = "private, no-store"
    return answer


def own_explanation(explanation: Explanation) -> HttpResponse:
    """What one student was told, as it was sealed."""
    answer = attachment(explanation.canonical.encode(), "explanation.json", JSON)
    answer["Cache-Control"] = "private, no-store"
    return answer


class ExplanationFile(ScopedPage, SingleObjectMixin, View):
    """What one student was told, to keep; 404 before the match and for a host."""

    http_method_names = READS
    model = Explanation
    slug_field = "application__uuid"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The sealed document itself."""
        return own_explanation(self.get_object())


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep, which no page shows."""
    headers = {"Content-Disposition": attached(name)}
    return HttpResponse(content, content_type=kind, headers=headers)


def attached(name: str) -> str:
    """That it is a file to keep, under this name."""
    return f'attachment; filename="{name}"'


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
