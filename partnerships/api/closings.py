"""The API of closing days: an institution's staff read, its coordinators change."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.examples import SOME_ID, example
from core.api.serializers import RecordSerializer, RelatedUuid
from core.api.views import ScopedViewSet, verb
from core.permissions import require
from partnerships.closings import CHANGE, add_closing, change_closing, remove_closing
from partnerships.models import ClosingPeriod, Organisation

FIELDS = ["name_nl", "name_en", "valid_from", "valid_to"]


@example(
    institution=SOME_ID, name_nl="Paasvakantie", valid_from="2027-03-29", valid_to="2027-04-11"
)
class ClosingSerializer(RecordSerializer):
    """Days on which an institution is closed."""

    institution = RelatedUuid(queryset=Organisation.objects.institutions())

    class Meta:
        model = ClosingPeriod
        fields = ["id", "institution", *FIELDS]
        # The service asks the model itself, constraints included.
        validators: list[Any] = []


@example(name_nl="Kerstvakantie en brugdag")
class ClosingChangeSerializer(serializers.ModelSerializer[Any]):
    """What can be changed; what is left out stays."""

    class Meta:
        model = ClosingPeriod
        fields = FIELDS
        extra_kwargs = {name: {"required": False} for name in FIELDS}


class ClosingViewSet(ScopedViewSet):
    """Days on which the caller's institution is closed."""

    model = ClosingPeriod
    permission = "partnerships.see_closings"
    serializer_class: Any = ClosingSerializer
    queryset_related = ("institution",)

    @extend_schema(request=ClosingSerializer, responses={201: ClosingSerializer})
    def create(self, request: Request) -> Response:
        """Add closing days, through the same service as the page."""
        require(request.user, CHANGE)
        values = self.sent(ClosingSerializer)
        row = add_closing(values.pop("institution"), actor=request.user, **values)
        return self.made(row, ClosingSerializer)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, uuid: Any) -> Response:
        """Remove closing days, through the same service as the page."""
        remove_closing(self.get_object(), actor=request.user)
        return Response(status=204)

    change = verb("change", change_closing, ClosingSerializer, ClosingChangeSerializer, CHANGE)
