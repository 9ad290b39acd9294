"""What the API of people's rights shows and takes."""

from typing import Any

from django.contrib.auth import get_user_model
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from core.api.examples import SOME_ID, example
from core.api.serializers import (
    RecordSerializer,
    RelatedUuid,
    StatefulSerializer,
    WithActionsMixin,
)
from core.models import DataCopy, ErasureCase, LegalHold
from core.privacy.enums import CaseState, ExportState
from core.privacy.holds import holds_on
from core.privacy.people import kept_people
from core.privacy.preview import preview

PEOPLE = get_user_model()
OPEN = frozenset({CaseState.ASKED, CaseState.APPROVED})


class CopySerializer(RecordSerializer):
    """A copy of the caller's data: how far it is, until when it is kept, where it is fetched."""

    state = serializers.ChoiceField(choices=[one.value for one in ExportState], read_only=True)
    download_url = serializers.SerializerMethodField()
    data_url = serializers.SerializerMethodField()

    class Meta:
        model = DataCopy
        fields = [
            "id",
            "state",
            "done",
            "total",
            "size",
            "created_at",
            "ready_at",
            "delete_on",
            "failed_at",
            "download_url",
            "data_url",
        ]

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_download_url(self, copy: DataCopy) -> str | None:
        """Where the whole copy is; null until it is ready."""
        return self._address(copy, "download")

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_data_url(self, copy: DataCopy) -> str | None:
        """Where its JSON alone is; null until it is ready."""
        return self._address(copy, "data")

    def _address(self, copy: DataCopy, name: str) -> str | None:
        if copy.state is not ExportState.READY:
            return None
        return reverse(f"data-copy-{name}", args=[copy.uuid], request=self.context["request"])


class CaseSerializer(StatefulSerializer):
    """A request to be forgotten: whose, how it stands, who asked, who decided and why."""

    person = RelatedUuid(read_only=True)
    person_name = serializers.CharField(source="person", read_only=True)
    asked_by = serializers.CharField(read_only=True)
    decided_by = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = ErasureCase
        fields = [
            "id",
            "state",
            "state_label",
            "person",
            "person_name",
            "asked_by",
            "note",
            "decided_by",
            "answer",
            "created_at",
        ]


class LineSerializer(serializers.Serializer[Any]):
    """A table that holds something of the person: how many rows, and what is left of them."""

    label = serializers.CharField()  # type: ignore[assignment]
    rows = serializers.IntegerField()
    left = serializers.CharField()


class ReasonSerializer(serializers.Serializer[Any]):
    """What forbids to forget somebody, and its last day; null while nobody knows."""

    reason = serializers.CharField()
    until = serializers.DateField(allow_null=True)


class CaseDetailSerializer(WithActionsMixin, CaseSerializer):
    """A request with what would happen (``would``), what forbids it (``holds``), and what was
    done (``changed``: rows changed or thrown away). The first two are empty once it is over.
    """

    would = serializers.SerializerMethodField()
    holds = serializers.SerializerMethodField()
    changed = serializers.SerializerMethodField()

    class Meta(CaseSerializer.Meta):
        fields = [*CaseSerializer.Meta.fields, "would", "holds", "changed", "actions"]

    @extend_schema_field(LineSerializer(many=True))
    def get_would(self, case: ErasureCase) -> Any:
        """As on the page: the same register, counted for this person."""
        own = case.person_id == self.context["request"].user.pk
        found = preview(case.person, own=own) if case.state in OPEN else []
        return LineSerializer(found, many=True).data

    @extend_schema_field(ReasonSerializer(many=True))
    def get_holds(self, case: ErasureCase) -> Any:
        """As on the page."""
        found = holds_on(case.person) if case.state in OPEN else []
        return ReasonSerializer(found, many=True).data

    def get_changed(self, case: ErasureCase) -> int:
        """No content, only how many."""
        return sum(case.report.values())


class HoldSerializer(RecordSerializer):
    """A hold: on whom, why, until when, and who lifted it."""

    person = RelatedUuid(read_only=True)
    person_name = serializers.CharField(source="person", read_only=True)
    laid_by = serializers.CharField(read_only=True)
    lifted_by = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = LegalHold
        fields = [
            "id",
            "person",
            "person_name",
            "reason",
            "until",
            "laid_by",
            "created_at",
            "lifted_by",
            "lifted_at",
        ]


class PersonField(RelatedUuid):
    """A person whose file the caller keeps. Whoever else does not exist."""

    def get_queryset(self) -> Any:
        """As on the page."""
        return kept_people(self.context["request"].user)


class KeptPerson(PersonField):
    """The same, or the caller."""

    def get_queryset(self) -> Any:
        """With the caller."""
        user = self.context["request"].user
        return PEOPLE._default_manager.filter(pk=user.pk) | super().get_queryset()


@example(person=SOME_ID)
class CopyBody(serializers.Serializer[Any]):
    """Whose data; without a person the caller's own."""

    person = KeptPerson(queryset=PEOPLE._default_manager.none(), required=False, allow_null=True)


@example(person=SOME_ID, note="Brief van 3 september, map 12.")
class AskBody(serializers.Serializer[Any]):
    """Who wants to be forgotten (without a person the caller), and why or where the letter is."""

    person = KeptPerson(queryset=PEOPLE._default_manager.none(), required=False, allow_null=True)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


@example(answer="Uw traject loopt nog. Vraag het na 30 juni opnieuw.")
class AnswerBody(serializers.Serializer[Any]):
    """Why not; the person reads it."""

    answer = serializers.CharField()


@example(person=SOME_ID, reason="Er loopt een beroep.", until="2027-06-30")
class HoldBody(serializers.Serializer[Any]):
    """On whom, why, and until when; null or nothing while nobody knows."""

    person = PersonField(queryset=PEOPLE._default_manager.none())
    reason = serializers.CharField(max_length=300)
    until = serializers.DateField(required=False, allow_null=True)
