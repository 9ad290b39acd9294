"""Datasets over the API: who reads the catalogue, and who fetches the rows."""

import re
from typing import Any, ClassVar

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.base import ApiView
from core.api.pagination import FOLLOW
from core.errors import Invalid
from core.permissions import require
from reporting.api.negotiation import CsvRenderer, FormatNegotiation
from reporting.api.serializers import CatalogueSerializer, DatasetDetailSerializer
from reporting.dataset import Dataset
from reporting.datasets import DATASETS, TRAJECTORIES
from reporting.services import Export, export_csv, export_page, require_client

PAGE, LONGEST_PAGE = 500, 5000
PSEUDONYM = re.compile(r"[0-9a-f]{64}")
CONTROLS = frozenset({"format", "cursor", "page_size"})
CODE = OpenApiParameter("code", str, OpenApiParameter.PATH, enum=sorted(DATASETS))


def in_english(text: Any) -> str:
    """The description of the API is English, whoever loads it first."""
    with override("en"):
        return str(text)


class DatasetView(ApiView):
    """Datasets hold no row of a scope: an analyst or a client with a token may read about them."""

    permission: ClassVar[str] = "reporting.see_datasets"
    permission_classes = [IsAuthenticated]

    def dataset(self) -> Dataset:
        """The dataset in the address, else 404."""
        if self.kwargs["code"] not in DATASETS:
            raise Http404
        return DATASETS[self.kwargs["code"]]

    def require_reader(self) -> None:
        """Raise `Refused` for a person who does not analyse."""
        if self.request.auth is None:
            require(self.request.user, self.permission)


class Catalogue(DatasetView):
    """Every dataset."""

    @extend_schema(operation_id="datasets_list", responses=CatalogueSerializer)
    def get(self, request: Request) -> Response:
        """What can be fetched, in which formats, with which scope."""
        self.require_reader()
        address = request.build_absolute_uri()
        shown = {"items": list(DATASETS.values()), "next": None, "self": address}
        return Response(CatalogueSerializer(shown, context={"request": request}).data)


class Description(DatasetView):
    """One dataset."""

    @extend_schema(
        operation_id="datasets_retrieve", parameters=[CODE], responses=DatasetDetailSerializer
    )
    def get(self, request: Request, code: str) -> Response:
        """Its dictionary: every column with its meaning, type and code list."""
        self.require_reader()
        return Response(DatasetDetailSerializer(self.dataset(), context={"request": request}).data)


class Rows(DatasetView):
    """The rows of one dataset, for a client with a token, its scope and a protocol."""

    renderer_classes = [JSONRenderer, CsvRenderer]
    content_negotiation_class = FormatNegotiation

    @extend_schema(
        operation_id="datasets_data",
        auth=[{"client_credentials": []}],  # type: ignore[list-item]
        parameters=[
            CODE,
            OpenApiParameter("format", str, enum=["json", "csv"]),
            OpenApiParameter(
                "cursor",
                {"type": "string", "pattern": f"^{PSEUDONYM.pattern}$"},
                description="Where the page begins (JSON).",
            ),
            OpenApiParameter(
                "page_size",
                {"type": "integer", "minimum": 1, "maximum": LONGEST_PAGE, "default": PAGE},
                description="Rows of a page (JSON).",
            ),
            *(
                OpenApiParameter(
                    name,
                    str,
                    many=True,
                    enum=one.codes.values if one.codes else None,
                    description=in_english(one.meaning),
                )
                for name, one in TRAJECTORIES.filters.items()
            ),
        ],
        responses={
            (200, "application/json"): OpenApiTypes.OBJECT,
            (200, "text/csv"): OpenApiTypes.STR,
        },
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        """CSV as one stream, JSON in pages; the same columns in both. Every export is logged."""
        dataset = self.dataset()
        token: Any = request.auth
        scopes = token.get_scopes() if token else []
        client = require_client(getattr(request, "api_client", None), scopes, dataset)
        export = Export(dataset, client, self.filters())
        if request.accepted_renderer.format == "csv":
            return self.csv(export)
        return self.json(export)

    def known_parameters(self) -> frozenset[str]:
        """The filters of the dataset, and what chooses a page."""
        return CONTROLS | frozenset(self.dataset().filters)

    def filters(self) -> dict[str, list[str]]:
        """The query parameters that are filters; a repeated one means “or”."""
        query = self.request.query_params
        return {name: query.getlist(name) for name in sorted(query) if name not in CONTROLS}

    def csv(self, export: Export) -> StreamingHttpResponse:
        """All rows, streamed."""
        response = StreamingHttpResponse(export_csv(export), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{export.dataset.code}.csv"'
        return _private(response)

    def json(self, export: Export) -> HttpResponse:
        """One page."""
        after, size = self.place()
        rows, more = export_page(export, after=after, size=size)
        links = {"next": self.next_address(more), "self": self.request.build_absolute_uri()}
        tail = JSONRenderer().render(links).decode()[1:]
        body = f'{{"items":[{",".join(rows)}],{tail}'
        return _private(HttpResponse(body, content_type="application/json"))

    def place(self) -> tuple[str, int]:
        """Where the page begins, and its size. Raises `Invalid`."""
        query = self.request.query_params
        after, size = query.get("cursor", ""), query.get("page_size", str(PAGE))
        if "cursor" in query and not PSEUDONYM.fullmatch(after):
            raise Invalid(FOLLOW, {"cursor": [FOLLOW]})
        if not (size.isascii() and size.isdecimal() and 1 <= int(size) <= LONGEST_PAGE):
            reason = _("A page has 1 to %(most)d rows.") % {"most": LONGEST_PAGE}
            raise Invalid(reason, {"page_size": [reason]})
        return after, int(size)

    def next_address(self, more: str | None) -> str | None:
        """The address of the page that follows."""
        if more is None:
            return None
        query: dict[str, Any] = dict(self.request.query_params.lists()) | {"cursor": [more]}
        return self.request.build_absolute_uri(f"?{urlencode(query, doseq=True)}")


def _private(response: Any) -> Any:
    """Nothing on the way may keep these rows."""
    response["Cache-Control"] = "no-store"
    return response
