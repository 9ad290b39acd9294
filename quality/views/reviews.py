"""Reviews: the list, one review, planning one."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.templatetags.words import human_due
from core.views.pages import Breadcrumb, ScopedDetailPage, ScopedListPage, ServiceFormPage
from partnerships.models import Partnership
from quality import filters, forms, reports, services, tables
from quality.enums import OPEN_REVIEWS, Theme
from quality.judging import medians
from quality.models import Answer, Review
from quality.reports import RELATED


def list_crumb() -> Breadcrumb:
    """The list of reviews as a step of the way here."""
    return (_("Quality reviews"), reverse("quality:review-list"))


class ReviewList(ScopedListPage):
    """Reviews in which the reader takes part."""

    model = Review
    table_class = tables.ReviewTable
    filterset_class = filters.ReviewFilter
    queryset_related = RELATED
    heading = _("Quality reviews")
    lead = _("How well institution, host, mentor and student find that it goes.")
    empty_text = _("You take part in no quality review yet. An institution plans them.")
    create_url_name: ClassVar[str | None] = "quality:review-create"
    create_permission: ClassVar[str | None] = "quality.plan_review"
    create_label = _("Plan a review")


class ReviewDetail(ScopedDetailPage):
    """A review: who answered, what the answers show, the reply, the judgement."""

    model = Review
    template_name = "quality/review_detail.html"
    queryset_related = RELATED

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of reviews."""
        return [list_crumb()]

    def get_summary(self) -> list[tuple[Any, ...]]:
        """What, by whom, until when."""
        review = self.object
        rows: list[tuple[Any, ...]] = [
            (_("Institution"), review.institution),
            (_("Host"), review.host),
            (_("Questions"), review.instrument, reverse("public-quality")),
            (_("Answer by"), _deadline(review.answer_by, review)),
        ]
        if review.reply_by:
            rows.append((_("Reply by"), _deadline(review.reply_by, review)))
        if review.verdict:
            rows.append((_("Judgement"), review.get_verdict_display()))
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Progress per respondent, and the answers that the reader may see."""
        answers = reports.visible_answers(self.object, self.request.user)
        return super().get_context_data(
            progress=[_section(one) for one in reports.progress_of(self.object)],
            answers=by_theme(answers),
            medians=medians(answers),
            **kwargs,
        )


def _deadline(day: date, review: Review) -> str:
    """From today's side while it counts, else the plain date."""
    return human_due(day) if review.state in OPEN_REVIEWS else date_format(day)


def _section(one: reports.Progress) -> dict[str, Any]:
    """A respondent's progress as a line of a task list."""
    status = ngettext(
        "%(answered)d of %(asked)d question answered",
        "%(answered)d of %(asked)d questions answered",
        one.asked,
    ) % {"answered": one.answered, "asked": one.asked}
    return {
        "title": one.respondent.label,
        "status_label": status,
        "tone": "good" if one.complete else "waiting",
    }


def by_theme(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """Questions with their answers under the heading of their theme, in order."""
    questions: dict[int, dict[str, Any]] = {}
    for answer in answers:
        start = {"criterion": answer.criterion, "answers": []}
        questions.setdefault(answer.criterion_id, start)["answers"].append(answer)
    return [
        {"theme": theme.label, "questions": found}
        for theme in Theme
        for found in [[q for q in questions.values() if q["criterion"].theme == theme]]
        if found
    ]


class ReviewCreate(ServiceFormPage):
    """Plan a review of a partnership or a trajectory."""

    permission = "quality.plan_review"
    form_class = forms.PlanForm
    heading = _("Plan a review")
    lead = _("Nobody is asked anything before you start it.")
    submit_label = _("Plan the review")
    success_message = _("The review is planned. Start it to ask everyone for answers.")

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of reviews."""
        return [list_crumb()]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Only what this person may review can be chosen."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """A link can name what is reviewed."""
        return {"subject": self.request.GET.get("subject", "")}

    def run(self, form: Any) -> Review:
        """Plan it."""
        values = dict(form.cleaned_data)
        subject = values.pop("subject")
        kind = "partnership" if isinstance(subject, Partnership) else "trajectory"
        return services.plan_review(actor=self.request.user, **{kind: subject}, **values)

    def get_success_url(self) -> str:
        """The new review."""
        return reverse("quality:review-detail", args=[self.result.uuid])

    def get_cancel_url(self) -> str:
        """Back to the list."""
        return reverse("quality:review-list")
