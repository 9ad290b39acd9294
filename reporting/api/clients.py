"""API clients over the API, for people: the same verbs as the pages. A token opens none of it:
a program that could register programs would outlive whoever stops it.
"""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from core.api.conditions import expect_match, tag
from core.api.examples import SOME_ID, example
from core.api.serializers import RecordSerializer, RelatedUuid
from core.api.views import ScopedViewSet
from core.permissions import require
from core.versions import version_now
from partnerships.clients import LONGEST_OVERLAP, end_client, register_client, renew_client
from partnerships.models import ApiClient, Organisation
from reporting.datasets import DATASETS
from reporting.tables import validity
from reporting.views.common import READER


class ClientSerializer(RecordSerializer):
    """A program: for whom, for what, until when. Never its secret."""

    organisation = RelatedUuid(queryset=Organisation.objects.all())
    state_label = serializers.SerializerMethodField()

    class Meta:
        model = ApiClient
        fields = [
            "id",
            "organisation",
            "name",
            "purpose",
            "protocol_reference",
            "protocol_url",
            "valid_from",
            "valid_to",
            "client_id",
            "former_client_id",
            "former_until",
            "ended_at",
            "last_used_at",
            "state_label",
        ]
        read_only_fields = ["valid_from", "client_id"]

    def get_state_label(self, client: ApiClient) -> str:
        """Whether it may fetch, in words."""
        return str(validity(client).label)


@example(
    organisation=SOME_ID,
    name="Dataplatform",
    purpose="Evaluatie van de proeftrajecten",
    protocol_reference="PROTOCOL-2026-07",
    protocol_url="https://departement.example/protocollen/2026-07",
    valid_to="2027-12-31",
    scopes=["datasets:trajectories"],
)
class RegisterSerializer(ClientSerializer):
    """What is needed for a new one."""

    scopes = serializers.MultipleChoiceField(
        choices=sorted({dataset.scope for dataset in DATASETS.values()}), allow_empty=False
    )

    class Meta(ClientSerializer.Meta):
        fields = [
            "organisation",
            "name",
            "purpose",
            "protocol_reference",
            "protocol_url",
            "valid_to",
            "scopes",
        ]


@example(overlap_days=7)
class RenewSerializer(serializers.Serializer[Any]):
    """How many days the old pair works on."""

    overlap_days = serializers.IntegerField(min_value=0, max_value=LONGEST_OVERLAP)


class SecretSerializer(ClientSerializer):
    """A client with its new secret: the only time that anybody sees it."""

    client_secret = serializers.SerializerMethodField()

    class Meta(ClientSerializer.Meta):
        fields = [*ClientSerializer.Meta.fields, "client_secret"]

    def get_client_secret(self, client: ApiClient) -> str:
        """Handed over by the view; kept nowhere."""
        return str(self.context["secret"])


class ApiClientViewSet(ScopedViewSet):
    """The programs that fetch data for the caller's organisations."""

    model = ApiClient
    permission = READER
    serializer_class = ClientSerializer
    queryset_related = ("organisation",)

    @extend_schema(request=RegisterSerializer, responses={201: SecretSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Register a program; the answer holds its secret, once."""
        require(request.user, "partnerships.register_client")
        values = self.sent(RegisterSerializer)
        made = register_client(
            values.pop("organisation"),
            actor=request.user,
            **values | {"scopes": sorted(values["scopes"])},
        )
        response = self.with_secret(*made)
        response["Location"] = reverse("api-client-detail", args=[made[0].uuid], request=request)
        response.status_code = status.HTTP_201_CREATED
        return response

    @extend_schema(request=RenewSerializer, responses={200: SecretSerializer})
    @action(detail=True, methods=["post"])
    def renew(self, request: Request, uuid: Any) -> Response:
        """A new identifier and secret; the old pair works on for some days."""
        client = self.get_object()
        expect_match(request, client)
        return self.with_secret(
            *renew_client(client, actor=request.user, **self.sent(RenewSerializer))
        )

    @extend_schema(request=None, responses={200: ClientSerializer})
    @action(detail=True, methods=["post"])
    def end(self, request: Request, uuid: Any) -> Response:
        """Stop the program for good, with its secrets and tokens."""
        client = self.get_object()
        expect_match(request, client)
        end_client(client, actor=request.user)
        client.refresh_from_db()
        return self.changed(client, ClientSerializer)

    renew.changes_existing = end.changes_existing = True  # type: ignore[attr-defined]

    def with_secret(self, client: ApiClient, secret: str) -> Response:
        """The client as it stands now, with its secret; nothing on the way may keep it."""
        context = {**self.get_serializer_context(), "secret": secret}
        shown = self.get_queryset().get(pk=client.pk)
        data = SecretSerializer(shown, context=context).data
        response = Response(data, headers={"ETag": tag(version_now(shown), data)})
        response["Cache-Control"] = "no-store"
        return response
