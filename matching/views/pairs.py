"""Pages about one student at one position."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from core.access import ScopedPage, scope
from core.transitions import require_conditions, require_state
from core.views.pages import Breadcrumb, ServiceFormMixin
from matching import forms, reports, services
from matching.enums import AcceptanceParty
from matching.models import Preference, Rating


class PairPage(ScopedPage, ServiceFormMixin, SingleObjectMixin, FormView):
    """A form about a ranked position that ends in a verb of its application."""

    model = Preference
    action: ClassVar[str]
    permission: ClassVar[str]
    queryset_related = (
        "application__intake_round__pathway",
        "application__student__user",
        "position__workplace__establishment__organisation",
    )

    @cached_property
    def object(self) -> Any:
        """The pair, in the reader's scope and after its rule."""
        return self.get_object()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page only when the verb is possible now."""
        application = self.object.application
        step = application.workflow.transition(self.action)
        require_state(application, step)
        require_conditions(application, step)
        return super().get(request, *args, **kwargs)

    def get_application_url(self) -> str:
        """The page of the application."""
        return reverse("matching:application-detail", args=[self.object.application.uuid])

    get_success_url = get_cancel_url = get_application_url

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The applications, then this one."""
        applications = (_("Applications"), reverse("matching:application-list"))
        return [applications, (str(self.object.application), self.get_application_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which student, which place."""
        lead = _("%(student)s at %(place)s") % {
            "student": self.object.application.student,
            "place": reports.place_name(self.object.position),
        }
        return super().get_context_data(**{"lead": lead} | kwargs)


class PreferenceJudge(PairPage):
    """The host says whether a student can learn at its place."""

    action = "judge"
    permission = "matching.decide_pair"
    form_class = forms.JudgeForm
    heading = _("Say whether it can work")
    success_message = _("Your answer is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the host said before."""
        said = self.object.acceptability.filter(party=AcceptanceParty.HOST).first()
        return super().get_form_kwargs() | {"preference": self.object, "said": said}

    def run(self, form: Any) -> None:
        """Save the answer."""
        services.judge_pair(self.object, actor=self.request.user, **form.cleaned_data)


class PreferenceRate(PairPage):
    """The host rates a student for its place."""

    action = "rate-pair"
    makes_within = True  # one's own marks, seen by nobody else
    permission = "matching.decide_pair"
    form_class = forms.RatingForm
    template_name = "matching/rate.html"
    heading = _("Rate for your place")
    submit_label = _("Save the rating")
    success_message = _("Your rating is saved. Nobody else sees it before the lists are sealed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The criteria and the own rating."""
        own = scope(Rating, self.request.user).filter(
            application=self.object.application,
            position=self.object.position,
            rater=self.request.user,
        )
        kwargs = {"intake": self.object.application.intake_round, "own": list(own)}
        return super().get_form_kwargs() | kwargs

    def run(self, form: Any) -> None:
        """Save the rating."""
        services.rate_pair(self.object, actor=self.request.user, marks=form.marks())
