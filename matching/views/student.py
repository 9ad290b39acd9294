"""What a student does: apply, rank, check, send, withdraw, answer."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.views.pages import Breadcrumb, TransitionPage
from matching import forms, reports, services
from matching.models import Application
from matching.views.pairs import PairPage
from matching.views.round_verbs import RoundVerb


class RoundApply(RoundVerb):
    """Begin an application."""

    action = "apply"
    makes_within = True
    template_name = "matching/round_apply.html"

    def run(self, form: Any) -> Application:
        """Make the draft."""
        return services.start_application(self.object, actor=self.request.user)

    def get_success_url(self) -> str:
        """To the task list."""
        return reverse("matching:application-detail", args=[self.result.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is asked and what counts, before one begins."""
        return super().get_context_data(
            conditions=self.object.pathway.eligibility_conditions.all(),
            criteria=self.object.criteria.all(),
            **kwargs,
        )


class StudentVerb(TransitionPage):
    """A verb of the student on the own application."""

    model = Application
    detail_url_name = "matching:application-detail"
    queryset_related = ("intake_round__pathway__programme", "student__user")

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The own applications, then this one by its round."""
        applications = (_("My applications"), reverse("matching:application-list"))
        return [applications, (str(self.object.intake_round), self.get_detail_url())]


class ApplicationEdit(StudentVerb):
    """The section on motivation."""

    action = "edit"
    form_class = forms.MotivationForm
    heading = _("Your motivation")
    success_message = _("Your motivation is saved.")
    service = services.write_motivation

    def get_form_kwargs(self) -> dict[str, Any]:
        """The application as it stands."""
        return super().get_form_kwargs() | {"application": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The button saves: sending comes later."""
        return super().get_context_data(**kwargs) | {"submit_label": _("Save")}


class ApplicationRank(StudentVerb):
    """The section with the list of positions."""

    action = "rank"
    form_class = forms.RankingForm
    template_name = "matching/application_rank.html"
    heading = _("The positions you want")
    success_message = _("Your list is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The positions of the pathway."""
        return super().get_form_kwargs() | {"application": self.object}

    def run(self, form: Any) -> None:
        """Save the list in the student's order."""
        services.rank_positions(self.object, actor=self.request.user, positions=form.ranked())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Why an honest list is safe."""
        honesty = services.honesty_sentences(self.object.intake_round)
        in_all = self.object.intake_round.pathway.students_at_most
        extra = {"submit_label": _("Save"), "honesty": honesty, "in_all": in_all}
        return super().get_context_data(**kwargs) | extra


class ApplicationSubmit(StudentVerb):
    """Check the answers, then send."""

    action = "submit"
    service = services.submit_application
    template_name = "components/check_answers.html"
    heading = _("Check your answers")
    success_message = _("Your application is sent.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both sections with a way back to each."""
        extra = {
            "submit_label": _("Send your application"),
            "sections": answers_of(self.object),
            "consequences": [
                _("After sending you cannot change your motivation or your list."),
                _("You can still withdraw a choice or the whole application."),
                *own_employer_consequences(self.object),
            ],
        }
        return super().get_context_data(**kwargs) | extra


class ApplicationWithdraw(StudentVerb):
    """Take the application back."""

    action = "withdraw"
    service = services.withdraw_application
    template_name = "components/confirm.html"
    success_message = _("Your application is withdrawn.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is lost."""
        consequences = [_("You take no part in this round any more. This cannot be undone.")]
        return super().get_context_data(consequences=consequences, **kwargs)


class AnswerPage(StudentVerb):
    """The answer to a place: which place, what it means, one button."""

    template_name = "matching/answer_offer.html"

    def get_summary(self) -> list[tuple[Any, ...]]:
        """The place in question."""
        position = self.object.offer.position
        own = [(_("Own employer"), _("as you, your employer and the institution agreed"))]
        return [
            *(own if self.object.has_own_place else []),
            (_("Where you learn"), reports.place_name(position)),
            (_("Schedule"), position.schedule_nl),
            (_("Mentor"), position.mentor),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Summary and consequences."""
        return super().get_context_data(summary=self.get_summary(), **kwargs)


class ApplicationAccept(AnswerPage):
    """Take the place."""

    action = "accept"
    service = services.accept_offer
    success_message = _("The place is yours. The agreement comes next.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The trajectory is planned."""
        meaning = _(
            "Your trajectory at this place is planned. You start when the agreement is signed by "
            "you, the host and the institution."
        )
        return super().get_context_data(meaning=meaning, **kwargs)


class ApplicationDecline(AnswerPage):
    """Leave the place."""

    action = "decline"
    service = services.decline_offer
    success_message = _("You declined the place.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who helps on."""
        coach = {"coach": self.object.intake_round.pathway.coach}
        consequences = [
            _("You cannot get this place back afterwards."),
            _("%(coach)s can help you to find another trajectory.") % coach,
        ]
        return super().get_context_data(consequences=consequences, **kwargs)


class PreferenceWithdraw(PairPage):
    """The student takes one choice off the table."""

    action = "withdraw-choice"
    permission = "matching.withdraw_pair"
    form_class = forms.WithdrawChoiceForm
    heading = _("Withdraw this choice")
    submit_label = _("Withdraw this choice")
    success_message = _("This choice is withdrawn. The rest of your list stands.")

    def run(self, form: Any) -> None:
        """Withdraw it."""
        services.withdraw_choice(self.object, actor=self.request.user, **form.cleaned_data)


def own_employer_consequences(application: Application) -> list[Any]:
    """What happens with the own employer that was named, and if that does not work out."""
    place = application.own_place_or_none
    if place is None:
        return []
    sentence = _(
        "%(host)s is asked whether you can learn there, once you meet the conditions. With a no of "
        "your employer or the institution your list counts."
    )
    return [sentence % {"host": place.position.host}]


def answers_of(application: Application) -> list[dict[str, Any]]:
    """Both sections of an application with the pages that change them."""
    ranked = application.preferences.select_related(
        "position__workplace__establishment__organisation"
    )
    rows: list[tuple[Any, Any]] = [
        (_("Your motivation"), application.motivation),
        (_("Language of your motivation"), application.get_motivation_language_display()),
    ]
    choices = [f"{row.rank}. {reports.place_name(row.position)}" for row in ranked]
    return [
        {
            "title": _("Your motivation"),
            "url": reverse("matching:application-edit", args=[application.uuid]),
            "rows": rows,
        },
        {
            "title": _("The positions you want"),
            "url": reverse("matching:application-rank", args=[application.uuid]),
            "rows": [(_("Your list"), choices)],
        },
        *own_employer_answer(application),
    ]


def own_employer_answer(application: Application) -> list[dict[str, Any]]:
    """The section about the own employer, for whom it concerns (V35)."""
    place = application.own_place_or_none
    if not application.own_employer:
        return []
    if place:
        answer = reports.place_name(place.position)
    else:
        answer = gettext(
            "You would like to, but your employer is not a host here. Your list counts."
        )
    return [
        {
            "title": _("Learning at your own employer"),
            "url": reverse("matching:application-name-employer", args=[application.uuid]),
            "rows": [(_("Own employer"), answer)],
        }
    ]
