"""Pages of a collection: ``items``, ``next``, ``self``; stable while others write."""

import json
from typing import Any, ClassVar

from django.core.exceptions import ValidationError as WrongValue
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from core.api.sorting import Order, keys_of, sortable
from core.encryption import Unreadable, decrypt, encrypt

CURSOR, SIZE, SORT = "cursor", "page_size", "sort"
NAMES = frozenset({CURSOR, SIZE})
LONGEST_CURSOR = 4000


class ItemsPagination(BasePagination):
    """Pages of at most 200 rows, 50 when nothing is asked, in the order that ``sort`` names.

    A cursor names the last row that was shown, not a number of rows to skip. It is
    encrypted: it holds values to sort by, which may be people's names.
    """

    usual, largest = 50, 200
    last_key: ClassVar[str] = "pk"

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:
        """The rows of the page; 400 with the parameter that is not right."""
        self.request = request
        self.order = self._order(queryset, request, view)
        rows = self.order.apply(queryset)
        if cursor := request.query_params.get(CURSOR):
            rows = self._go_on(rows, cursor)
        size = self._size(request.query_params.get(SIZE, str(self.usual)))
        page = list(rows[: size + 1])
        self.has_more, self.page = len(page) > size, page[:size]
        return self.page

    def get_paginated_response(self, data: Any) -> Response:
        """Never a bare array."""
        own = self.request.build_absolute_uri()
        return Response({"items": data, "next": self._next(), "self": own})

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

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The parameters that choose a page, for the OpenAPI file."""
        size = {"type": "integer", "minimum": 1, "maximum": self.largest, "default": self.usual}
        cursor = {"type": "string", "maxLength": LONGEST_CURSOR}
        where = {"in": OpenApiParameter.QUERY, "required": False}
        return [
            {"name": CURSOR, "schema": cursor, "description": str(CURSOR_HELP), **where},
            {"name": SIZE, "schema": size, "description": "Rows of a page.", **where},
        ]

    def _order(self, rows: Any, request: Any, view: Any) -> Order:
        asked = request.query_params.get(SORT, "")
        columns = sortable(getattr(view, "table_class", None), rows)
        paths = columns.get(asked.removeprefix("-"))
        if asked and paths is None:
            raise ValidationError({SORT: [_unsortable(sorted(columns))]})
        keys = keys_of(rows.model, paths or (), descending=asked.startswith("-"))
        return Order(asked, keys, self.last_key)

    def _size(self, asked: str) -> int:
        if asked.isascii() and asked.isdecimal() and 1 <= int(asked[:9]) <= self.largest:
            return int(asked)
        text = _("A page has 1 to %(most)d rows.") % {"most": self.largest}
        raise ValidationError({SIZE: [text]})

    def _go_on(self, rows: Any, cursor: str) -> Any:
        try:
            if len(cursor) > LONGEST_CURSOR:
                raise ValueError
            content = json.loads(decrypt(cursor))
            if (content["path"], content["sort"]) != (self.request.path, self.order.name):
                raise ValueError
            return self.order.after(rows, content["place"])
        except (Unreadable, ValueError, TypeError, KeyError, WrongValue) as error:
            raise ValidationError({CURSOR: [FOLLOW]}) from error

    def _next(self) -> str | None:
        if not self.has_more:
            return None
        content = {
            "path": self.request.path,
            "sort": self.order.name,
            "place": self.order.place(self.page[-1]),
        }
        query = dict(self.request.query_params.lists()) | {CURSOR: [encrypt(json.dumps(content))]}
        address: str = self.request.build_absolute_uri(f"?{urlencode(query, doseq=True)}")
        return address


FOLLOW = _("Follow the address “next” of the page before.")
CURSOR_HELP = "Where the page begins: comes with the address `next` of the page before."


def _unsortable(names: list[str]) -> str:
    if not names:
        return str(_("This collection has one order."))
    return str(_("Sort by one of these, with a minus for backwards: %(names)s.")) % {
        "names": ", ".join(names)
    }


class ShuffledPagination(ItemsPagination):
    """For rows whose order of making tells what the caller may not know: by identifier."""

    last_key = "uuid"
