"""The API of notifications: what the caller was told, and how the caller wants to hear of it."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import scope
from core.api.conditions import conditional, require_match, tag
from core.api.examples import example
from core.api.serializers import RecordSerializer
from core.api.views import JSON_ONLY, ScopedViewSet, verb
from core.errors import Invalid
from core.models import Notification
from core.notifications.enums import Delivery
from core.notifications.preferences import choices_of, choose, hold, topics_for, version_of
from core.notifications.service import mark_read, read_one
from core.views.notifications import NotificationFilter, NotificationTable


class NotificationSerializer(RecordSerializer):
    """One thing that the caller was told, in the caller's language."""

    subject = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)

    class Meta:
        model = Notification
        fields = ["id", "kind", "subject", "text", "path", "created_at", "read_at"]


class TopicSerializer(serializers.Serializer[Any]):
    """A topic, and how the caller hears of it. ``required`` ones always come at once."""

    topic = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    delivery = serializers.ChoiceField(choices=Delivery.choices)
    required = serializers.BooleanField()  # type: ignore[assignment]


class PreferencesSerializer(serializers.Serializer[Any]):
    """Every topic that the caller can ever hear of."""

    topics = TopicSerializer(many=True)


class ChoiceSerializer(serializers.Serializer[Any]):
    """How the caller wants to hear of one topic that is not required."""

    topic = serializers.CharField()
    delivery = serializers.ChoiceField(choices=Delivery.choices)


@example(choices=[{"topic": "core.documents", "delivery": "daily"}])
class ChoicesSerializer(serializers.Serializer[Any]):
    """The topics to change; what is left out stays."""

    choices = ChoiceSerializer(many=True)


class CountSerializer(serializers.Serializer[Any]):
    """How many were new."""

    count = serializers.IntegerField()


def preferences_of(person: Any) -> dict[str, Any]:
    """What the page shows, as data."""
    chosen = choices_of(person)
    found = [
        {
            "topic": topic.name,
            "label": str(topic.label),
            "delivery": chosen.get(topic.name, Delivery.AT_ONCE),
            "required": topic.required,
        }
        for topic in topics_for(person)
    ]
    return dict(PreferencesSerializer({"topics": found}).data)


class NotificationViewSet(ScopedViewSet):
    """What the caller was told, newest first."""

    model = Notification
    serializer_class: Any = NotificationSerializer
    filterset_class = NotificationFilter
    table_class = NotificationTable
    keyless: ClassVar[frozenset[str]] = frozenset({"read_all"})

    read = verb("read", read_one, NotificationSerializer)

    @extend_schema(request=None, responses=CountSerializer, filters=False)
    @action(detail=False, methods=["post"], url_path="read-all", pagination_class=None, **JSON_ONLY)
    def read_all(self, request: Request) -> Response:
        """Note that the caller saw everything; a second time changes nothing."""
        count = mark_read(scope(Notification, request.user), actor=request.user)
        return Response({"count": count})

    @extend_schema(responses=PreferencesSerializer, filters=False)
    @action(detail=False, pagination_class=None, **JSON_ONLY)
    def preferences(self, request: Request) -> Response:
        """How the caller wants to hear of each topic."""
        person = request.user
        return conditional(request, version_of(person), preferences_of(person))

    preferences.answers_etag = True  # type: ignore[attr-defined]

    @extend_schema(request=ChoicesSerializer, responses=PreferencesSerializer, filters=False)
    @preferences.mapping.patch
    def change_preferences(self, request: Request) -> Response:
        """Change how the caller wants to hear of topics. Required ones always come at once."""
        person = request.user
        hold(person)
        require_match(request, version_of(person))
        given = {one["topic"]: one["delivery"] for one in self.sent(ChoicesSerializer)["choices"]}
        if strange := sorted(set(given) - set(choices_of(person))):
            raise Invalid(
                _("Not every topic is yours to choose."),
                {
                    "choices": [
                        _("“%(topic)s” is no topic that you choose.") % {"topic": strange[0]}
                    ]
                },
            )
        choose(person, given)
        data = preferences_of(person)
        return Response(data, headers={"ETag": tag(version_of(person), data)})
