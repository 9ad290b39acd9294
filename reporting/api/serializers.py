"""Datasets as the API describes them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from reporting.dataset import Column, Dataset, Filter

FORMATS = ("csv", "json")


class CodeSerializer(serializers.Serializer[Any]):
    """A code with its words in the reader's language."""

    code = serializers.CharField()
    words = serializers.CharField()


class ColumnSerializer(serializers.Serializer[Column]):
    """A line of the dictionary."""

    name = serializers.CharField()
    meaning = serializers.CharField()
    type = serializers.CharField(source="kind.value")
    codes = serializers.SerializerMethodField()

    @extend_schema_field(CodeSerializer(many=True))
    def get_codes(self, column: Column) -> list[dict[str, str]]:
        """The code list; empty for free values."""
        return [{"code": str(code), "words": str(words)} for code, words in column.code_list]


class DatasetSerializer(serializers.Serializer[Any]):
    """A dataset in the catalogue, with the address of its dictionary and of its rows."""

    code = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    level = serializers.CharField()
    scope = serializers.CharField()
    formats = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()
    data_url = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_formats(self, dataset: Dataset) -> list[str]:
        """The formats of the rows."""
        return list(FORMATS)

    @extend_schema_field(serializers.URLField())
    def get_url(self, dataset: Dataset) -> str:
        """Where the dictionary stands."""
        return reverse("dataset-detail", args=[dataset.code], request=self.context["request"])

    @extend_schema_field(serializers.URLField())
    def get_data_url(self, dataset: Dataset) -> str:
        """Where the rows are."""
        return reverse("dataset-data", args=[dataset.code], request=self.context["request"])


class FilterSerializer(serializers.Serializer[Any]):
    """A query parameter of the rows."""

    name = serializers.CharField()
    meaning = serializers.CharField()


class DatasetDetailSerializer(DatasetSerializer):
    """A dataset with its dictionary."""

    columns = ColumnSerializer(many=True)
    filters = serializers.SerializerMethodField()

    @extend_schema_field(FilterSerializer(many=True))
    def get_filters(self, dataset: Dataset) -> list[dict[str, str]]:
        """The query parameters, by name."""
        found: list[tuple[str, Filter]] = sorted(dataset.filters.items())
        return [{"name": name, "meaning": str(one.meaning)} for name, one in found]


class CatalogueSerializer(serializers.Serializer[Any]):
    """Every dataset."""

    items = DatasetSerializer(many=True)
    next = serializers.URLField(allow_null=True)
    self = serializers.URLField()
