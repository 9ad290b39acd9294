"""Imports that were done, over the API: the history of one's institution, and undoing."""

from typing import Any, ClassVar

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.import_jobs import JobSerializer
from core.api.serializers import RecordSerializer
from core.api.views import ScopedViewSet, making_within
from core.importing.importer import importers_for
from core.importing.jobs import begin_undo
from core.models import ImportRun
from core.permissions import require
from core.views.import_history import RunFilter


class ImportRunSerializer(RecordSerializer):
    """An import that was done, and whether it was undone."""

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
            "undone_at",
        ]


class ImportColumnSerializer(serializers.Serializer[Any]):
    """A column of a kind of file. A file may call it by its name or by its label."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    meaning = serializers.CharField()
    kind = serializers.CharField()
    codes = serializers.ListField(child=serializers.CharField())
    required = serializers.BooleanField()  # type: ignore[assignment]
    example = serializers.CharField()


class KindSerializer(serializers.Serializer[Any]):
    """A kind of file that the caller may bring in, with its columns."""

    name = serializers.CharField()
    title = serializers.CharField()
    columns = ImportColumnSerializer(many=True)


class KindsSerializer(serializers.Serializer[Any]):
    """Every kind of file that the caller may bring in, on one page."""

    items = KindSerializer(many=True)
    next = serializers.URLField(allow_null=True)
    self = serializers.URLField()


class ImportViewSet(ScopedViewSet):
    """The imports of the caller's institution, newest first."""

    model: ClassVar[type[models.Model]] = ImportRun
    serializer_class = ImportRunSerializer
    filterset_class = RunFilter

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After the sign-in, the rule of importing as a whole (403)."""
        super().initial(request, *args, **kwargs)
        require(request.user, "core.import_data")

    @extend_schema(responses=KindsSerializer, filters=False)
    @action(detail=False, pagination_class=None)
    def kinds(self, request: Request) -> Response:
        """The kinds of file that the caller may bring in, in load order."""
        found = [
            {"name": one.name, "title": str(one.title), "columns": one.described()}
            for one in importers_for(request.user)
        ]
        address = request.build_absolute_uri()
        return Response({"items": found, "next": None, "self": address})

    undo = making_within("undo", begin_undo, JobSerializer, basename="importjob")
