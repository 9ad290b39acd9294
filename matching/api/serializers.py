"""How a student gets a place, as the API shows it."""

from typing import Any

from rest_framework import serializers

from core.api.serializers import (
    RecordSerializer,
    RelatedUuid,
    StatefulSerializer,
    WithActionsMixin,
)
from core.api.shape import Expansion
from matching.models import (
    Acceptability,
    Application,
    Criterion,
    IntakeRound,
    LotteryWitness,
    Offer,
    OwnEmployerPlace,
    Preference,
    Rating,
    RoundSeal,
)
from matching.reports import results_of
from matching.rules import sees_ranks
from trajectories.api.serializers import (
    PathwaySerializer,
    PositionSerializer,
    with_host,
    with_programme,
)


def with_pathway(rows: Any) -> Any:
    """What a round shows of its pathway."""
    return rows.select_related("pathway")


def with_student(rows: Any) -> Any:
    """What an application shows of its student and its round."""
    return rows.select_related("student__user", "intake_round")


CRITERION = ["code", "sequence", "weight", "name_nl", "name_en"]
ANCHORS = [f"anchor_{score}_{language}" for score in (1, 3, 5) for language in ("nl", "en")]


class RoundCriterionSerializer(RecordSerializer):
    """A criterion with its weight and anchors."""

    class Meta:
        model = Criterion
        fields = ["id", *CRITERION, *ANCHORS]


class SealSerializer(serializers.ModelSerializer[Any]):
    """What was fixed when, by its hash."""

    class Meta:
        model = RoundSeal
        fields = ["kind", "sha256", "created_at"]


class RoundSerializer(StatefulSerializer):
    """An intake round."""

    expandable = {"pathway": Expansion(PathwaySerializer, with_programme)}
    pathway = RelatedUuid(read_only=True)

    class Meta:
        model = IntakeRound
        fields = [
            "id",
            "pathway",
            "name",
            "opens_on",
            "closes_on",
            "institution_weight",
            "host_weight",
            "state",
            "state_since",
            "state_label",
        ]


class LotSerializer(serializers.ModelSerializer[Any]):
    """A party that draws along beside the institution: never who, never the secret."""

    class Meta:
        model = LotteryWitness
        fields = ["party", "state", "sha256", "promised_at", "reveal_by", "revealed_at"]


class RoundDetailSerializer(WithActionsMixin, RoundSerializer):
    """A round with criteria, seals, who draws along and what the caller may do."""

    criteria = RoundCriterionSerializer(many=True, read_only=True)
    seals = SealSerializer(source="seals.without_text", many=True, read_only=True)

    lottery = LotSerializer(source="witnesses.drawing", many=True, read_only=True)

    class Meta(RoundSerializer.Meta):
        fields = [*RoundSerializer.Meta.fields, "criteria", "seals", "lottery", "actions"]


class WitnessSerializer(StatefulSerializer):
    """Somebody's part in a lottery: for that person, and for whoever leads the round."""

    intake_round = RelatedUuid(read_only=True)
    person = serializers.CharField(source="user.get_full_name", read_only=True)

    class Meta:
        model = LotteryWitness
        fields = [
            "id",
            "intake_round",
            "party",
            "person",
            "sha256",
            "promised_at",
            "reveal_by",
            "revealed_at",
            "state",
            "state_since",
            "state_label",
        ]


class WitnessDetailSerializer(WithActionsMixin, WitnessSerializer):
    """The same with what the caller may do."""

    class Meta(WitnessSerializer.Meta):
        fields = [*WitnessSerializer.Meta.fields, "actions"]


class ApplicationSerializer(StatefulSerializer):
    """An application."""

    expandable = {"intake_round": Expansion(RoundSerializer, with_pathway)}
    intake_round = RelatedUuid(read_only=True)
    student = RelatedUuid(read_only=True)
    student_name = serializers.CharField(source="student.user.get_full_name", read_only=True)

    class Meta:
        model = Application
        fields = [
            "id",
            "intake_round",
            "student",
            "student_name",
            "submitted_at",
            "own_employer",
            "state",
            "state_since",
            "state_label",
        ]


class ResultSerializer(serializers.Serializer[Any]):
    """How one choice ended and why, in the caller's language."""

    rank = serializers.IntegerField()
    position = serializers.UUIDField(source="position.uuid")
    kind = serializers.CharField()
    reason = serializers.CharField()


class ApplicationDetailSerializer(WithActionsMixin, ApplicationSerializer):
    """An application with its motivation and what the caller may do."""

    results = serializers.SerializerMethodField()

    class Meta(ApplicationSerializer.Meta):
        fields = [
            *ApplicationSerializer.Meta.fields,
            "motivation",
            "motivation_language",
            "results",
            "actions",
        ]

    def get_results(self, obj: Any) -> list[dict[str, Any]]:
        """The result per choice, for the student and the institution; a host gets none."""
        if not sees_ranks(self.context["request"].user, obj):
            return []
        return [dict(row) for row in ResultSerializer(results_of(obj), many=True).data]


APPLICATION = {"application": Expansion(ApplicationSerializer, with_student)}
POSITION = {"position": Expansion(PositionSerializer, with_host)}


class PreferenceSerializer(RecordSerializer):
    """A choice on a student's list. A host sees that it was ranked, not where."""

    expandable = {**APPLICATION, **POSITION}
    application = RelatedUuid(read_only=True)
    position = RelatedUuid(read_only=True)
    rank = serializers.SerializerMethodField()

    class Meta:
        model = Preference
        fields = ["id", "application", "position", "rank"]

    def get_rank(self, obj: Any) -> int | None:
        """The rank, for the student and the institution."""
        user = self.context["request"].user
        return int(obj.rank) if sees_ranks(user, obj.application) else None


class OwnPlaceSerializer(StatefulSerializer):
    """A place at the own employer, and what host and institution said."""

    expandable = {**APPLICATION, **POSITION}
    application = RelatedUuid(read_only=True)
    position = RelatedUuid(read_only=True)

    class Meta:
        model = OwnEmployerPlace
        fields = [
            "id",
            "application",
            "position",
            "seat_offered_to_all",
            "answer_by",
            "host_said_at",
            "host_note",
            "institution_said_at",
            "institution_note",
            "state",
            "state_since",
            "state_label",
        ]


class OwnPlaceDetailSerializer(WithActionsMixin, OwnPlaceSerializer):
    """A place at the own employer with what the caller may do."""

    class Meta(OwnPlaceSerializer.Meta):
        fields = [*OwnPlaceSerializer.Meta.fields, "actions"]


class AcceptabilitySerializer(RecordSerializer):
    """Who said whether a pair can work."""

    class Meta:
        model = Acceptability
        fields = ["id", "party", "acceptable", "reason", "note"]


class RatingSerializer(RecordSerializer):
    """One score on one criterion."""

    expandable = {**APPLICATION, **POSITION, "criterion": Expansion(RoundCriterionSerializer)}
    application = RelatedUuid(read_only=True)
    position = RelatedUuid(read_only=True)
    criterion = RelatedUuid(read_only=True)
    rater = serializers.CharField(source="rater.get_full_name", read_only=True)

    class Meta:
        model = Rating
        fields = ["id", "application", "position", "rater", "party", "criterion", "score", "note"]


class OfferSerializer(RecordSerializer):
    """A place and the student's answer."""

    expandable = {**APPLICATION, **POSITION}
    application = RelatedUuid(read_only=True)
    position = RelatedUuid(read_only=True)

    class Meta:
        model = Offer
        fields = ["id", "application", "position", "answer", "answer_by", "answered_at"]
