"""The API of files that nobody can open, for administrators: never their names or bytes."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.serializers import RecordSerializer
from core.api.views import ScopedViewSet, verb
from core.documents.scanning import LOOK_AFTER, scan_again, scan_all_again
from core.models import DocumentVersion
from core.permissions import refusal


class FileSerializer(RecordSerializer):
    """A file that waits for the virus scanner or is kept apart, and what was found in it."""

    kind = serializers.CharField(source="document.kind", read_only=True)
    uploaded_by = serializers.CharField(read_only=True)

    class Meta:
        model = DocumentVersion
        fields = [
            "id",
            "scan",
            "finding",
            "scanner",
            "scanned_at",
            "kind",
            "media",
            "size",
            "uploaded_by",
            "created_at",
        ]


class AskedSerializer(serializers.Serializer[Any]):
    """How many files will be scanned again."""

    files = serializers.IntegerField()


class FileApartViewSet(ScopedViewSet):
    """Files that nobody can open: they wait for the virus scanner, or it found something."""

    model = DocumentVersion
    permission = LOOK_AFTER
    serializer_class: Any = FileSerializer
    queryset_related = ("document", "uploaded_by")
    keyless = frozenset({"scan_all"})

    def get_queryset(self) -> Any:
        """As on the page of the storage: whoever they belong to. For others none exist."""
        if getattr(self, "swagger_fake_view", False) or refusal(self.request.user, LOOK_AFTER):
            return DocumentVersion.objects.none()
        return DocumentVersion.objects.unreadable().select_related(*self.queryset_related)

    @extend_schema(request=None, responses={202: AskedSerializer})
    @action(detail=False, methods=["post"], url_path="scan")
    def scan_all(self, request: Request) -> Response:
        """Scan all of them again, in the background; see how each stands afterwards."""
        return Response({"files": scan_all_again(actor=request.user)}, status=202)

    scan = verb("scan", scan_again, FileSerializer)
