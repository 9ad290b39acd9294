"""Bases of the rooms' serializers."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.access import scope
from core.actions import available_actions
from core.people import audience_of
from core.querysets import ScopedQuerySet


class ActionSerializer(serializers.Serializer[Any]):
    """A verb that the caller may use now, and what still stands in its way."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    allowed = serializers.BooleanField()
    unmet = serializers.ListField(child=serializers.CharField())


class RecordSerializer(serializers.ModelSerializer[Any]):
    """A record: its UUID is called ``id``."""

    id = serializers.UUIDField(source="uuid", read_only=True)


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
        found = available_actions(obj, self.context["request"].user)
        return ActionSerializer(found, many=True).data


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

    def to_internal_value(self, data: Any) -> Any:
        """A text that is no UUID is a wrong value, not a fault of the server."""
        try:
            return super().to_internal_value(UUID(str(data)))
        except ValueError:
            self.fail("does_not_exist", slug_name="uuid", value=str(data))
