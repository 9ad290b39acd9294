"""The API of who takes part."""

from typing import Any

from rest_framework.mixins import CreateModelMixin
from rest_framework.serializers import BaseSerializer

from core.api.views import ScopedViewSet
from partnerships import filters, services
from partnerships.api import serializers
from partnerships.models import FrameworkAgreement, Organisation, Partnership, Recognition


class HostViewSet(ScopedViewSet):
    """Host organisations."""

    model = Organisation
    permission = "partnerships.see_partnerships"
    serializer_class = serializers.HostSerializer
    filterset_class = filters.HostFilter
    queryset_related = ("host_profile",)

    def get_queryset(self) -> Any:
        """Hosts only."""
        return super().get_queryset().hosts()  # type: ignore[attr-defined]


class PartnershipViewSet(CreateModelMixin, ScopedViewSet):
    """Partnerships of institutions with hosts."""

    model = Partnership
    permission = "partnerships.see_partnerships"
    serializer_class = serializers.PartnershipSerializer
    filterset_class = filters.PartnershipFilter
    queryset_related = ("institution", "host")

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        """Start to work together, through the same service as the page."""
        serializer.instance = services.start_partnership(
            actor=self.request.user, **serializer.validated_data
        )


class FrameworkViewSet(CreateModelMixin, ScopedViewSet):
    """Arrangements of partnerships."""

    model = FrameworkAgreement
    permission = "partnerships.see_partnerships"
    serializer_class = serializers.FrameworkSerializer
    queryset_related = ("partnership", "host_signatory", "coordinator")

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        """Record arrangements, through the same service as the page."""
        serializer.instance = services.arrange_framework(
            actor=self.request.user, **serializer.validated_data
        )


class RecognitionViewSet(CreateModelMixin, ScopedViewSet):
    """Recognitions of establishments for programmes."""

    model = Recognition
    permission = "partnerships.see_partnerships"
    serializer_class = serializers.RecognitionSerializer
    filterset_class = filters.RecognitionFilter
    queryset_related = (
        "institution",
        "establishment",
        "programme",
        "first_reviewer",
        "second_reviewer",
    )

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        """Recognise, through the same service as the page."""
        serializer.instance = services.recognise_establishment(
            actor=self.request.user, **serializer.validated_data
        )
