"""How the OpenAPI file describes what `core.api.base` and `core.api.views` do for every view."""

import re
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework.serializers import DecimalField, SlugRelatedField, URLField

from core.api import shape, sorting
from core.api.base import ApiView
from core.api.pagination import SORT
from core.api.permissions import SignedIn
from core.api.security import ClientToken
from core.api.views import ScopedViewSet

NAMES = {"list": "list", "retrieve": "get"}
STANDARD = {"list", "retrieve", "create", "update", "partial_update", "destroy"}
KEY_HELP = "A UUID of your own: sent again within a day, the request gets the same answer."
MATCH_HELP = "The ETag of the answer in which you read the thing; `*` is any version."
NONE_MATCH_HELP = "The ETag that you have: 304 when nothing changed."
# What a field for an address of the web takes: a host with a dot, the rest as RFC 3986 says.
_REST = r"([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*"
WEB_ADDRESS = (
    r"^https?://([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}(:[0-9]{2,5})?"
    rf"(/{_REST})?(\?{_REST})?(#{_REST})?$"
)
LANGUAGE_HELP = "The language of labels, reasons and refusals: `nl` or `en`; others give `nl`."


class PlatformSchema(AutoSchema):
    """Names of operations, parameters for shape and order, headers, relations in full."""

    def get_operation_id(self) -> str:
        """Such as ``rounds_list``, ``rounds_get``, ``rounds_publish``."""
        if not isinstance(self.view, ScopedViewSet):
            return super().get_operation_id()
        words = [word for word in self.path.split("/") if word and not word.startswith("{")]
        action = str(self.view.action)
        last = None if action in STANDARD else -1
        collection = "_".join(words[2:last]).replace("-", "_")
        return f"{collection}_{NAMES.get(action, action)}"

    def get_override_parameters(self) -> list[Any]:
        """What every operation takes, beside what it says itself."""
        own = list(super().get_override_parameters())
        if not isinstance(self.view, ApiView):
            return own
        return [*own, *self._shape(), *self._sort(), *self._headers()]

    def is_deprecated(self) -> bool:
        """What says in its headers that it will go, says so here."""
        name = getattr(self.view, "action", None) or self.method.lower()
        return name in getattr(self.view, "deprecations", {})

    def get_auth(self) -> list[Any]:
        """A token opens only what asks for its scope; the rest is for people with a session."""
        ways: list[Any] = super().get_auth()
        people_only = SignedIn in self.view.permission_classes
        return [one for one in ways if not people_only or ClientToken.name not in one]

    def _get_format_parameters(self) -> list[Any]:
        """None: the format is chosen by Accept (`core.api.base.ByAccept`)."""
        return []

    def _shape(self) -> list[OpenApiParameter]:
        if not isinstance(self.view, ScopedViewSet) or self.view.action not in NAMES:
            return []
        serializer: Any = self.view.get_serializer_class()
        found = [_words(shape.FIELDS, shape.selectable(serializer), "Only these fields.")]
        if paths := shape.paths(serializer):
            found.append(_words(shape.EXPAND, paths, "Show these relations in full."))
        return found

    def _sort(self) -> list[OpenApiParameter]:
        if getattr(self.view, "action", "") != "list":
            return []
        view: Any = self.view
        columns = sorting.sortable(getattr(view, "table_class", None), view.get_queryset())
        names = [sign + name for name in columns for sign in ("", "-")]
        text = "The column to sort by, with a minus for backwards."
        return [OpenApiParameter(SORT, str, enum=names, description=text)] if names else []

    def _answers_etag(self) -> bool:
        action = getattr(self.view, "action", "") or ""
        handler = getattr(self.view, action, None)
        return action == "retrieve" or getattr(handler, "answers_etag", False)

    def _headers(self) -> list[OpenApiParameter]:
        found = [_header("Accept-Language", LANGUAGE_HELP)]
        view: Any = self.view
        if self.method == "POST":
            needed = view.needs_key(self.method)
            found.append(_header("Idempotency-Key", KEY_HELP, required=needed, shortest=8))
        if view.changes_existing(self.method):
            found.append(_header("If-Match", MATCH_HELP, required=True, shortest=1))
        elif self._answers_etag():
            found.append(_header("If-None-Match", NONE_MATCH_HELP))
        return found

    def _map_serializer_field(
        self, field: Any, direction: Any, bypass_extensions: bool = False
    ) -> Any:
        """A relation that can be expanded is an identifier or the thing itself."""
        plain = super()._map_serializer_field(field, direction, bypass_extensions)
        if direction == "response" and _may_be_empty(field) and isinstance(plain.get("type"), str):
            plain["type"] = [plain["type"], "null"]
        if isinstance(field, DecimalField) and "pattern" in plain:
            # Theirs takes an empty text and a lonely sign for a number.
            plain["pattern"] = re.sub(r"\\d\{0,(?=[1-9])", r"\\d{1,", plain["pattern"])
        if direction == "request" and isinstance(field, URLField):
            plain["pattern"] = WEB_ADDRESS
        expansion = getattr(field, "expansion", None)
        if expansion is None or direction != "response":
            return plain
        full = self.resolve_serializer(expansion.serializer(), direction)
        described = {key: plain.pop(key) for key in ("description", "readOnly") if key in plain}
        return described | {"anyOf": [plain, full.ref]}


def _may_be_empty(field: Any) -> bool:
    """Whether a relation is one that a row can be without."""
    model = getattr(getattr(field.parent, "Meta", None), "model", None)
    if model is None or not isinstance(field, SlugRelatedField):
        return False
    return bool(model._meta.get_field(field.source).null)


def _words(name: str, known: list[str], text: str) -> OpenApiParameter:
    items = {"type": "string", "enum": known}
    schema = {"type": "array", "items": items}
    return OpenApiParameter(name, schema, description=text, explode=False, style="form")


def _header(name: str, text: str, *, required: bool = False, shortest: int = 0) -> OpenApiParameter:
    schema: Any = {"type": "string"}
    if shortest:
        schema |= {"minLength": shortest, "maxLength": 255, "pattern": "^[!-~]+$"}
    return OpenApiParameter(name, schema, "header", required=required, description=text)
