"""The API of organisations, for administrators."""

from typing import Any

from rest_framework import serializers

from core.api.examples import example
from core.api.serializers import RecordSerializer
from core.api.views import ScopedViewSet, verb
from partnerships.access_codes import SET, set_access_code
from partnerships.filters import OrganisationFilter
from partnerships.models import Organisation
from partnerships.tables import OrganisationTable


class OrganisationSerializer(RecordSerializer):
    """An organisation and the numbers by which a provider names it."""

    class Meta:
        model = Organisation
        fields = ["id", "code", "kind", "name_nl", "name_en", "enterprise_number", "access_code"]
        read_only_fields = fields


@example(access_code="OVO002949")
class AccessCodeSerializer(serializers.Serializer[Any]):
    """The code at the access management; empty takes it away."""

    access_code = serializers.CharField(max_length=20, allow_blank=True)


class OrganisationViewSet(ScopedViewSet):
    """Every organisation."""

    model = Organisation
    permission = SET
    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilter
    table_class = OrganisationTable

    set_access_code = verb(
        "set-access-code", set_access_code, OrganisationSerializer, AccessCodeSerializer
    )
