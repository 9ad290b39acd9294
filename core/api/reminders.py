"""The API of reminders, for administrators."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.examples import example
from core.api.serializers import RecordSerializer
from core.api.views import ScopedViewSet, verb
from core.deadlines.services import CHANGE, add_reminder, change_reminder
from core.deadlines.words import reminder_words
from core.models import ReminderRule
from core.models.deadlines import FURTHEST
from core.permissions import require
from core.views.reminders import ReminderFilter


@example(
    deadline="agreements.sign",
    days=3,
    counting="calendar",
    moment="before",
    whom="owner",
    active=True,
)
class ReminderSerializer(RecordSerializer):
    """How long before or after a last day who is told."""

    words = serializers.SerializerMethodField()

    class Meta:
        model = ReminderRule
        fields = ["id", "deadline", "days", "counting", "moment", "whom", "active", "words"]
        extra_kwargs = {"days": {"max_value": FURTHEST}}
        # The service asks the model itself, constraints included.
        validators: list[Any] = []

    def get_words(self, rule: ReminderRule) -> str:
        """The same in one sentence."""
        return reminder_words(rule)


@example(days=4)
class ReminderChangeSerializer(serializers.ModelSerializer[Any]):
    """What can be changed; what is left out stays."""

    class Meta:
        model = ReminderRule
        fields = ["days", "counting", "moment", "active"]
        extra_kwargs = {name: {"required": False} for name in fields} | {
            "days": {"required": False, "max_value": FURTHEST}
        }


class ReminderViewSet(ScopedViewSet):
    """Reminders of last days."""

    model = ReminderRule
    permission = CHANGE
    serializer_class: Any = ReminderSerializer
    filterset_class = ReminderFilter

    @extend_schema(request=ReminderSerializer, responses={201: ReminderSerializer})
    def create(self, request: Request) -> Response:
        """Add a reminder, through the same service as the page."""
        require(request.user, CHANGE)
        rule = add_reminder(actor=request.user, **self.sent(ReminderSerializer))
        return self.made(rule, ReminderSerializer)

    change = verb("change", change_reminder, ReminderSerializer, ReminderChangeSerializer)
