"""Reading the agreement: on screen, on paper, as a PDF."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, View
from django.views.generic.detail import SingleObjectMixin

from agreements.documents import file_name, pdf_of
from agreements.models import Agreement, AgreementVersion
from agreements.reports import RELATED, party_lines, versions_for
from agreements.services.content import content_of
from agreements.views.common import detail_crumb, list_crumb
from core.access import ScopedPage
from core.views.pages import Breadcrumb, Page


def days_of(content: dict[str, Any]) -> dict[str, date]:
    """The first and the last day of a content as dates."""
    return {name: date.fromisoformat(content[f"{name}_date"]) for name in ("start", "end")}


class VersionScope(ScopedPage):
    """Frozen versions in the reader's scope; who sees one may read it."""

    model = AgreementVersion

    def get_queryset(self) -> Any:
        """With the signatures."""
        return versions_for(self.request.user)  # type: ignore[attr-defined]


class VersionDetail(VersionScope, Page, DetailView):
    """One frozen version, word for word, with the signatures on it."""

    template_name = "agreements/document.html"

    def get_heading(self) -> Any:
        """Which version of which agreement."""
        return str(self.object)

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The agreement first."""
        return [list_crumb(), detail_crumb(self.object.agreement)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The content, the parties, and whether a newer version exists."""
        version = self.object
        newest = version.agreement.current_version()
        extra = {
            "content": version.content,
            "days": days_of(version.content),
            "parties": party_lines(version),
            "newer": newest if newest.pk != version.pk else None,
        }
        return super().get_context_data(**extra | kwargs)


class DraftDocument(ScopedPage, Page, DetailView):
    """How the draft reads now, before anything is frozen."""

    model = Agreement
    permission = "agreements.draft_agreement"
    template_name = "agreements/document.html"
    queryset_related = RELATED
    heading = _("How the agreement reads now")

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The agreement first."""
        return [list_crumb(), detail_crumb(self.object)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The content as the next proposal would freeze it."""
        newest = self.object.current_version()
        content = content_of(self.object, newest.number + 1 if newest else 1)
        extra = {"content": content, "days": days_of(content), "is_preview": True}
        return super().get_context_data(**extra | kwargs)


class VersionPdf(VersionScope, SingleObjectMixin, View):
    """The version as a file to keep. No personal data in its address or its name."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The PDF, as a download that no cache keeps."""
        version = self.get_object()
        headers = {
            "Content-Disposition": f'attachment; filename="{file_name(version)}"',
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(pdf_of(version), content_type="application/pdf", headers=headers)
