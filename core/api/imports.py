"""Imports for machines: the same services as the pages, with the problems as data."""

from typing import Any, ClassVar

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.errors import TYPE
from core.api.serializers import RecordSerializer
from core.api.views import ScopedViewSet
from core.errors import Invalid
from core.importing.importer import importer_named, importers_for
from core.importing.services import LARGEST_FILE, TOO_LARGE, preview_import, run_import
from core.models import ImportRun
from core.permissions import require


class CsvParser(BaseParser):
    """The file itself as the body of the request."""

    media_type = "text/csv"

    def parse(self, stream: Any, media_type: Any = None, context: Any = None) -> Any:
        """The body as an uploaded file. Raises `Invalid` when it is larger than 5 MB."""
        content = stream.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise Invalid(TOO_LARGE)
        return {"file": ContentFile(content, name="")}


class ImportRunSerializer(RecordSerializer):
    """An import that was done."""

    class Meta:
        model = ImportRun
        fields = [
            "id",
            "importer",
            "file_name",
            "sha256",
            "made",
            "changed",
            "unchanged",
            "created_at",
        ]


class ProblemSerializer(serializers.Serializer[Any]):
    """What is wrong with a cell; ``line`` is null for the file as a whole."""

    line = serializers.IntegerField(allow_null=True)
    column = serializers.CharField()
    value = serializers.CharField()
    reason = serializers.CharField()


class OutcomeSerializer(serializers.Serializer[Any]):
    """What an import did, or in a preview would do."""

    importer = serializers.CharField()
    rows = serializers.IntegerField()
    made = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    problems = ProblemSerializer(many=True)


class KindSerializer(serializers.Serializer[Any]):
    """A kind of file that the caller may bring in, with its columns."""

    name = serializers.CharField()
    title = serializers.CharField()
    columns = serializers.ListField(child=serializers.DictField())


class UploadSerializer(serializers.Serializer[Any]):
    """A file, as one part of a form."""

    file = serializers.FileField()


PARAMETERS = [
    OpenApiParameter("importer", OpenApiTypes.STR, required=True),
    OpenApiParameter("preview", OpenApiTypes.BOOL, description="only look: change nothing"),
    OpenApiParameter("file_name", OpenApiTypes.STR),
]


class ImportViewSet(ScopedViewSet):
    """One's own imports; POST brings a file in, all of it or nothing."""

    model: ClassVar[type[models.Model]] = ImportRun
    serializer_class = ImportRunSerializer
    parser_classes = [MultiPartParser, CsvParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After the sign-in, the rule of importing as a whole (403)."""
        super().initial(request, *args, **kwargs)
        require(request.user, "core.import_data")

    @extend_schema(responses=KindSerializer(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def kinds(self, request: Request) -> Response:
        """The kinds of file that the caller may bring in, in load order."""
        return Response({"items": [_kind(one) for one in importers_for(request.user)]})

    @extend_schema(
        parameters=PARAMETERS,
        request={"multipart/form-data": UploadSerializer, "text/csv": OpenApiTypes.BINARY},
        responses={200: OutcomeSerializer, 201: OutcomeSerializer},
    )
    def create(self, request: Request) -> Response:
        """Import a file, or with ``preview=true`` say what it would change."""
        importer = importer_named(request.query_params.get("importer", ""))
        file = request.data.get("file")  # type: ignore[union-attr]  # both parsers give a mapping
        if file is None:
            raise Invalid(_("Send a file."), {"file": [_("This must be filled in.")]})
        if name := request.query_params.get("file_name"):
            file.name = name
        preview = request.query_params.get("preview", "false").lower() == "true"
        outcome = (preview_import if preview else run_import)(importer, file, actor=request.user)
        if preview:
            return Response(outcome.as_dict())
        if outcome.run is None:
            return _refused(outcome.as_dict())
        return Response(outcome.as_dict() | {"id": str(outcome.run.uuid)}, status=201)


def _kind(importer: Any) -> dict[str, Any]:
    return {
        "name": importer.name,
        "title": str(importer.title),
        "columns": [
            {
                "name": column.name,
                "meaning": str(importer.meaning(column)),
                "kind": str(importer.cells[column.name].label),
                "codes": list(importer.cells[column.name].codes),
                "required": column.name in importer.required,
                "example": column.example,
            }
            for column in importer.columns
        ],
    }


def _refused(found: dict[str, Any]) -> Response:
    """problem+json with every problem of the file."""
    body = {
        "type": f"{TYPE}invalid",
        "status": Invalid.status,
        "title": str(Invalid.title),
        "detail": str(_("Nothing was imported. Mend the problems and send the file again.")),
        "problems": found["problems"],
    }
    return Response(body, status=Invalid.status, content_type="application/problem+json")
