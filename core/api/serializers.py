"""Bases of the rooms' serializers."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.urls import NoReverseMatch
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.reverse import reverse

from core.access import scope
from core.actions import Action, available_actions
from core.api.shape import Expanded, Expansion, Shape
from core.people import audience_of
from core.querysets import ScopedQuerySet


class ActionSerializer(serializers.Serializer[Any]):
    """A verb that the caller may use, where to send it, and what still stands in its way.

    ``href`` is null for a verb that only the pages have.
    """

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    href = serializers.URLField(allow_null=True)
    method = serializers.CharField()
    allowed = serializers.BooleanField()
    unmet = serializers.ListField(child=serializers.CharField())


class RecordSerializer(serializers.ModelSerializer[Any]):
    """A record: its UUID is called ``id``.

    ``expandable`` names the relations that a caller can ask to see in full.
    """

    id = serializers.UUIDField(source="uuid", read_only=True)
    expandable: ClassVar[Mapping[str, Expansion]] = {}

    def __init__(self, *args: Any, shape: Shape | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own_shape = shape

    def get_fields(self) -> dict[str, Any]:
        """The fields that the caller wants to see; the identifier always comes along."""
        fields = super().get_fields()
        shape = self.shape()
        for name, expansion in self.expandable.items():
            if name in shape.expand:
                fields[name] = Expanded(name, fields[name], expansion, shape.expand[name])
            elif name in fields:
                fields[name].expansion = expansion  # type: ignore[attr-defined]
        if not shape.fields:
            return fields
        kept = shape.fields | set(shape.expand) | {"id"}
        return {name: field for name, field in fields.items() if name in kept}

    def shape(self) -> Shape:
        """The caller's wish, for the thing itself; a part of another thing is whole."""
        if self._own_shape is not None:
            return self._own_shape
        outer = self.parent
        is_root = outer is None or (
            isinstance(outer, serializers.ListSerializer) and outer.parent is None
        )
        found: Shape | None = self.context.get("shape") if is_root else None
        return found or Shape()


class StatefulSerializer(RecordSerializer):
    """A record with a workflow: its state in the reader's words."""

    state_label = serializers.SerializerMethodField()

    def get_state_label(self, obj: Any) -> str:
        """How the caller's side reads the state."""
        return str(obj.workflow.label(obj.state, audience_of(self.context["request"])).label)


class WithActionsMixin(serializers.Serializer[Any]):
    """Adds the verbs that the caller may use (single objects only: they cost queries)."""

    actions = serializers.SerializerMethodField()

    @extend_schema_field(ActionSerializer(many=True))
    def get_actions(self, obj: Any) -> Any:
        """From the workflow table and the rules, as the buttons of the page."""
        request = self.context["request"]
        found = available_actions(obj, request.user)
        return shown_actions(obj, found, request, obj.workflow.name)


def shown_actions(obj: Any, found: Iterable[Action], request: Any, basename: str) -> Any:
    """Actions as data; ``basename`` is that of the set of views where their verbs are."""
    return ActionSerializer([_action(obj, one, request, basename) for one in found], many=True).data


def _action(obj: Any, one: Action, request: Any, basename: str) -> dict[str, Any]:
    try:
        href = reverse(f"{basename}-{one.name}", args=[obj.uuid], request=request)
    except NoReverseMatch:
        href = None
    return {
        "name": one.name,
        "label": one.label,
        "href": href,
        "method": "POST",
        "allowed": one.allowed,
        "unmet": one.unmet,
    }


class RelatedUuid(serializers.SlugRelatedField[Any]):
    """Another record, by its UUID. What is outside the caller's scope does not exist."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="uuid", **kwargs)

    def get_queryset(self) -> Any:
        """The rows that exist for the caller; people are checked by the services."""
        rows = super().get_queryset()
        if isinstance(rows, ScopedQuerySet) and "request" in self.context:
            return rows.filter(pk__in=scope(rows.model, self.context["request"].user).values("pk"))
        return rows

    def run_validation(self, data: Any = empty) -> Any:
        """An empty text is no UUID either; of a form it would mean nobody."""
        if data == "":
            self.fail("does_not_exist", slug_name="uuid", value="")
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> Any:
        """A text that is no UUID is a wrong value, not a fault of the server."""
        try:
            return super().to_internal_value(UUID(str(data)))
        except ValueError:
            self.fail("does_not_exist", slug_name="uuid", value=str(data))
