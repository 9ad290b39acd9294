"""Pages about the design of pathways."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.access import scope
from core.permissions import refusal
from core.templatetags.words import human_date
from core.timeline import Entry, timeline
from core.views.pages import Breadcrumb, ScopedDetailPage, ScopedListPage, ServiceFormPage
from partnerships.enums import Role
from partnerships.standing import standing_of
from trajectories.design_forms import NewPathwayForm
from trajectories.filters import PathwayFilter
from trajectories.models import HostLimit, Pathway, Position
from trajectories.reports import compare, coverage, places_offered, remarks
from trajectories.services import create_pathway
from trajectories.services.positions import OFFERABLE
from trajectories.tables import PathwayTable

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def pathways_crumb() -> Breadcrumb:
    """The way back to the list."""
    return (_("Pathways"), reverse("trajectories:pathway-list"))


class PathwayList(ScopedListPage):
    """The pathways that the reader sees."""

    model = Pathway
    queryset_related = ("programme",)
    table_class = PathwayTable
    filterset_class = PathwayFilter
    heading = _("Pathways")
    lead = _("Elective routes to the same diploma, with more learning at a workplace.")
    empty_text = _("No pathways yet.")
    create_url_name = "trajectories:pathway-create"
    create_permission = "trajectories.create_pathway"
    create_label = _("Design a new pathway")

    def get_queryset(self) -> Any:
        """With the number of places that hosts offer."""
        return places_offered(super().get_queryset())


class PathwayDetail(ScopedDetailPage):
    """One pathway: against the regular route, what it covers, who offers places."""

    model = Pathway
    template_name = "trajectories/pathway_detail.html"
    queryset_related = (
        "programme__institution__institution_profile",
        "modality",
        "pilot",
        "coordinator",
        "coach",
    )

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list first."""
        return [pathways_crumb()]

    def get_summary(self) -> list[tuple[Any, ...]]:
        """For whom, what kind, when, and who answers questions."""
        pathway = self.object
        programme = pathway.programme
        rows: list[tuple[Any, ...]] = [
            (_("Programme"), programme),
            (_("Institution"), programme.institution),
            (
                _("Diploma"),
                f"{programme.get_programme_type_display()}, "
                f"{programme.get_qualification_kind_display()}",
            ),
            (_("For whom"), pathway.get_target_group_display()),
            (_("Way of working"), pathway.modality),
            (_("Acquiring or applying"), pathway.get_competence_mode_display()),
            (
                _("Own employer as host"),
                gettext("allowed") if pathway.own_employer_allowed else gettext("no"),
            ),
            (_("Academic year"), pathway.academic_year),
            (_("Period"), period(pathway)),
        ]
        return rows + self.people_rows()

    def people_rows(self) -> list[tuple[Any, ...]]:
        """Names only for those who work or study there."""
        pathway = self.object
        studies = standing_of(self.request.user).organisations(Role.STUDENT)
        if not self.follows and pathway.programme.institution_id not in studies:
            return []
        rows = [(_("Coordinator"), pathway.coordinator), (_("Trajectory coach"), pathway.coach)]
        return [(_("Pilot"), pathway.pilot), *rows] if pathway.pilot else rows

    @property
    def follows(self) -> bool:
        """May the reader see who worked on the design?"""
        return refusal(self.request.user, "trajectories.follow_pathway", self.object) is None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add coverage, remarks, comparison, conditions, positions and acceptances."""
        pathway, covered = self.object, coverage(self.object)
        follows = self.follows
        acceptances = acceptances_of(pathway) if follows else []
        extra = {
            "comparison": compare(pathway),
            "coverage": covered,
            "remarks": remarks(pathway, covered),
            "conditions": pathway.eligibility_conditions.all(),
            "positions": positions_for(self.request.user, pathway),
            "limits": limits_for(self.request.user, pathway),
            "acceptances": acceptances,
            "offer_url": self.offer_url(),
        }
        context = super().get_context_data(**extra | kwargs)
        context["timeline"] = story(pathway, acceptances) if follows else None
        return context

    def offer_url(self) -> str | None:
        """Where a host offers a place, while that is possible."""
        user = self.request.user
        may = user.has_perm("trajectories.offer_position") and self.follows
        if not may or self.object.state not in OFFERABLE:
            return None
        return reverse("trajectories:position-create", args=[self.object.uuid])


def period(row: Any) -> str:
    """From and until, in words."""
    values = {"start": human_date(row.start_date), "end": human_date(row.end_date)}
    return gettext("%(start)s until %(end)s") % values


def positions_for(user: Any, pathway: Pathway) -> QuerySet[Any]:
    """The positions of a pathway that the reader sees, with what the page shows of them."""
    rows = scope(Position, user).filter(pathway=pathway)
    return rows.select_related(
        "workplace__establishment__organisation__host_profile", "mentor__user"
    )


def limits_for(user: Any, pathway: Pathway) -> QuerySet[Any]:
    """What hosts take over all their positions, as far as the reader sees these."""
    return scope(HostLimit, user).filter(pathway=pathway).select_related("organisation")


def acceptances_of(pathway: Pathway) -> list[Any]:
    """Who accepted which version, the newest first."""
    rows = pathway.acceptances.select_related("organisation", "accepted_by")
    return list(rows.order_by("-version", "-created_at"))


def story(pathway: Pathway, acceptances: list[Any]) -> list[Entry]:
    """The history of a design, with who accepted which version."""
    accepted = [
        Entry(
            row.created_at,
            str(row.accepted_by),
            gettext("accepted version %(version)s for %(organisation)s")
            % {"version": row.version, "organisation": row.organisation},
        )
        for row in acceptances
    ]
    return sorted([*timeline(pathway), *accepted], key=lambda line: line.when, reverse=True)


class PathwayCreate(ServiceFormPage):
    """Design a new pathway."""

    permission = "trajectories.create_pathway"
    form_class = NewPathwayForm
    heading = _("Design a new pathway")
    lead = _("You can change everything until institution and hosts have accepted it.")
    submit_label = _("Save as a draft")
    success_message = _("The draft is saved. Now say where each learning outcome is learned.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Choices within the own institution."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def run(self, form: Any) -> Any:
        """Make the draft."""
        return create_pathway(actor=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The fields in groups."""
        return super().get_context_data(fieldsets=design_groups(("programme",)), **kwargs)

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list first."""
        return [pathways_crumb()]

    def get_success_url(self) -> str:
        """The new pathway."""
        return reverse("trajectories:pathway-detail", args=[self.result.uuid])

    def get_cancel_url(self) -> str:
        """The list."""
        return reverse("trajectories:pathway-list")


def design_groups(first: Sequence[str] = ()) -> list[dict[str, "StrOrPromise | list[str]"]]:
    """The fields of a design as groups with a legend."""
    return [
        {
            "legend": _("What it is"),
            "fields": [*first, "title_nl", "title_en", "description_nl", "description_en"],
        },
        {
            "legend": _("Why and for whom"),
            "fields": ["relevance_nl", "target_group", "competence_mode", "own_employer_allowed"],
        },
        {
            "legend": _("How and when"),
            "fields": ["pilot", "modality", "academic_year", "start_date", "end_date"],
        },
        {
            "legend": _("How much"),
            "hint": _("An associate degree below one third gets a remark, never a refusal."),
            "fields": ["wbl_credits", "hours_planned"],
        },
        {"legend": _("Who answers questions"), "fields": ["coordinator", "coach"]},
    ]
