"""The verbs of a review, one page each."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.views.pages import Breadcrumb, TransitionPage
from quality import forms, reports, services
from quality.enums import Respondent
from quality.judging import best_verdict, medians, weak_points
from quality.models import Review
from quality.reports import RELATED
from quality.rules import parties_of
from quality.views.reviews import list_crumb


class ReviewVerb(TransitionPage):
    """One verb of a review."""

    model = Review
    queryset_related = RELATED
    detail_url_name: ClassVar[str] = "quality:review-detail"

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list, then the review."""
        return [list_crumb(), *super().get_breadcrumbs()]


class ReviewStart(ReviewVerb):
    """Ask for answers."""

    action = "start"
    service = services.start_review
    success_message = _("Everyone who is asked can answer now.")
    extra_context = {
        "meaning": _(
            "Everyone who takes part sees the review and the questions for them. "
            "The questions can no longer be exchanged for others."
        )
    }


class ReviewAskReply(ReviewVerb):
    """Give the host the right of reply."""

    action = "ask-reply"
    service = services.ask_reply
    form_class = forms.ReplyDateForm
    success_message = _("The host can reply now.")
    extra_context = {
        "meaning": _(
            "Nobody can change an answer any more. Those who take part read each other’s "
            "answers, except those of the student, which only your institution reads."
        )
    }


class ReviewReply(ReviewVerb):
    """What the host says about the answers."""

    action = "reply"
    service = services.reply_to_review
    form_class = forms.ReplyForm
    success_message = _("Your reply is saved. You can change it until the review is concluded.")

    def get_initial(self) -> dict[str, Any]:
        """What was replied before."""
        return {"reply": self.object.reply}


class ReviewConclude(ReviewVerb):
    """The institution's judgement."""

    action = "conclude"
    service = services.conclude_review
    form_class = forms.ConcludeForm
    template_name = "quality/review_conclude.html"
    success_message = _("The review is concluded. Those who take part can read the judgement.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the answers allow, and why not better."""
        answers = list(self.object.answers.select_related("criterion"))
        weak = weak_points(answers)
        return super().get_context_data(
            best=best_verdict(answers).label,
            weak={answer.criterion_id: answer.criterion for answer in weak}.values(),
            medians=medians(answers),
            reply=self.object.reply,
            **kwargs,
        )


class ReviewFollowUp(ReviewVerb):
    """What was done with the conclusion."""

    action = "follow-up"
    service = services.follow_up_review
    form_class = forms.FollowUpForm
    success_message = _("The follow-up is recorded.")


class ReviewAnswer(ReviewVerb):
    """A respondent's own questions. Saved as far as they go."""

    action = "answer"
    form_class = forms.AnswersForm
    template_name = "quality/review_answer.html"

    @cached_property
    def parties(self) -> list[str]:
        """As whom this person can answer."""
        return parties_of(self.request.user, self.object)

    @cached_property
    def party(self) -> Respondent:
        """As whom this page answers: the one in the address, else the first."""
        asked = self.request.GET.get("as", "")
        return Respondent(asked if asked in self.parties else self.parties[0])

    def get_form_kwargs(self) -> dict[str, Any]:
        """The questions of this respondent, with what was answered before."""
        return super().get_form_kwargs() | {
            "criteria": services.questions_for(self.object, self.party).values(),
            "given": self.object.answers.filter(respondent=self.party),
        }

    def run(self, form: Any) -> None:
        """Save what is filled in."""
        services.answer_review(
            self.object,
            actor=self.request.user,
            respondent=self.party,
            answers=form.answers(),
        )

    def form_valid(self, form: django_forms.BaseForm) -> HttpResponse:
        """Say how much is left."""
        response = super().form_valid(form)
        if response.status_code == 302:
            messages.success(self.request, self._left())
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """The right answers are saved all the same: nothing is lost."""
        if form.answers() and not form.non_field_errors():
            self.run(form)
        return super().form_invalid(form)

    def _left(self) -> str:
        progress = {one.respondent: one for one in reports.progress_of(self.object)}
        mine = progress.get(self.party)
        left = mine.asked - mine.answered if mine else 0
        if not left:
            return str(_("Saved. You answered every question: thank you."))
        return ngettext(
            "Saved. %(left)d question is left; you can come back for it.",
            "Saved. %(left)d questions are left; you can come back for them.",
            left,
        ) % {"left": left}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The questions per theme, and the other hats of this person."""
        context = super().get_context_data(submit_label=_("Save my answers"), **kwargs)
        others = [Respondent(party) for party in self.parties if party != self.party]
        form = context["form"]
        return context | {
            "party": self.party,
            "others": others,
            "fieldsets": form.groups(),
            "private": self.party == Respondent.STUDENT,
        }
