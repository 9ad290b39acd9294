"""Reviews and instruments as the API shows and takes them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.examples import SOME_ID, example
from core.api.serializers import RecordSerializer, RelatedUuid, StatefulSerializer, WithActionsMixin
from core.api.shape import Expansion
from partnerships.api.serializers import PartnershipSerializer, with_partners
from partnerships.models import Partnership
from quality.enums import Maturity, Respondent, Verdict
from quality.models import Answer, Instrument, InstrumentCriterion, Review
from quality.reports import visible_answers
from quality.services import Given
from trajectories.api.serializers import TrajectorySerializer, as_a_run
from trajectories.models import Trajectory


class InstrumentSerializer(RecordSerializer):
    """A set of criteria."""

    class Meta:
        model = Instrument
        fields = ["id", "code", "name_nl", "name_en"]


class InstrumentCriterionSerializer(RecordSerializer):
    """One criterion."""

    class Meta:
        model = InstrumentCriterion
        fields = ["id", "code", "theme", "text_nl", "text_en", "is_critical", "respondents"]


class InstrumentDetailSerializer(InstrumentSerializer):
    """A set of criteria with its criteria."""

    criteria = InstrumentCriterionSerializer(many=True, read_only=True)

    class Meta(InstrumentSerializer.Meta):
        fields = [*InstrumentSerializer.Meta.fields, "criteria"]


class ReviewSerializer(StatefulSerializer):
    """A review in a list."""

    expandable = {
        "instrument": Expansion(InstrumentSerializer),
        "partnership": Expansion(PartnershipSerializer, with_partners),
        "trajectory": Expansion(TrajectorySerializer, as_a_run),
    }
    instrument = RelatedUuid(read_only=True)
    institution = RelatedUuid(read_only=True)
    partnership = RelatedUuid(read_only=True)
    trajectory = RelatedUuid(read_only=True)

    class Meta:
        model = Review
        fields = [
            "id",
            "state",
            "state_label",
            "state_since",
            "instrument",
            "institution",
            "partnership",
            "trajectory",
            "answer_by",
            "reply_by",
            "verdict",
        ]


class AnswerSerializer(serializers.ModelSerializer[Answer]):
    """An answer; without a score it is not applicable."""

    criterion = serializers.CharField(source="criterion.code")

    class Meta:
        model = Answer
        fields = ["criterion", "respondent", "score", "comment"]


class ReviewDetailSerializer(WithActionsMixin, ReviewSerializer):
    """One review with the answers that the caller may read."""

    answers = serializers.SerializerMethodField()

    class Meta(ReviewSerializer.Meta):
        fields = [
            *ReviewSerializer.Meta.fields,
            "reply",
            "conclusion",
            "follow_up",
            "answers",
            "actions",
        ]

    @extend_schema_field(AnswerSerializer(many=True))
    def get_answers(self, obj: Review) -> Any:
        """As on the page."""
        return AnswerSerializer(visible_answers(obj, self.context["request"].user), many=True).data


@example(instrument=SOME_ID, answer_by="2026-10-30", trajectory=SOME_ID)
class PlanReviewSerializer(serializers.Serializer[Any]):
    """A new review of one partnership or one trajectory."""

    instrument = RelatedUuid(queryset=Instrument.objects.all())
    answer_by = serializers.DateField()
    partnership = RelatedUuid(queryset=Partnership.objects.all(), required=False)
    trajectory = RelatedUuid(queryset=Trajectory.objects.all(), required=False)


class GivenSerializer(serializers.Serializer[Any]):
    """A score of 0 to 4, or null (not applicable) with a comment that says why."""

    score = serializers.ChoiceField(choices=Maturity.choices, allow_null=True)
    comment = serializers.CharField(required=False, allow_blank=True, default="")


@example(
    respondent="institution", answers={"A1": {"score": 3, "comment": "Elke week een gesprek."}}
)
class GiveAnswersSerializer(serializers.Serializer[Any]):
    """Answers by the code of their criterion; a part of them is fine."""

    respondent = serializers.ChoiceField(choices=Respondent.choices)
    answers = serializers.DictField(child=GivenSerializer())

    def validate_answers(self, value: dict[str, Any]) -> dict[str, Given]:
        """As the service takes them."""
        return {code: Given(given["score"], given["comment"]) for code, given in value.items()}


@example(reply_by="2026-10-30")
class AskReplySerializer(serializers.Serializer[Any]):
    """Until when the host can reply."""

    reply_by = serializers.DateField()


@example(reply="We herkennen ons in het oordeel.")
class ReplySerializer(serializers.Serializer[Any]):
    """What the host says."""

    reply = serializers.CharField()


@example(verdict="meets", conclusion="De begeleiding is goed geregeld.")
class ConcludeSerializer(serializers.Serializer[Any]):
    """The institution's judgement."""

    verdict = serializers.ChoiceField(choices=Verdict.choices)
    conclusion = serializers.CharField()


@example(follow_up="Er is een tweede mentor opgeleid.")
class FollowUpSerializer(serializers.Serializer[Any]):
    """What was done with the conclusion."""

    follow_up = serializers.CharField()
