"""The API of who takes part."""

from typing import Any

from core.api.views import ScopedViewSet, making
from partnerships import filters, services, tables
from partnerships.api import serializers
from partnerships.models import FrameworkAgreement, Organisation, Partnership, Recognition

PARTNERSHIP = serializers.PartnershipSerializer
FRAMEWORK = serializers.FrameworkSerializer
RECOGNITION = serializers.RecognitionSerializer


class HostViewSet(ScopedViewSet):
    """Host organisations."""

    model = Organisation
    permission = "partnerships.see_partnerships"
    serializer_class = serializers.HostSerializer
    filterset_class = filters.HostFilter
    table_class = tables.HostTable
    queryset_related = ("host_profile",)

    def get_queryset(self) -> Any:
        """Hosts only."""
        return super().get_queryset().hosts()  # type: ignore[attr-defined]


class PartnershipViewSet(ScopedViewSet):
    """Partnerships of institutions with hosts."""

    model = Partnership
    permission = "partnerships.see_partnerships"
    serializer_class = serializers.PartnershipSerializer
    filterset_class = filters.PartnershipFilter
    table_class = tables.PartnershipTable
    queryset_related = ("institution", "host")

    create = making(services.start_partnership, PARTNERSHIP, PARTNERSHIP)


class FrameworkViewSet(ScopedViewSet):
    """Arrangements of partnerships."""

    model = FrameworkAgreement
    permission = "partnerships.see_partnerships"
    serializer_class = serializers.FrameworkSerializer
    queryset_related = ("partnership", "host_signatory", "coordinator")

    create = making(services.arrange_framework, FRAMEWORK, FRAMEWORK)


class RecognitionViewSet(ScopedViewSet):
    """Recognitions of establishments for programmes."""

    model = Recognition
    permission = "partnerships.see_partnerships"
    serializer_class = serializers.RecognitionSerializer
    filterset_class = filters.RecognitionFilter
    table_class = tables.RecognitionTable
    queryset_related = (
        "institution",
        "establishment",
        "programme",
        "first_reviewer",
        "second_reviewer",
    )

    create = making(services.recognise_establishment, RECOGNITION, RECOGNITION)
