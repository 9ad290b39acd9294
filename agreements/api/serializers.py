"""Agreements as the API shows them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agreements.enums import SigningParty
from agreements.models import (
    Agreement,
    AgreementVersion,
    Clause,
    ClauseTemplate,
    ConditionEvidence,
    Signature,
)
from agreements.reports import RELATED
from core.api.examples import SOME_ID, example
from core.api.serializers import (
    RecordSerializer,
    RelatedUuid,
    StatefulSerializer,
    WithActionsMixin,
)
from core.api.shape import Expansion
from trajectories.api.serializers import TrajectorySerializer, as_a_run
from trajectories.models import Trajectory


class AgreementSerializer(StatefulSerializer):
    """An agreement in a list."""

    expandable = {"trajectory": Expansion(TrajectorySerializer, as_a_run)}
    trajectory = RelatedUuid(read_only=True)
    institution = serializers.UUIDField(source="institution.uuid", read_only=True)
    host = serializers.UUIDField(source="host.uuid", read_only=True)
    signature_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Agreement
        fields = [
            "id",
            "state",
            "state_label",
            "state_since",
            "trajectory",
            "institution",
            "host",
            "start_date",
            "end_date",
            "signature_count",
        ]


def as_in_a_list(rows: Any) -> Any:
    """What an agreement shows of others, with the number of its signatures."""
    return rows.select_related(*RELATED).with_signature_count()


class SignatureSerializer(RecordSerializer):
    """A signature on a frozen version."""

    class Meta:
        model = Signature
        fields = ["id", "party", "signer_name", "signer_role", "sha256", "created_at"]


class VersionSerializer(RecordSerializer):
    """A frozen version in a list."""

    expandable = {"agreement": Expansion(AgreementSerializer, as_in_a_list)}
    agreement = RelatedUuid(read_only=True)
    signatures = SignatureSerializer(many=True, read_only=True)

    class Meta:
        model = AgreementVersion
        fields = ["id", "agreement", "number", "sha256", "created_at", "signatures"]


class VersionDetailSerializer(VersionSerializer):
    """A frozen version, word for word."""

    content = serializers.JSONField(read_only=True)

    class Meta(VersionSerializer.Meta):
        fields = [*VersionSerializer.Meta.fields, "content"]


class AgreementDetailSerializer(WithActionsMixin, AgreementSerializer):
    """An agreement with its newest version and what the caller can do."""

    signature_count = None  # type: ignore[assignment]
    current_version = serializers.SerializerMethodField()

    class Meta(AgreementSerializer.Meta):
        fields = [
            *(name for name in AgreementSerializer.Meta.fields if name != "signature_count"),
            "decline_reason",
            "end_reason",
            "current_version",
            "actions",
        ]

    @extend_schema_field(VersionSerializer(allow_null=True))
    def get_current_version(self, obj: Agreement) -> Any:
        """The version to read and sign, with its hash; null before the first proposal."""
        version = obj.current_version()
        return VersionSerializer(version, context=self.context).data if version else None


class ClauseSerializer(RecordSerializer):
    """A clause as the institution writes it, and what it still misses."""

    expandable = {"agreement": Expansion(AgreementSerializer, as_in_a_list)}
    agreement = RelatedUuid(read_only=True)
    problems = serializers.SerializerMethodField()

    class Meta:
        model = Clause
        fields = [
            "id",
            "agreement",
            "code",
            "sequence",
            "title_nl",
            "title_en",
            "text_nl",
            "text_en",
            "responsible",
            "facts",
            "problems",
        ]

    def get_problems(self, obj: Clause) -> list[str]:
        """Sentences; none when the clause is complete."""
        return [str(problem) for problem in obj.problems()]


class ClauseTemplateSerializer(RecordSerializer):
    """A model clause."""

    class Meta:
        model = ClauseTemplate
        fields = [
            "id",
            "code",
            "sequence",
            "title_nl",
            "title_en",
            "text_nl",
            "text_en",
            "responsible",
        ]


@example(trajectory=SOME_ID)
class DraftBody(serializers.Serializer[Any]):
    """Which planned trajectory gets an agreement."""

    trajectory = RelatedUuid(queryset=Trajectory.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        request = self.context.get("request")
        if request is not None:
            rows = Trajectory.objects.visible_to(request.user)
            self.fields["trajectory"].queryset = rows  # type: ignore[attr-defined]


@example(text_nl="De werkplek stelt werkkledij ter beschikking.")
class FillBody(serializers.Serializer[Any]):
    """Facts by name, and texts; what is left out stays as it is."""

    facts = serializers.DictField(
        child=serializers.CharField(allow_blank=True, allow_null=True), required=False
    )
    text_nl = serializers.CharField(required=False)
    text_en = serializers.CharField(required=False, allow_blank=True)


@example(
    party="institution", sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
)
class SignBody(serializers.Serializer[Any]):
    """For which party, and the hash of the version that was read."""

    party = serializers.ChoiceField(choices=SigningParty.choices)
    sha256 = serializers.RegexField(r"^[0-9a-f]{64}$")


@example(reason="De afgesproken uren kloppen niet.")
class ReasonBody(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField()


@example(kind="accident_cover", day="2026-09-10", note="Polis verlengd.")
class EvidenceBody(serializers.ModelSerializer[Any]):
    """A newer date for a condition of the first day."""

    class Meta:
        model = ConditionEvidence
        fields = ["kind", "day", "note"]
