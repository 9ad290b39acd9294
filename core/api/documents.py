"""The API of documents: the same services as the pages."""

from typing import Any

import django_filters
from django.conf import settings
from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import scope
from core.api.conditions import expect_match
from core.api.examples import example
from core.api.parsing import JsonParser
from core.api.serializers import ActionSerializer, RecordSerializer, shown_actions
from core.api.views import ScopedViewSet, verb
from core.bodies import for_file
from core.documents import service
from core.documents.checks import TYPES
from core.documents.kinds import DocumentKind, kinds
from core.documents.sections import actions_of
from core.errors import Invalid
from core.models import Document
from core.permissions import require
from core.privacy.enums import Door
from core.privacy.reads import note_read
from core.views.documents import version_of
from core.views.downloads import handed_out

# What a file is, not whatever: browsers and programs are told its own type.
HANDED_OUT: dict[Any, Any] = {
    (status, one.media_type.split(";")[0]): OpenApiTypes.BINARY
    for status in (200, 206)
    for one in TYPES.values()
}
PARTS = [
    OpenApiParameter(
        "Range",
        {"type": "string", "pattern": "^bytes=[0-9]*-[0-9]*$"},
        OpenApiParameter.HEADER,
        description="One part (`bytes=1000-`), answered with 206; several get the whole file.",
    ),
    OpenApiParameter(
        "If-Range",
        OpenApiTypes.STR,
        OpenApiParameter.HEADER,
        description="The ETag of the part that you have: of another file you get the whole.",
    ),
]
UNKNOWN = _("Nothing with this identifier exists for you.")


class DocumentSerializer(RecordSerializer):
    """A document with its newest version."""

    about = serializers.UUIDField(source="owner", read_only=True)
    version = serializers.IntegerField(source="current.number", read_only=True)
    name = serializers.CharField(source="current.name", read_only=True)
    media_type = serializers.SerializerMethodField()
    size = serializers.IntegerField(source="current.size", read_only=True)
    sha256 = serializers.CharField(source="current.sha256", read_only=True)
    scan = serializers.CharField(source="current.scan", read_only=True)
    uploaded_by = serializers.CharField(source="current.uploaded_by", read_only=True)
    uploaded_at = serializers.DateTimeField(source="current.created_at", read_only=True)

    class Meta:
        model = Document
        fields = [
            "id",
            "kind",
            "about",
            "version",
            "name",
            "media_type",
            "size",
            "sha256",
            "scan",
            "uploaded_by",
            "uploaded_at",
            "removed_at",
        ]

    def get_media_type(self, obj: Document) -> str:
        """What kind of file it is, by its content."""
        return TYPES[obj.current.media].media_type


class DocumentDetailSerializer(DocumentSerializer):
    """A document with what the caller can do with it."""

    actions = serializers.SerializerMethodField()

    class Meta(DocumentSerializer.Meta):
        fields = [*DocumentSerializer.Meta.fields, "kept_because", "actions"]

    @extend_schema_field(ActionSerializer(many=True))
    def get_actions(self, obj: Document) -> Any:
        """As the buttons of the page."""
        request = self.context["request"]
        return shown_actions(obj, actions_of(obj, request.user), request, "document-api")


class FileBody(serializers.Serializer[Any]):
    """A file, as one part of a form."""

    file = serializers.FileField(allow_empty_file=True)


class DocumentBody(FileBody):
    """A file and the row that it is attached to."""

    kind = serializers.CharField()
    about = serializers.UUIDField()


@example(reason="Er loopt een beroep.")
class KeepBody(serializers.Serializer[Any]):
    """Why a document is kept longer."""

    reason = serializers.CharField()


class DocumentFilter(django_filters.FilterSet):
    """Documents of a kind, or about one row."""

    kind = django_filters.CharFilter()
    about = django_filters.UUIDFilter(field_name="owner")

    class Meta:
        model = Document
        fields: list[str] = []


class DocumentViewSet(ScopedViewSet):
    """Files that are attached to things; those that were removed by their identifier only."""

    model = Document
    serializer_class: Any = DocumentSerializer
    detail_serializer_class = DocumentDetailSerializer
    filterset_class = DocumentFilter
    parser_classes = [JsonParser, MultiPartParser]
    largest_body = for_file(settings.LARGEST_DOCUMENT)

    def get_queryset(self) -> Any:
        """With their versions, in two queries more."""
        rows: Any = super().get_queryset().prefetch_related("versions__uploaded_by")
        return rows.present() if self.action == "list" else rows

    @extend_schema(
        request={"multipart/form-data": DocumentBody}, responses={201: DocumentDetailSerializer}
    )
    def create(self, request: Request) -> Response:
        """Attach a file to a row. Raises as the service."""
        values = self.sent(DocumentBody)
        kind, owner = _owner(request, **values)
        require(request.user, kind.add, owner)
        file = values["file"]
        document = service.add_document(owner, kind=kind, file=file, actor=request.user)
        return self.made(document, DocumentDetailSerializer)

    @extend_schema(
        request={"multipart/form-data": FileBody}, responses={200: DocumentDetailSerializer}
    )
    @action(detail=True, methods=["post"])
    def replace(self, request: Request, uuid: Any) -> Response:
        """A newer version; the earlier ones are kept. Raises as the service."""
        document = self.get_object()
        require(request.user, document.what.change, document)
        expect_match(request, document)
        file = self.sent(FileBody)["file"]
        service.replace_document(document, file=file, actor=request.user)
        return self.changed(document, DocumentDetailSerializer)

    replace.changes_existing = True  # type: ignore[attr-defined]

    @extend_schema(responses=HANDED_OUT, parameters=PARTS)
    @action(detail=True, methods=["get"])
    def download(self, request: Request, uuid: Any) -> HttpResponseBase:
        """The bytes of the newest version, as an attachment, or the part that Range asks for."""
        version = version_of(self.get_object())
        if version.document.what.personal:
            note_read(request, version.document.about, Door.API)
        return handed_out(version, request)

    remove = verb("remove", service.remove_document, DocumentDetailSerializer)
    keep = verb("keep", service.keep_document, DocumentDetailSerializer, KeepBody)
    release = verb("release", service.release_document, DocumentDetailSerializer)


def _owner(request: Request, kind: str, about: Any, **rest: Any) -> tuple[DocumentKind, Any]:
    """The row to attach to, in the caller's scope. Raises `Invalid`."""
    known = kinds.get(kind)
    if known is None:
        raise Invalid(UNKNOWN, {"kind": [UNKNOWN]})
    rows = scope(known.owner, request.user).select_related(*known.related)
    owner = rows.filter(uuid=about).first()
    if owner is None:
        raise Invalid(UNKNOWN, {"about": [UNKNOWN]})
    return known, owner
