"""Files on their way in, over the API: the same verbs as the pages, the problems as data."""

from tempfile import TemporaryFile
from typing import Any, ClassVar

from django.core.files.base import File
from django.db import models
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import pagination
from core.api.examples import example
from core.api.filtering import SAY_YES_OR_NO, YES_OR_NO
from core.api.serializers import ActionSerializer, RecordSerializer, shown_actions
from core.api.views import ScopedViewSet, verb
from core.bodies import for_file
from core.errors import Invalid
from core.importing.formats.kinds import Delimiter, Encoding
from core.importing.importer import importer_named, in_order
from core.importing.jobs import (
    MB,
    actions_on,
    begin,
    choose_columns,
    confirm,
    largest_file,
    read_otherwise,
    stop,
    too_large,
    try_again,
)
from core.importing.work import progress_of
from core.models import ImportJob, ImportProblem
from core.permissions import require
from core.spreadsheets import XLSX as XLSX_TYPE


class FileParser(BaseParser):
    """The file itself as the body of the request, whatever its size in flat memory."""

    def parse(self, stream: Any, media_type: Any = None, context: Any = None) -> Any:
        """The body as an uploaded file. Raises `Invalid` when it is too large."""
        file = File(TemporaryFile(), name="")  # noqa: SIM115
        # Django closes it with the request, also when that is refused before anybody reads it.
        context["request"]._request._files = MultiValueDict({"file": [file]})
        left = largest_file()
        while part := stream.read(min(MB, left + 1)):
            left -= len(part)
            if left < 0:
                raise Invalid(too_large())
            file.write(part)
        file.seek(0)
        return {"file": file}


class CsvParser(FileParser):
    """A text."""

    media_type = "text/csv"


class XlsxParser(FileParser):
    """A workbook."""

    media_type = XLSX_TYPE


class JobSerializer(RecordSerializer):
    """A file on its way in: ``stage`` says how far it is, the counts what it changes.

    ``lines_read`` of about ``lines`` (0: not known) tell the progress while it is ``waiting``.
    ``run`` is the import that came of it. ``encoding``, ``delimiter`` and ``sheet`` say how the
    file is read, ``sample`` which words with special letters it begins with, as they read then.
    """

    lines_read = serializers.SerializerMethodField()
    encoding = serializers.CharField(source="reading.encoding", read_only=True, default="")
    delimiter = serializers.CharField(source="reading.delimiter", read_only=True, default="")
    sheet = serializers.CharField(source="reading.sheet", read_only=True, default="")
    run: Any = serializers.SlugRelatedField(slug_field="uuid", read_only=True)

    class Meta:
        model = ImportJob
        fields = [
            "id",
            "importer",
            "file_name",
            "work",
            "stage",
            "reason",
            "encoding",
            "delimiter",
            "sheet",
            "sample",
            "header",
            "places",
            "lines",
            "lines_read",
            "rows",
            "made",
            "changed",
            "unchanged",
            "bad",
            "cut",
            "warnings",
            "run",
            "created_at",
        ]
        extra_kwargs = {name: {"read_only": True} for name in ("header", "places", "sample")}

    def get_lines_read(self, obj: ImportJob) -> int:
        """How many lines were read so far."""
        return progress_of(obj)


class JobDetailSerializer(JobSerializer):
    """The same, with what the caller can do with a file that failed."""

    actions = serializers.SerializerMethodField()

    class Meta(JobSerializer.Meta):
        fields = [*JobSerializer.Meta.fields, "actions"]

    @extend_schema_field(ActionSerializer(many=True))
    def get_actions(self, obj: ImportJob) -> Any:
        """As the buttons of the page."""
        request = self.context["request"]
        return shown_actions(obj, actions_on(obj, request.user), request, "importjob")


class ProblemSerializer(serializers.ModelSerializer[Any]):
    """What is wrong with a cell; ``line`` is null for the file as a whole."""

    class Meta:
        model = ImportProblem
        fields = ["line", "column", "value", "reason"]


class UploadSerializer(serializers.Serializer[Any]):
    """A file, as one part of a form."""

    file = serializers.FileField()


@example(places=["email"])
class ColumnsSerializer(serializers.Serializer[Any]):
    """Per column of the file, in its order, the name of ours, or ``""`` to leave it out."""

    places = serializers.ListField(child=serializers.CharField(allow_blank=True))


@example(delimiter=",")
class ReadingSerializer(serializers.Serializer[Any]):
    """How to read the file; what is not named stays as it is."""

    encoding = serializers.ChoiceField(choices=Encoding.choices, required=False)
    delimiter = serializers.ChoiceField(choices=Delimiter.choices, required=False)
    sheet = serializers.CharField(required=False)


SENT_WITH = frozenset({"importer", "preview", "file_name"})
PARAMETERS = [
    OpenApiParameter("importer", str, required=True, enum=[one.name for one in in_order()]),
    OpenApiParameter(
        "preview",
        OpenApiTypes.BOOL,
        description="only look, and wait to be confirmed; without it a file without problems"
        " is imported",
    ),
    OpenApiParameter("file_name", OpenApiTypes.STR),
]
FILES = {
    "multipart/form-data": UploadSerializer,
    "text/csv": OpenApiTypes.BINARY,
    XLSX_TYPE: OpenApiTypes.BINARY,
}


def looks_only(request: Request) -> bool:
    """What ``preview`` says. Raises `Invalid` for what is neither yes nor no."""
    asked = request.query_params.get("preview", "false")
    if asked not in YES_OR_NO:
        raise Invalid(SAY_YES_OR_NO, {"preview": [SAY_YES_OR_NO]})
    return asked == "true"


class ImportJobViewSet(ScopedViewSet):
    """The caller's files on their way in; POST sends one."""

    model: ClassVar[type[models.Model]] = ImportJob
    serializer_class: Any = JobSerializer
    detail_serializer_class = JobDetailSerializer
    largest_body = for_file(largest_file())
    query_parameters = SENT_WITH
    queryset_related = ("run",)
    parser_classes = [MultiPartParser, CsvParser, XlsxParser]

    def known_parameters(self) -> frozenset[str]:
        """Of a file that is sent what it is; of its problems which page."""
        if self.action == "problems":
            return pagination.NAMES
        return super().known_parameters() - (SENT_WITH if self.action != "create" else frozenset())

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After the sign-in, the rule of importing as a whole (403)."""
        super().initial(request, *args, **kwargs)
        require(request.user, "core.import_data")

    @extend_schema(parameters=PARAMETERS, request=FILES, responses={202: JobSerializer})
    def create(self, request: Request) -> Response:
        """Send a file: it is taken in (202), and what becomes of it can be followed.

        A small file is done when the answer comes.
        """
        importer = importer_named(request.query_params.get("importer", ""))
        require(request.user, importer.permission)
        data = request.data
        file = data.get("file") if isinstance(data, dict) else None
        if file is None or isinstance(file, str):
            raise Invalid(_("Send a file."), {"file": [_("This must be filled in.")]})
        if name := request.query_params.get("file_name"):
            file.name = name
        job = begin(importer, file, actor=request.user, at_once=not looks_only(request))
        response = self.made(job, JobSerializer)
        response.status_code = 202
        return response

    @extend_schema(responses=ProblemSerializer(many=True), filters=False)
    @action(detail=True)
    def problems(self, request: Request, uuid: Any) -> Response:
        """What is wrong with the file, cell by cell, page by page."""
        page = self.paginate_queryset(self.get_object().problems.all())
        return self.get_paginated_response(ProblemSerializer(page, many=True).data)

    reading = verb("reading", read_otherwise, JobSerializer, ReadingSerializer)
    columns = verb("columns", choose_columns, JobSerializer, ColumnsSerializer)
    confirm = verb("confirm", confirm, JobSerializer)
    stop = verb("stop", stop, JobSerializer)
    try_again = verb("try-again", try_again, JobDetailSerializer)
