"""The API of e-mails that did not arrive, for administrators."""

from typing import Any

from rest_framework import serializers

from core.api.serializers import RecordSerializer
from core.api.views import ScopedViewSet, verb
from core.models import Letter
from core.notifications.again import SEND_AGAIN, send_again
from core.views.letters import LetterFilter, LetterTable


class LetterSerializer(RecordSerializer):
    """An e-mail that was given up, without its text. ``given_up_at`` is empty once it waits
    again; ``can_be_sent`` is false when its text is forgotten.
    """

    can_be_sent = serializers.SerializerMethodField()

    class Meta:
        model = Letter
        fields = ["id", "address", "kind", "problem", "given_up_at", "can_be_sent", "created_at"]

    def get_can_be_sent(self, letter: Letter) -> bool:
        """Its text is still there."""
        return bool(letter.sealed)


class LetterViewSet(ScopedViewSet):
    """E-mails that did not arrive."""

    model = Letter
    permission = SEND_AGAIN
    serializer_class: Any = LetterSerializer
    filterset_class = LetterFilter
    table_class = LetterTable

    again = verb("again", send_again, LetterSerializer)
