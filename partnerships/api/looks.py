"""The API of an institution's colour, for its coordinators. Its logo is a document."""

from typing import Any

from rest_framework import serializers

from core.api.examples import example
from core.api.serializers import RecordSerializer
from core.api.views import ScopedViewSet, verb
from partnerships.accents import CHANGE, set_accent
from partnerships.enums import Accent
from partnerships.filters import OrganisationFilter
from partnerships.models import Organisation
from partnerships.tables import OrganisationTable


class LookSerializer(RecordSerializer):
    """An institution and the colour of its pages; empty is the platform's own."""

    accent = serializers.CharField(read_only=True)

    class Meta:
        model = Organisation
        fields = ["id", "code", "name_nl", "name_en", "accent"]
        read_only_fields = fields


@example(accent="green")
class AccentSerializer(serializers.Serializer[Any]):
    """A colour of the list; empty is the platform's own."""

    accent = serializers.ChoiceField(choices=Accent.choices, allow_blank=True)


class LookViewSet(ScopedViewSet):
    """The institutions that the caller coordinates, and how their pages look.

    The logo is a document of the kind `partnerships.organisation.logo`.
    """

    model = Organisation
    permission = CHANGE
    serializer_class = LookSerializer
    filterset_class = OrganisationFilter
    table_class = OrganisationTable

    def get_queryset(self) -> Any:
        """Institutions only."""
        rows: Any = super().get_queryset()
        return rows.institutions()

    set_accent = verb("set-accent", set_accent, LookSerializer, AccentSerializer)
