"""What a coordinator hands to whoever audits a round, and the page about it (B3)."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, View
from django.views.generic.detail import SingleObjectMixin

from core.access import ScopedPage
from core.privacy.enums import Door
from core.views.pages import Breadcrumb, Page
from matching import services
from matching.enums import SealKind
from matching.models import IntakeRound
from matching.views.downloads import READS, all_explanations, for_the_auditor
from matching.views.rounds import round_crumb, rounds_crumb


class AuditScope(ScopedPage):
    """Rounds that the reader leads."""

    model = IntakeRound
    permission = "matching.lead_round"
    queryset_related = ("pathway__programme",)


class RoundAudit(AuditScope, Page, DetailView):
    """What there is to hand over, what it proves and what not, and how to run the program."""

    template_name = "matching/round_audit.html"
    heading = _("Have the round checked")
    lead = _(
        "Whoever audits the round, such as the examination board, needs no account: these files"
        " and one command are enough."
    )

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list, then the round."""
        return [rounds_crumb(), round_crumb(self.object)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which documents are sealed by now."""
        seals = list(self.object.seals.without_text())
        kinds = {str(seal.kind): True for seal in seals}
        kinds["explanations"] = services.all_told(self.object)
        return super().get_context_data(seals=seals, there=kinds, **kwargs)


class AuditDocument(AuditScope, SingleObjectMixin, View):
    """A sealed document with every list and score; who takes it along is noted at each student."""

    http_method_names = READS
    kind: SealKind
    file_name: str

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The document (404 before it was sealed)."""
        return for_the_auditor(request, self.get_object(), self.kind, self.file_name, Door.LIST)


class FullCertificate(AuditDocument):
    """The whole match, which `verify.py` proves."""

    kind = SealKind.RESULT
    file_name = "full-certificate.json"


class SealedInputs(AuditDocument):
    """Lists, refusals and ratings as they were sealed."""

    kind = SealKind.INPUTS
    file_name = "inputs.json"


class RoundExplanations(AuditScope, SingleObjectMixin, View):
    """What every student was told, with the facts that decided."""

    http_method_names = READS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        """The document (404 before the match)."""
        return all_explanations(request, self.get_object(), Door.LIST)
