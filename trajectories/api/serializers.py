"""Pathways, positions, runs and logs as the API shows them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.access import scope
from core.api.serializers import (
    RecordSerializer,
    RelatedUuid,
    StatefulSerializer,
    WithActionsMixin,
)
from core.api.shape import Expansion
from trajectories.models import (
    EligibilityCondition,
    HostLimit,
    LogEntry,
    Pathway,
    Position,
    Trajectory,
)
from trajectories.reports import compare, coverage, remarks, with_progress


class ConditionSerializer(RecordSerializer):
    """A condition to apply."""

    class Meta:
        model = EligibilityCondition
        fields = ["id", "code", "text_nl", "text_en"]


class LimitSerializer(serializers.ModelSerializer[Any]):
    """How many students a host takes at most over all its positions."""

    host = serializers.UUIDField(source="organisation.uuid", read_only=True)

    class Meta:
        model = HostLimit
        fields = ["host", "capacity"]


class CoverageSerializer(serializers.Serializer[Any]):
    """An outcome and where it is learned; ``place`` is null for a gap."""

    outcome = serializers.UUIDField(source="outcome.uuid")
    code = serializers.CharField(source="outcome.code")
    text_nl = serializers.CharField(source="outcome.text_nl")
    text_en = serializers.CharField(source="outcome.text_en")
    qf_level = serializers.IntegerField(source="outcome.qf_level")
    place = serializers.CharField(source="location.place", default=None, allow_null=True)
    kind = serializers.CharField(source="location.kind", default=None, allow_null=True)
    task_nl = serializers.CharField(source="location.task_nl", default=None, allow_null=True)
    assessment_moment = serializers.CharField(
        source="location.assessment_moment", default=None, allow_null=True
    )


class ComparisonSerializer(serializers.Serializer[Any]):
    """A pathway beside the regular route; percentages of all credits."""

    total_credits = serializers.IntegerField()
    credits = serializers.IntegerField()
    regular_credits = serializers.IntegerField()
    percentage = serializers.DecimalField(max_digits=5, decimal_places=1)
    regular_percentage = serializers.DecimalField(max_digits=5, decimal_places=1)
    hours = serializers.DecimalField(max_digits=8, decimal_places=1)
    regular_hours = serializers.DecimalField(max_digits=8, decimal_places=1, allow_null=True)


def with_programme(rows: Any) -> Any:
    """What a pathway shows of its programme."""
    return rows.select_related("programme")


def with_host(rows: Any) -> Any:
    """What a position shows of its pathway and its host."""
    return rows.select_related("pathway", "workplace__establishment__organisation")


def as_a_run(rows: Any) -> Any:
    """What a run shows of others, with its progress."""
    return with_progress(rows.select_related("student", "pathway", "position"))


class PathwaySerializer(StatefulSerializer):
    """A pathway in a list."""

    programme = serializers.UUIDField(source="programme.uuid", read_only=True)

    class Meta:
        model = Pathway
        fields = [
            "id",
            "code",
            "state",
            "state_since",
            "state_label",
            "version",
            "programme",
            "academic_year",
            "title_nl",
            "title_en",
            "wbl_credits",
            "hours_planned",
            "competence_mode",
            "target_group",
            "own_employer_allowed",
            "start_date",
            "end_date",
        ]


class PathwayDetailSerializer(WithActionsMixin, PathwaySerializer):
    """A pathway with its comparison, coverage, remarks and conditions."""

    modality = serializers.CharField(source="modality.code", read_only=True)
    pilot = serializers.CharField(
        source="pilot.code", default=None, allow_null=True, read_only=True
    )
    conditions = ConditionSerializer(source="eligibility_conditions", many=True, read_only=True)
    host_limits = serializers.SerializerMethodField()
    comparison = serializers.SerializerMethodField()
    coverage = serializers.SerializerMethodField()
    remarks = serializers.SerializerMethodField()

    class Meta(PathwaySerializer.Meta):
        fields = [
            *PathwaySerializer.Meta.fields,
            "description_nl",
            "description_en",
            "relevance_nl",
            "modality",
            "pilot",
            "conditions",
            "students_at_most",
            "host_limits",
            "comparison",
            "coverage",
            "remarks",
            "actions",
        ]

    @extend_schema_field(ComparisonSerializer)
    def get_comparison(self, obj: Pathway) -> Any:
        """Credits, percentages and hours beside the regular route."""
        return ComparisonSerializer(compare(obj)).data

    @extend_schema_field(LimitSerializer(many=True))
    def get_host_limits(self, obj: Pathway) -> Any:
        """What hosts take over all their positions, as far as the reader sees these."""
        rows = scope(HostLimit, self.context["request"].user).filter(pathway=obj)
        return LimitSerializer(rows.select_related("organisation"), many=True).data

    @extend_schema_field(CoverageSerializer(many=True))
    def get_coverage(self, obj: Pathway) -> Any:
        """Every outcome of the programme, gaps included."""
        return CoverageSerializer(coverage(obj), many=True).data

    def get_remarks(self, obj: Pathway) -> list[str]:
        """What deserves a look; never a block."""
        return [str(sentence) for sentence in remarks(obj, coverage(obj))]


class PositionSerializer(RecordSerializer):
    """A position of a host."""

    expandable = {"pathway": Expansion(PathwaySerializer, with_programme)}
    pathway = RelatedUuid(read_only=True)
    workplace = serializers.UUIDField(source="workplace.uuid", read_only=True)
    host = serializers.UUIDField(source="host.uuid", read_only=True)
    host_name = serializers.CharField(source="host.name_nl", read_only=True)
    municipality = serializers.CharField(
        source="workplace.establishment.municipality", read_only=True
    )

    class Meta:
        model = Position
        fields = [
            "id",
            "code",
            "pathway",
            "workplace",
            "host",
            "host_name",
            "municipality",
            "capacity",
            "minimum",
            "weekdays",
            "hours_per_week",
            "schedule_nl",
            "start_date",
            "end_date",
            "tasks",
        ]


class TrajectorySerializer(StatefulSerializer):
    """A run with its progress."""

    expandable = {
        "pathway": Expansion(PathwaySerializer, with_programme),
        "position": Expansion(PositionSerializer, with_host),
    }
    student = RelatedUuid(read_only=True)
    pathway = RelatedUuid(read_only=True)
    position = RelatedUuid(read_only=True)
    hours_planned = serializers.DecimalField(
        source="pathway.hours_planned", max_digits=7, decimal_places=1, read_only=True
    )
    hours_logged = serializers.DecimalField(max_digits=8, decimal_places=2, read_only=True)
    hours_confirmed = serializers.DecimalField(max_digits=8, decimal_places=2, read_only=True)
    entries_waiting = serializers.IntegerField(read_only=True)
    last_day = serializers.DateField(read_only=True, allow_null=True)

    class Meta:
        model = Trajectory
        fields = [
            "id",
            "state",
            "state_since",
            "state_label",
            "student",
            "pathway",
            "position",
            "start_date",
            "end_date",
            "hours_planned",
            "hours_logged",
            "hours_confirmed",
            "entries_waiting",
            "last_day",
        ]


class TrajectoryDetailSerializer(WithActionsMixin, TrajectorySerializer):
    """A run with what the caller can do."""

    class Meta(TrajectorySerializer.Meta):
        fields = [
            *TrajectorySerializer.Meta.fields,
            "interrupt_reason",
            "end_reason",
            "actions",
        ]


class LogEntrySerializer(StatefulSerializer):
    """A day in a log."""

    expandable = {"trajectory": Expansion(TrajectorySerializer, as_a_run)}
    trajectory = RelatedUuid(read_only=True)
    outcomes: Any = serializers.SlugRelatedField(slug_field="uuid", many=True, read_only=True)

    class Meta:
        model = LogEntry
        fields = [
            "id",
            "state",
            "state_since",
            "state_label",
            "trajectory",
            "day",
            "hours",
            "text",
            "outcomes",
            "question",
            "answer",
        ]


class LogEntryDetailSerializer(WithActionsMixin, LogEntrySerializer):
    """A day in a log with what the caller can do."""

    class Meta(LogEntrySerializer.Meta):
        fields = [*LogEntrySerializer.Meta.fields, "actions"]
