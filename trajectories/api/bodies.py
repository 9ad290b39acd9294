"""What the API takes about pathways, positions and trajectories."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.examples import SOME_ID, example
from core.api.serializers import RelatedUuid
from partnerships.models import Organisation
from trajectories.enums import AssessmentMoment, LearningKind, Place
from trajectories.models import LearningOutcome, Pathway
from trajectories.models.pathways import MOST_OF_A_HOST, MOST_OF_A_PATHWAY
from trajectories.validators import (
    LONGEST_DAY,
    QUARTER,
    validate_academic_year,
    validate_quarters,
)


@example(title_nl="Duaal onderhoud van installaties", wbl_credits=50)
class DesignBody(serializers.ModelSerializer[Any]):
    """The fields of a design to change; what is left out stays as it is."""

    class Meta:
        model = Pathway
        fields = [
            "title_nl",
            "title_en",
            "description_nl",
            "description_en",
            "relevance_nl",
            "competence_mode",
            "target_group",
            "own_employer_allowed",
            "academic_year",
            "start_date",
            "end_date",
            "wbl_credits",
            "hours_planned",
        ]
        extra_kwargs = {name: {"required": False} for name in fields} | {
            "academic_year": {"required": False, "validators": [validate_academic_year]}
        }


@example(conditions=["Is ingeschreven. | Is enrolled."])
class ConditionsBody(serializers.Serializer[Any]):
    """All conditions to apply, as lines "Dutch | English"; the English part is optional."""

    conditions = serializers.ListField(child=serializers.CharField(), allow_empty=True)


class LimitBody(serializers.Serializer[Any]):
    """How many students one host takes at most over all its positions."""

    host = RelatedUuid(queryset=Organisation.objects.all())
    capacity = serializers.IntegerField(min_value=1, max_value=MOST_OF_A_HOST)


@example(limits=[{"host": SOME_ID, "capacity": 3}])
class LimitsBody(serializers.Serializer[Any]):
    """All limits of hosts; a host that is not named has none. ``students_at_most`` is that of the
    pathway: null for none, left out to keep it.
    """

    limits = LimitBody(many=True)
    students_at_most = serializers.IntegerField(
        min_value=1, max_value=MOST_OF_A_PATHWAY, allow_null=True, required=False
    )


class PlaceBody(serializers.Serializer[Any]):
    """Where one outcome is learned; an empty place takes the outcome away."""

    outcome = RelatedUuid(queryset=LearningOutcome.objects.all())
    place = serializers.ChoiceField(choices=Place.choices, allow_blank=True)
    kind = serializers.ChoiceField(choices=LearningKind.choices, required=False)
    task_nl = serializers.CharField(required=False)
    assessment_moment = serializers.ChoiceField(choices=AssessmentMoment.choices, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A place asks for kind, task and moment."""
        missing = {"kind", "task_nl", "assessment_moment"} - set(attrs)
        if attrs["place"] and missing:
            text = _("Fill this in for an outcome that has a place.")
            raise serializers.ValidationError({name: [text] for name in sorted(missing)})
        return attrs


@example(
    places=[
        {
            "outcome": SOME_ID,
            "place": "workplace",
            "kind": "acquire",
            "task_nl": "Een pomp nakijken.",
            "assessment_moment": "final",
        }
    ]
)
class PlacesBody(serializers.Serializer[Any]):
    """Where outcomes are learned; outcomes that are not named stay as they are."""

    places = PlaceBody(many=True)


@example(day="2026-09-14", hours="7.50", text="Een pomp nagekeken.")
class LogBody(serializers.Serializer[Any]):
    """A day to write in the log."""

    day = serializers.DateField()
    hours = serializers.DecimalField(
        max_digits=4,
        decimal_places=2,
        min_value=QUARTER,
        max_value=LONGEST_DAY,
        validators=[validate_quarters],
    )
    text = serializers.CharField()
    outcomes = RelatedUuid(many=True, queryset=LearningOutcome.objects.all(), default=list)


@example(day="2026-09-14", hours="7.50", text="Een pomp nagekeken.", answer="De pomp van lijn 2.")
class RewriteBody(LogBody):
    """The day again, with an answer."""

    answer = serializers.CharField(allow_blank=True, default="")


@example(question="Welke pomp was het?")
class QuestionBody(serializers.Serializer[Any]):
    """A question about a day."""

    question = serializers.CharField()


@example(reason="Langdurig ziek.")
class StopBody(serializers.Serializer[Any]):
    """Why a run stops."""

    reason = serializers.CharField()
