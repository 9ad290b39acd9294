"""The API of agreements: the same scope, rules and services as the pages."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from agreements import filters, services, tables
from agreements.api import serializers
from agreements.documents import file_name, pdf_of
from agreements.models import Agreement, AgreementVersion, Clause, ClauseTemplate
from agreements.reports import RELATED
from core.api.views import ScopedViewSet, making, verb

ANSWER = serializers.AgreementDetailSerializer
REASON = serializers.ReasonBody


class AgreementViewSet(ScopedViewSet):
    """Agreements of institution, host and student."""

    model = Agreement
    permission = "agreements.read_agreement"
    serializer_class = serializers.AgreementSerializer
    detail_serializer_class = ANSWER
    filterset_class = filters.AgreementFilter
    table_class = tables.AgreementTable
    queryset_related = RELATED

    def get_queryset(self) -> Any:
        """With the number of signatures."""
        return super().get_queryset().with_signature_count()  # type: ignore[attr-defined]

    create = making(services.draft_agreement, ANSWER, serializers.DraftBody, subject="trajectory")
    propose = verb("propose", services.propose_agreement, ANSWER)
    revise = verb("revise", services.revise_agreement, ANSWER)
    sign = verb("sign", services.sign_agreement, ANSWER, serializers.SignBody)
    decline = verb("decline", services.decline_agreement, ANSWER, REASON)
    activate = verb("activate", services.activate_agreement, ANSWER)
    renew_evidence = verb(
        "renew-evidence", services.record_evidence, ANSWER, serializers.EvidenceBody
    )
    complete = verb("complete", services.complete_agreement, ANSWER)
    cancel = verb("cancel", services.cancel_agreement, ANSWER, REASON)
    terminate = verb("terminate", services.terminate_agreement, ANSWER, REASON)


class ClauseViewSet(ScopedViewSet):
    """Clauses of agreements, for the institution that writes them."""

    model = Clause
    permission = "agreements.read_clause_template"
    serializer_class = serializers.ClauseSerializer
    filterset_class = filters.ClauseFilter
    queryset_related = ("agreement",)

    fill = verb("fill", services.fill_clause, serializers.ClauseSerializer, serializers.FillBody)


class ClauseTemplateViewSet(ScopedViewSet):
    """Model clauses: the ten of the advice, and the institution's own."""

    model = ClauseTemplate
    permission = "agreements.read_clause_template"
    serializer_class = serializers.ClauseTemplateSerializer
    filterset_class = filters.ClauseTemplateFilter
    table_class = tables.ClauseTemplateTable


class PdfRenderer(BaseRenderer):
    """Lets a client ask for application/pdf; a refusal is still a problem in JSON."""

    media_type = "application/pdf"
    format = "pdf"

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        """The problem; the document itself is no data to render."""
        return JSONRenderer().render(data)


class VersionViewSet(ScopedViewSet):
    """Frozen versions with the signatures on them."""

    model = AgreementVersion
    permission = "agreements.read_agreement"
    serializer_class = serializers.VersionSerializer
    detail_serializer_class = serializers.VersionDetailSerializer
    filterset_class = filters.VersionFilter
    queryset_related = ("agreement",)

    def get_queryset(self) -> Any:
        """With the signatures."""
        return super().get_queryset().prefetch_related("signatures")

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"], renderer_classes=[JSONRenderer, PdfRenderer])
    def pdf(self, request: Request, uuid: Any) -> HttpResponse:
        """The version as a PDF with its signatures."""
        version = self.get_object()
        disposition = f'attachment; filename="{file_name(version)}"'
        return HttpResponse(
            pdf_of(version),
            content_type="application/pdf",
            headers={"Content-Disposition": disposition, "Cache-Control": "private, no-store"},
        )
