"""What the verbs of this room take as input."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from accounts.enums import Language
from core.access import scope
from core.api.examples import SOME_ID, example
from core.api.serializers import RelatedUuid
from matching.enums import LotteryParty, RefusalReason
from matching.models import Criterion
from matching.models.applications import BEST, WORST
from matching.services.ratings import Mark
from trajectories.models import Pathway, Position


@example(name="Najaar 2026", opens_on="2026-09-21", closes_on="2026-10-09")
class RoundBody(serializers.Serializer[Any]):
    """Name, dates and the weight of each party."""

    name = serializers.CharField(max_length=150)
    opens_on = serializers.DateField()
    closes_on = serializers.DateField()
    institution_weight = serializers.IntegerField(min_value=1, max_value=100, default=1)
    host_weight = serializers.IntegerField(min_value=1, max_value=100, default=1)


@example(pathway=SOME_ID, name="Najaar 2026", opens_on="2026-09-21", closes_on="2026-10-09")
class NewRoundBody(RoundBody):
    """The same with the pathway."""

    pathway = RelatedUuid(queryset=Pathway.objects.all())

    def validate_pathway(self, value: Pathway) -> Pathway:
        """One of the caller's scope."""
        if not scope(Pathway, self.context["request"].user).filter(pk=value.pk).exists():
            self.fields["pathway"].fail("does_not_exist", slug_name="uuid", value=value.uuid)
        return value


@example(party="students", email="student@example.org")
class AskWitnessBody(serializers.Serializer[Any]):
    """Who is asked to draw along in the lottery, and for whom."""

    party = serializers.ChoiceField(choices=LotteryParty.choices)
    email = serializers.EmailField()


@example(sentence="vijf woorden die niet samen horen")
class PromiseBody(serializers.Serializer[Any]):
    """A secret sentence, of which the SHA-256 is kept, or that SHA-256 itself: one of both."""

    sentence = serializers.CharField(required=False, default="", trim_whitespace=False)
    sha256 = serializers.CharField(required=False, default="")


@example(sentence="vijf woorden die niet samen horen")
class RevealBody(serializers.Serializer[Any]):
    """The very sentence that was promised."""

    sentence = serializers.CharField(trim_whitespace=False)


class CriterionBody(serializers.ModelSerializer[Any]):
    """A criterion with its weight and anchors; a new one needs no code."""

    code = serializers.CharField(max_length=10, required=False)

    class Meta:
        model = Criterion
        fields = [
            "code",
            "weight",
            "name_nl",
            "name_en",
            *[f"anchor_{score}_{lang}" for score in (1, 3, 5) for lang in ("nl", "en")],
        ]
        # The service asks the model itself, constraints included.
        validators: list[Any] = []


@example(
    criteria=[
        {
            "weight": 100,
            "name_nl": "Motivatie",
            "anchor_1_nl": "geen",
            "anchor_3_nl": "enige",
            "anchor_5_nl": "veel",
        }
    ]
)
class CriteriaBody(serializers.Serializer[Any]):
    """All criteria of a round, in order."""

    criteria = CriterionBody(many=True, allow_empty=False)


@example(motivation="Ik leer het best door te doen.")
class MotivationBody(serializers.Serializer[Any]):
    """The student's motivation."""

    motivation = serializers.CharField(max_length=6000)
    motivation_language = serializers.ChoiceField(choices=Language.choices, default=Language.DUTCH)
    own_employer = serializers.BooleanField(default=False)


@example(own_employer=True, position=SOME_ID)
class NameEmployerBody(serializers.Serializer[Any]):
    """Whether the own employer would be the host; without a position it is a wish only."""

    own_employer = serializers.BooleanField()
    position = RelatedUuid(
        queryset=Position.objects.all(), required=False, allow_null=True, default=None
    )


@example(seat_offered_to_all=False)
class ConfirmOwnPlaceBody(serializers.Serializer[Any]):
    """Whether the seat is one of those that are offered to everybody, or an extra one."""

    seat_offered_to_all = serializers.BooleanField()


@example(reason="Er is dit jaar geen mentor vrij.")
class OwnPlaceReasonBody(serializers.Serializer[Any]):
    """Why not; the student reads it."""

    reason = serializers.CharField(max_length=2000)


@example(positions=[SOME_ID])
class RankingBody(serializers.Serializer[Any]):
    """The student's list: first choice first."""

    positions = RelatedUuid(queryset=Position.objects.all(), many=True)


@example(answers={SOME_ID: True})
class AnswersBody(serializers.Serializer[Any]):
    """Yes or no by the condition's identifier."""

    answers = serializers.DictField(child=serializers.BooleanField(), allow_empty=True)

    def validate_answers(self, value: Mapping[str, bool]) -> dict[Any, bool]:
        """Keys are identifiers."""
        return {_uuid(key): met for key, met in value.items()}


class MarkBody(serializers.Serializer[Any]):
    """A score with its note on one criterion."""

    criterion = serializers.UUIDField()
    score = serializers.IntegerField(min_value=WORST, max_value=BEST)
    note = serializers.CharField()


@example(marks=[{"criterion": SOME_ID, "score": 4, "note": "Gaf een duidelijk voorbeeld."}])
class MarksBody(serializers.Serializer[Any]):
    """A mark for every criterion of the round; there is no total to give."""

    marks = MarkBody(many=True, allow_empty=False)

    def validate_marks(self, value: list[dict[str, Any]]) -> dict[Any, Mark]:
        """By criterion, as the service takes them."""
        return {row["criterion"]: Mark(row["score"], row["note"]) for row in value}


@example(reason="travel")
class WithdrawChoiceBody(serializers.Serializer[Any]):
    """Why a choice is withdrawn."""

    reason = serializers.ChoiceField(choices=RefusalReason.choices)
    note = serializers.CharField(required=False, allow_blank=True, default="")


@example(acceptable=True)
class JudgeBody(serializers.Serializer[Any]):
    """Can it work, and why not."""

    acceptable = serializers.BooleanField()
    reason = serializers.ChoiceField(
        choices=RefusalReason.choices, required=False, allow_blank=True, default=""
    )
    note = serializers.CharField(required=False, allow_blank=True, default="")


def _uuid(text: str) -> Any:
    return serializers.UUIDField().run_validation(text)
