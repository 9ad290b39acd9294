"""Learning at the own employer: the student names it, the host answers, the institution decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import scope
from core.actions import Action, available_actions
from core.people import audience_of
from core.views.pages import Breadcrumb, TransitionPage
from core.workflow import INSTITUTION, STUDENT, Badge, badge
from matching import own_place_forms as forms
from matching import reports, services
from matching.enums import ApplicationState, OwnPlaceState
from matching.models import Application, OwnEmployerPlace
from matching.views.student import StudentVerb


@dataclass(frozen=True)
class Shown:
    """A request as a section of the application's page, for one reader."""

    badge: Badge
    meaning: str
    rows: list[Any]
    actions: list[Action]


def own_place_shown(application: Application, request: Any) -> Shown | None:
    """The request as its reader may know it: not for another host, and not of somebody who takes no
    part.
    """
    place = OwnEmployerPlace.objects.visible_to(request.user).filter(application=application)
    found = place.select_related(*RELATED, "host_said_by", "institution_said_by").first()
    if found is None or (application.state in OVER and found.state != OwnPlaceState.NOT_TAKEN):
        return None
    found.application = application
    audience = audience_of(request)
    rows = reports.summary_of(found, audience)
    if audience == INSTITUTION:
        rows += reports.double_role(found)
    # After the seal nothing can be said any more: no need to repeat that for every verb.
    actions = [one for one in available_actions(found, request.user) if one.allowed]
    run = reports.ended_run(application) if found.is_fixed else None
    meaning = reports.what_it_meant if run else reports.what_it_means
    return Shown(badge(run or found, audience), meaning(found, audience), rows, actions)


OVER = frozenset(
    {ApplicationState.INELIGIBLE, ApplicationState.WITHDRAWN, ApplicationState.DECLINED}
)
RELATED = (
    "application__student__user",
    "application__student__own_employer",
    "application__intake_round__pathway__programme",
    "position__workplace__establishment__organisation",
    "position__mentor__user",
)


class ApplicationNameEmployer(StudentVerb):
    """The section in which a student names the own employer."""

    action = "name-employer"
    form_class = forms.NameEmployerForm
    heading = _("Learning at your own employer")
    success_message = _("Your answer is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The positions of the pathway."""
        return super().get_form_kwargs() | {"application": self.object}

    def run(self, form: Any) -> None:
        """Save it."""
        services.name_own_employer(self.object, actor=self.request.user, **form.wanted())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What happens with it, and that the list counts as long as not everybody agrees."""
        meaning = _(
            "When you have sent your application and meet the conditions, your employer says "
            "whether this is possible; then the institution decides. When both agree, you get "
            "this place at the match and you are not ranked.\n\n"
            "With a no your list counts, as everybody's. So rank positions as well. You may put "
            "your employer's position on your list too."
        )
        extra = {"submit_label": _("Save"), "meaning": meaning}
        return super().get_context_data(**kwargs) | extra


class OwnPlaceVerb(TransitionPage):
    """A word about a request, on a page of its own; back to the application."""

    model = OwnEmployerPlace
    queryset_related = RELATED
    consequences: ClassVar[Sequence[Any]] = ()
    meaning: ClassVar[Any] = ""

    def get_detail_url(self) -> str:
        """The page of the application."""
        return reverse("matching:application-detail", args=[self.object.application.uuid])

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The applications, then this one."""
        own = audience_of(self.request) == STUDENT
        label = _("My applications") if own else _("Applications")
        application = self.object.application
        name = str(application.intake_round if own else application)
        return [(label, reverse("matching:application-list")), (name, self.get_detail_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The request so far, and what the button means."""
        audience = audience_of(self.request)
        rows = reports.summary_of(self.object, audience)
        if audience == INSTITUTION:
            rows += reports.double_role(self.object)
        extra = {
            "lead": reports.what_it_means(self.object, audience),
            "summary": rows,
            "consequences": self.consequences,
            "meaning": self.meaning,
        }
        return super().get_context_data(**extra | kwargs)


class OwnPlaceConfirm(OwnPlaceVerb):
    """The employer says yes."""

    action = "confirm"
    form_class = forms.ConfirmForm
    success_message = _("Your answer is saved. The institution decides now.")
    meaning = _(
        "You confirm that this student works for you and can learn with you, like every student: "
        "with a mentor, the same criteria and the same agreement. When the institution agrees too, "
        "your worker gets this place before the match and is not ranked."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        """How many places the host offers here."""
        return super().get_form_kwargs() | {"place": self.object}

    def run(self, form: Any) -> None:
        """Save the answer."""
        services.confirm_own_place(
            self.object, actor=self.request.user, seat_offered_to_all=form.seat_offered_to_all()
        )


class OwnPlaceDecline(OwnPlaceVerb):
    """The employer says no."""

    action = "decline"
    service = services.decline_own_place
    form_class = forms.ReasonForm
    success_message = _("Your answer is saved. The student reads it.")
    consequences = (
        _("The student reads your reason and takes part with the own list, as everybody."),
    )

    def get_success_url(self) -> str:
        """After a no the employer follows its worker no further, unless the student ranked it."""
        seen = scope(Application, self.request.user).filter(pk=self.object.application_id)
        return self.get_detail_url() if seen.exists() else reverse("matching:application-list")


class OwnPlaceAgree(OwnPlaceVerb):
    """The institution agrees."""

    action = "agree"
    service = services.agree_own_place
    success_message = _("Agreed. This student is not ranked and needs no rating.")
    consequences = (
        _("The student gets this place before the match, is not ranked and needs no rating."),
        _("List and ratings of this student are not sealed and play no part."),
        _("Until the lists are sealed you can ask the employer again; then all begins anew."),
    )


class OwnPlaceRefuse(OwnPlaceVerb):
    """The institution says no."""

    action = "refuse"
    service = services.refuse_own_place
    form_class = forms.ReasonForm
    success_message = _("Your answer is saved. The student reads it.")
    consequences = (
        _("The student reads your reason and takes part with the own list, as everybody."),
    )


class OwnPlaceAskAgain(OwnPlaceVerb):
    """Begin anew with the employer."""

    action = "ask-again"
    service = services.ask_employer_again
    success_message = _("The employer is asked again.")
    consequences = (
        _("What employer and institution said is taken back, and the employer is asked again."),
        _("Until both say yes, the list of this student counts and must be rated."),
    )


class OwnPlaceWithdraw(OwnPlaceVerb):
    """The student does not want it any more."""

    action = "withdraw"
    service = services.withdraw_own_place
    success_message = _("Your request is withdrawn. Your list counts.")
    consequences = (
        _("You go on with your list, as everybody, and you are rated."),
        _("You cannot ask this again in this round."),
    )
