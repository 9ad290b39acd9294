"""Lists: agreements, trajectories that need one, model clauses."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from agreements import filters, forms, reports, services, tables
from agreements.models import Agreement, ClauseTemplate
from agreements.rules import LEADERS
from agreements.views.common import edit_url, list_crumb, templates_crumb
from core.access import ScopedPage
from core.views.pages import Breadcrumb, ScopedDetailPage, ScopedListPage, ServiceFormPage
from partnerships.models import Organisation
from partnerships.standing import standing_of
from trajectories.models import Trajectory


class AgreementList(ScopedListPage):
    """The reader's agreements."""

    model = Agreement
    permission = "agreements.read_agreement"
    table_class = tables.AgreementTable
    filterset_class = filters.AgreementFilter
    heading = _("Agreements")
    lead = _("What institution, host and student promise each other, and who still has to sign.")
    empty_text = _("There is no agreement yet.")
    create_url_name = "agreements:agreement-create"
    create_permission = "agreements.draft_agreement"
    create_label = _("Draft an agreement")

    def get_queryset(self) -> Any:
        """With names and the number of signatures."""
        return reports.agreements_for(self.request.user)


class ToDraftList(ScopedListPage):
    """Planned trajectories without an agreement, each with a button."""

    model = Trajectory
    permission = "agreements.draft_agreement"
    table_class = tables.ToDraftTable
    filterset_class = filters.ToDraftFilter
    heading = _("Draft an agreement")
    lead = _(
        "These students have a place and no agreement yet. What is known is filled in for you."
    )
    empty_text = _("Every planned trajectory has its agreement.")

    def get_queryset(self) -> Any:
        """Of the reader's own institution."""
        return reports.trajectories_to_draft(self.request.user)

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of agreements."""
        return [list_crumb()]


class AgreementDraft(ScopedPage, SingleObjectMixin, View):
    """One press: the draft of a planned trajectory, then its task list."""

    model = Trajectory
    permission = "agreements.draft_agreement"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Draft it and go to its clauses."""
        agreement = services.draft_agreement(self.get_object(), actor=request.user)
        return HttpResponseRedirect(edit_url(agreement))


class ClauseTemplateList(ScopedListPage):
    """The model clauses that come in every next draft."""

    model = ClauseTemplate
    permission = "agreements.read_clause_template"
    table_class = tables.ClauseTemplateTable
    filterset_class = filters.ClauseTemplateFilter
    queryset_related = ("institution",)
    heading = _("Model clauses")
    lead = _("The ten clauses of the advice, and those that your institution adds to them.")
    create_url_name = "agreements:clausetemplate-create"
    create_permission = "agreements.write_clause_template"
    create_label = _("Add a model clause")

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of agreements."""
        return [list_crumb()]


class ClauseTemplateDetail(ScopedDetailPage):
    """A model clause in both languages."""

    model = ClauseTemplate
    permission = "agreements.read_clause_template"
    template_name = "agreements/clausetemplate_detail.html"

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of model clauses."""
        return [list_crumb(), templates_crumb()]


class ClauseTemplateCreate(ServiceFormPage):
    """A model clause of the institution's own."""

    permission = "agreements.write_clause_template"
    form_class = forms.ClauseTemplateForm
    heading = _("Add a model clause")
    lead = _("It comes in every agreement that is drafted from now on.")
    submit_label = _("Add the clause")
    success_message = _("The clause is added.")

    @cached_property
    def institution(self) -> Organisation:
        """The institution that the person leads."""
        led = standing_of(self.request.user).institutions(LEADERS)
        return Organisation.objects.get(pk=led[0])

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of model clauses."""
        return [list_crumb(), templates_crumb()]

    def run(self, form: Any) -> ClauseTemplate:
        """Make it."""
        return services.create_clause_template(
            self.institution, actor=self.request.user, **form.cleaned_data
        )

    def get_success_url(self) -> str:
        """The list."""
        return reverse("agreements:clausetemplate-list")

    def get_cancel_url(self) -> str:
        """The list."""
        return reverse("agreements:clausetemplate-list")
