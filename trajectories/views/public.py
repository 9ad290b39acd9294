"""Public pages: how each pathway is built, from the same data that the system executes (V37)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView
from django_filters.views import FilterView

from core.access import PublicPage
from core.paging import CappedPaginator
from core.views.pages import Page
from core.workflow import PUBLIC, badge
from partnerships.looks import logo_of, look_for_visitors
from trajectories.filters import PublicPathwayFilter
from trajectories.models import Pathway
from trajectories.reports import compare, coverage, places_offered
from trajectories.wording import public_host_name, weekday_words

RELATED = ("programme__institution__institution_profile", "modality")


class PublicPathways(PublicPage, Page, FilterView):
    """The pathways that everybody can read about."""

    template_name = "trajectories/public/pathways.html"
    filterset_class = PublicPathwayFilter
    paginate_by = 25
    paginator_class = CappedPaginator
    heading = _("Pathways with more learning at work")
    lead = _("Elective routes to the same diploma. You learn more at a workplace, on purpose.")

    def get_queryset(self) -> QuerySet[Any]:
        """Open ones first."""
        rows = Pathway.objects.public().select_related(*RELATED)
        return places_offered(rows).order_by("-state", "title_nl", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each pathway with its badge and comparison."""
        context = super().get_context_data(**kwargs)
        shown = [
            {"pathway": row, "badge": badge(row, PUBLIC), "comparison": compare(row)}
            for row in context["page_obj"]
        ]
        return context | {"shown": shown}


class PublicPathway(PublicPage, Page, DetailView):
    """One pathway for someone who considers it."""

    template_name = "trajectories/public/pathway.html"
    slug_field = "uuid"
    slug_url_kwarg = "uuid"

    def get_queryset(self) -> QuerySet[Any]:
        """Only what is public."""
        rows = Pathway.objects.public().select_related(*RELATED)
        return rows.annotate(logo=logo_of("programme__institution__uuid"))

    def get_heading(self) -> str:
        """The title."""
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Comparison, path, conditions and places."""
        pathway = self.object
        extra = {
            "badge": badge(pathway, PUBLIC),
            "comparison": compare(pathway),
            "coverage": coverage(pathway),
            "conditions": pathway.eligibility_conditions.all(),
            "positions": public_positions(pathway),
        }
        look = look_for_visitors(self.request, pathway.programme.institution, pathway.logo)
        return super().get_context_data(**extra | look | kwargs)


def public_positions(pathway: Pathway) -> list[dict[str, Any]]:
    """What a host offers, without personal data: no mentor, no name of a one-person host."""
    rows = pathway.positions.select_related(
        "workplace__establishment__organisation__host_profile"
    ).order_by("workplace__establishment__municipality", "pk")
    limits = dict(pathway.host_limits.values_list("organisation", "capacity"))
    return [
        {
            "host": public_host_name(row),
            "municipality": row.workplace.establishment.municipality,
            "days": weekday_words(row.weekdays),
            "hours": row.hours_per_week,
            "places": row.capacity,
            "minimum": row.minimum,
            "code": row.code,
            "limit": limits.get(row.host.pk),
        }
        for row in rows
    ]
