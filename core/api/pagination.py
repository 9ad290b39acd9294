"""Pages of a collection: ``items``, ``next``, ``self``; stable while rows are added."""

from typing import Any

from rest_framework.pagination import CursorPagination
from rest_framework.response import Response


class ItemsPagination(CursorPagination):
    """Cursor paging by the row's key, newest last, 50 a page, at most 200."""

    ordering = "pk"
    page_size_query_param = "page_size"
    max_page_size = 200

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        """Remember the address for ``self``."""
        self.own_address = request.build_absolute_uri()
        return super().paginate_queryset(queryset, request, view)

    def get_paginated_response(self, data: Any) -> Response:
        """Never a bare array."""
        return Response({"items": data, "next": self.get_next_link(), "self": self.own_address})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The same, for the OpenAPI file."""
        address = {"type": "string", "format": "uri"}
        return {
            "type": "object",
            "required": ["items", "next", "self"],
            "properties": {
                "items": schema,
                "next": address | {"type": ["string", "null"]},
                "self": address,
            },
        }


class ShuffledPagination(ItemsPagination):
    """For rows whose order of making tells what the caller may not know: by identifier."""

    ordering = "uuid"
