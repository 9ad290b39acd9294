"""Pathways, positions, runs and logs over the API."""

from typing import Any

from core.api.views import ScopedViewSet, making_within, verb
from trajectories import services
from trajectories.api import bodies
from trajectories.api import serializers as shapes
from trajectories.filters import LogEntryFilter, PathwayFilter, PositionFilter, TrajectoryFilter
from trajectories.models import LogEntry, Pathway, Position, Trajectory
from trajectories.reports import with_progress
from trajectories.tables import PathwayTable, PositionTable, TrajectoryTable

RUN = (
    "student__user",
    "student__institution",
    "pathway",
    "position",
    "mentor__user",
    "mentor__establishment",
)


class PathwayViewSet(ScopedViewSet):
    """Pathways and the verbs of their workflow."""

    model = Pathway
    serializer_class = shapes.PathwaySerializer
    detail_serializer_class = shapes.PathwayDetailSerializer
    filterset_class = PathwayFilter
    table_class = PathwayTable
    queryset_related = ("programme__institution__institution_profile", "modality", "pilot")

    start_co_creation = verb(
        "start-co-creation", services.start_co_creation, shapes.PathwayDetailSerializer
    )
    edit = verb("edit", services.edit_pathway, shapes.PathwayDetailSerializer, bodies.DesignBody)
    place_outcomes = verb(
        "place-outcomes",
        services.place_outcomes,
        shapes.PathwayDetailSerializer,
        bodies.PlacesBody,
    )
    set_conditions = verb(
        "set-conditions",
        services.set_conditions,
        shapes.PathwayDetailSerializer,
        bodies.ConditionsBody,
    )
    set_limits = verb(
        "set-limits", services.set_limits, shapes.PathwayDetailSerializer, bodies.LimitsBody
    )
    accept = verb("accept", services.accept_pathway, shapes.PathwayDetailSerializer)
    revise = verb("revise", services.revise_pathway, shapes.PathwayDetailSerializer)
    open = verb("open", services.open_pathway, shapes.PathwayDetailSerializer)
    close = verb("close", services.close_pathway, shapes.PathwayDetailSerializer)
    withdraw = verb("withdraw", services.withdraw_pathway, shapes.PathwayDetailSerializer)


class PositionViewSet(ScopedViewSet):
    """Positions."""

    model = Position
    serializer_class = shapes.PositionSerializer
    filterset_class = PositionFilter
    table_class = PositionTable
    queryset_related = ("pathway", "workplace__establishment__organisation")


class TrajectoryViewSet(ScopedViewSet):
    """Students' runs and the verbs of their workflow."""

    model = Trajectory
    serializer_class = shapes.TrajectorySerializer
    detail_serializer_class = shapes.TrajectoryDetailSerializer
    filterset_class = TrajectoryFilter
    table_class = TrajectoryTable
    queryset_related = RUN

    def get_queryset(self) -> Any:
        """With their progress."""
        return with_progress(super().get_queryset())

    log = making_within(
        "log",
        services.write_log_entry,
        shapes.LogEntryDetailSerializer,
        bodies.LogBody,
        basename="logentry",
    )
    interrupt = verb(
        "interrupt",
        services.interrupt_trajectory,
        shapes.TrajectoryDetailSerializer,
        bodies.StopBody,
    )
    resume = verb("resume", services.resume_trajectory, shapes.TrajectoryDetailSerializer)
    complete = verb("complete", services.complete_trajectory, shapes.TrajectoryDetailSerializer)
    end_early = verb(
        "end-early",
        services.end_trajectory_early,
        shapes.TrajectoryDetailSerializer,
        bodies.StopBody,
    )


class LogEntryViewSet(ScopedViewSet):
    """Days in logs and the verbs of their workflow."""

    model = LogEntry
    serializer_class = shapes.LogEntrySerializer
    detail_serializer_class = shapes.LogEntryDetailSerializer
    filterset_class = LogEntryFilter
    queryset_related = tuple(f"trajectory__{name}" for name in RUN)

    def get_queryset(self) -> Any:
        """With the outcomes in one query."""
        return super().get_queryset().prefetch_related("outcomes")

    confirm = verb("confirm", services.confirm_log_entry, shapes.LogEntryDetailSerializer)
    ask = verb(
        "ask", services.ask_about_log_entry, shapes.LogEntryDetailSerializer, bodies.QuestionBody
    )
    rewrite = verb(
        "rewrite", services.rewrite_log_entry, shapes.LogEntryDetailSerializer, bodies.RewriteBody
    )
