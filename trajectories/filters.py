"""The filters of lists, shared by pages and API."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.access import scope
from core.search import WordsFilter
from core.workflow import Workflow
from partnerships.models import Organisation, Programme
from trajectories.models import LogEntry, Pathway, Position, Student, Trajectory
from trajectories.workflow import LOG_ENTRY, PATHWAY, TRAJECTORY

SITE = "workplace__establishment"


def state_choices(workflow: Workflow) -> list[tuple[str, Any]]:
    """States with the words of the institution."""
    return [(state, words.label) for state, words in workflow.labels.items()]


def visible_pathways(request: Any) -> QuerySet[Any]:
    """The pathways that the reader sees; none while the OpenAPI file is drawn."""
    return scope(Pathway, request.user) if request else Pathway.objects.none()


def programmes_with_pathways(request: Any) -> QuerySet[Any]:
    """The programmes of the pathways that the reader sees."""
    return Programme.objects.filter(pk__in=visible_pathways(request).order_by().values("programme"))


class PathwayFilter(filters.FilterSet):
    """Pathways by words of the title, state, programme and academic year."""

    q = WordsFilter("", label=_("Search by title"))
    state = filters.ChoiceFilter(
        label=_("State"), choices=state_choices(PATHWAY), empty_label=_("Any state")
    )
    programme = filters.ModelChoiceFilter(
        label=_("Programme"),
        queryset=programmes_with_pathways,
        to_field_name="uuid",
        empty_label=_("Any programme"),
    )
    academic_year = filters.AllValuesFilter(label=_("Academic year"), empty_label=_("Any year"))

    class Meta:
        model = Pathway
        fields = ["q", "state", "programme", "academic_year"]


class PublicPathwayFilter(filters.FilterSet):
    """Public pathways by words of the title, the programme or the institution."""

    q = WordsFilter("", "programme", label=_("What would you like to learn?"))
    institution = filters.ModelChoiceFilter(
        label=_("Institution"),
        field_name="programme__institution",
        queryset=Organisation.objects.institutions(),
        to_field_name="uuid",
        empty_label=_("Any institution"),
    )

    class Meta:
        model = Pathway
        fields = ["q", "institution"]


class PositionFilter(filters.FilterSet):
    """Positions by host or place, and pathway."""

    q = WordsFilter(
        "workplace", SITE, f"{SITE}__organisation", label=_("Search by host or municipality")
    )
    pathway = filters.ModelChoiceFilter(
        label=_("Pathway"),
        queryset=visible_pathways,
        to_field_name="uuid",
        empty_label=_("Any pathway"),
    )

    class Meta:
        model = Position
        fields = ["q", "pathway"]


class StudentFilter(filters.FilterSet):
    """Students by name or number, and programme."""

    q = WordsFilter("", label=_("Search by name or student number"))
    programme = filters.ModelChoiceFilter(
        label=_("Programme"),
        queryset=lambda request: scope(Programme, request.user),
        to_field_name="uuid",
        empty_label=_("Any programme"),
    )

    class Meta:
        model = Student
        fields = ["q", "programme"]


class TrajectoryFilter(filters.FilterSet):
    """Runs by student, state, pathway, and whose students they are."""

    q = WordsFilter("student__user", label=_("Search by student"))
    state = filters.ChoiceFilter(
        label=_("State"), choices=state_choices(TRAJECTORY), empty_label=_("Any state")
    )
    pathway = filters.ModelChoiceFilter(
        label=_("Pathway"),
        queryset=visible_pathways,
        to_field_name="uuid",
        empty_label=_("Any pathway"),
    )
    whose = filters.ChoiceFilter(
        label=_("Students"),
        choices=[("mine", _("whom I coach or guide as a mentor"))],
        empty_label=_("All"),
        method="by_guide",
    )

    class Meta:
        model = Trajectory
        fields = ["q", "state", "pathway", "whose"]

    def by_guide(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The runs that the reader coaches or mentors."""
        me = self.request.user.pk
        return queryset.filter(Q(coach=me) | Q(mentor__user=me))


class LogEntryFilter(filters.FilterSet):
    """Log entries by state, trajectory and day."""

    state = filters.ChoiceFilter(label=_("State"), choices=state_choices(LOG_ENTRY))
    trajectory = filters.UUIDFilter(label=_("Trajectory"), field_name="trajectory__uuid")
    day_after = filters.DateFilter(label=_("From"), field_name="day", lookup_expr="gte")
    day_before = filters.DateFilter(label=_("Until"), field_name="day", lookup_expr="lte")

    class Meta:
        model = LogEntry
        fields = ["state", "trajectory", "day_after", "day_before"]
