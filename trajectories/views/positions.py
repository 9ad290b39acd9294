"""Pages about positions."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from core.access import ScopedPage
from core.errors import NotNow
from core.permissions import refusal, require
from core.templatetags.words import hours
from core.views.pages import Breadcrumb, ScopedDetailPage, ScopedListPage, ServiceFormMixin
from trajectories.design_forms import PositionForm
from trajectories.filters import PositionFilter
from trajectories.models import Pathway, Position
from trajectories.services import change_position, offer_position
from trajectories.services.positions import OFFERABLE
from trajectories.tables import PositionTable
from trajectories.views.pathways import pathways_crumb, period
from trajectories.wording import weekday_words

RELATED = ("pathway__programme__institution", "workplace__establishment__organisation")


class PositionList(ScopedListPage):
    """The positions that the reader sees."""

    model = Position
    permission = "trajectories.view_positions"
    queryset_related = RELATED
    table_class = PositionTable
    filterset_class = PositionFilter
    heading = _("Positions")
    lead = _("Places that hosts offer in pathways.")
    empty_text = _("No positions yet. A host offers them from the page of a pathway.")


def minimum_of(position: Position) -> list[tuple[Any, Any]]:
    """From how many students on it takes any, and where that does not count; nothing for none."""
    if not position.minimum:
        return []
    said = _("%(count)d; not in rounds whose criteria were published before this was set") % {
        "count": position.minimum
    }
    return [(_("Takes at least so many students, or none"), said)]


class PositionDetail(ScopedDetailPage):
    """One position."""

    model = Position
    template_name = "trajectories/position_detail.html"
    queryset_related = (*RELATED, "mentor__user")

    def get_heading(self) -> str:
        """The host is the name of the place."""
        return str(self.object.host)

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list first."""
        return [(_("Positions"), reverse("trajectories:position-list"))]

    def get_summary(self) -> list[tuple[Any, ...]]:
        """Where, when, with whom, what."""
        position = self.object
        pathway_url = reverse("trajectories:pathway-detail", args=[position.pathway.uuid])
        return [
            (_("Pathway"), position.pathway, pathway_url),
            (_("Workplace"), position.workplace),
            (_("Address"), position.workplace.establishment.address),
            (_("Mentor"), f"{position.mentor.user}, {position.mentor.occupation}"),
            (_("Code"), position.code),
            (_("Number of students"), position.capacity),
            *minimum_of(position),
            (_("Days"), weekday_words(position.weekdays)),
            (_("Hours a week"), hours(position.hours_per_week)),
            (_("Schedule"), position.schedule_nl),
            (_("Period"), period(position)),
            (_("Tasks"), position.tasks),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way to change it, for the host while that is possible."""
        position = self.object
        may = self.request.user.has_perm("trajectories.change_position", position)
        possible = may and position.pathway.state in OFFERABLE
        url = reverse("trajectories:position-edit", args=[position.uuid]) if possible else None
        context = super().get_context_data(edit_url=url, **kwargs)
        if refusal(self.request.user, "trajectories.follow_pathway", position.pathway):
            context["timeline"] = None  # a student reads the place, not who worked on it
        return context


class PositionForms(ScopedPage, ServiceFormMixin, SingleObjectMixin, FormView):
    """The form of a position, about a pathway or about a position."""

    form_class = PositionForm
    form_permission: str

    @cached_property
    def object(self) -> Any:
        """The pathway or the position, after the rule of the form and the pathway's state."""
        row = self.get_object()
        require(self.request.user, self.form_permission, self.subject_of_rule(row))
        return row

    def subject_of_rule(self, row: Any) -> Any:
        """What the rule is asked about."""
        return row

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Show the form while hosts can offer places."""
        if getattr(self.object, "pathway", self.object).state not in OFFERABLE:
            raise NotNow(_("Hosts can offer places in this pathway no longer, or not yet."))
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Choices within the own host."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_success_url(self) -> str:
        """The position."""
        return reverse("trajectories:position-detail", args=[self.result.uuid])


class PositionCreate(PositionForms):
    """Offer places in a pathway."""

    model = Pathway
    makes_within = True
    form_permission = "trajectories.offer_position"
    heading = _("Offer a position")
    submit_label = _("Offer this position")
    success_message = _("Thank you. The institution sees your position now.")

    def subject_of_rule(self, row: Any) -> Any:
        """Being a contact person of any host opens the form; the workplace is asked later."""
        return None

    def get_initial(self) -> dict[str, Any]:
        """The period of the pathway."""
        dates = {"start_date": self.object.start_date, "end_date": self.object.end_date}
        return super().get_initial() | dates

    def run(self, form: Any) -> Any:
        """Make the position."""
        return offer_position(self.object, actor=self.request.user, **form.cleaned_data)

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The pathway first."""
        return [pathways_crumb(), (str(self.object), self.get_cancel_url())]

    def get_cancel_url(self) -> str:
        """The pathway."""
        return reverse("trajectories:pathway-detail", args=[self.object.uuid])


class PositionEdit(PositionForms):
    """Change what a position offers."""

    model = Position
    form_permission = "trajectories.change_position"
    queryset_related = RELATED
    heading = _("Change the position")
    success_message = _("The position is changed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form begins with what holds now."""
        return super().get_form_kwargs() | {"instance": self.object}

    def run(self, form: Any) -> Any:
        """Change the position."""
        change_position(self.object, actor=self.request.user, **form.cleaned_data)
        return self.object

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The position first."""
        return [(str(self.object.host), self.get_cancel_url())]

    def get_cancel_url(self) -> str:
        """The position."""
        return reverse("trajectories:position-detail", args=[self.object.uuid])
