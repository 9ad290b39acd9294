"""Applications as institution, host and student each see them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import scope
from core.people import audience_of
from core.templatetags.words import human_date, human_datetime
from core.views.pages import Breadcrumb, ScopedDetailPage, ScopedListPage, TransitionPage
from core.workflow import ATTENTION, GOOD, NEUTRAL, STUDENT
from matching import filters, forms, reports, services, tables
from matching.enums import (
    CHANGING_ROUNDS,
    PLACED_APPLICATIONS,
    RATABLE_APPLICATIONS,
    WITHOUT_A_PLACE,
    ApplicationState,
)
from matching.models import Application, Rating
from matching.views.overview import pairs_of, raters_of
from matching.views.own_places import own_place_shown


class ApplicationList(ScopedListPage):
    """Applications in the reader's scope."""

    model = Application
    filterset_class = filters.ApplicationFilter
    queryset_related = ("student__user", "intake_round__pathway")
    heading = _("Applications")
    empty_text = _("There is no application yet.")

    def is_student(self) -> bool:
        """A student reads the own applications, in other words."""
        return audience_of(self.request) == STUDENT

    def get_table_class(self) -> Any:
        """By whom it is read."""
        return tables.OwnApplicationTable if self.is_student() else tables.ApplicationTable

    def get_heading(self) -> Any:
        """One's own, or those one handles."""
        return _("My applications") if self.is_student() else self.heading

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A student without application is shown where to begin."""
        if self.is_student():
            kwargs |= {
                "create_url": reverse("matching:round-list"),
                "create_label": _("See the intake rounds"),
            }
        return super().get_context_data(**kwargs)


class ApplicationDetail(ScopedDetailPage):
    """One application: a task list for its student, a file for those who handle it."""

    model = Application
    queryset_related = (
        "student__user",
        "student__programme",
        "intake_round__pathway__coach",
        "intake_round__pathway__programme",
        "own_place",
    )

    def is_own(self) -> bool:
        """The student reads the own application."""
        return bool(self.object.student.user_id == self.request.user.pk)

    def get_template_names(self) -> list[str]:
        """By whom it is read."""
        own = "matching/my_application.html"
        return [own if self.is_own() else "matching/application_detail.html"]

    def get_heading(self) -> Any:
        """The student knows it by the round, others by the student."""
        return str(self.object.intake_round) if self.is_own() else str(self.object)

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list first."""
        label = _("My applications") if self.is_own() else _("Applications")
        return [(label, reverse("matching:application-list"))]

    def get_summary(self) -> list[tuple[Any, ...]]:
        """Who, for what, since when."""
        row = self.object
        if row.state == ApplicationState.DRAFT:
            return []
        rows: list[tuple[Any, ...]] = [
            (_("Pathway"), row.intake_round.pathway),
            (_("Sent"), human_datetime(row.submitted_at)),
            (_("Trajectory coach"), row.intake_round.pathway.coach),
        ]
        if not self.is_own():
            rows.insert(0, (_("Programme"), row.student.programme))
        if row.own_employer and row.own_place_or_none is None:
            rows.append((_("Own employer"), _("would like to, but it offers no place here")))
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the reader of this kind needs."""
        extra = self.own_context() if self.is_own() else self.file_context()
        extra["own_place"] = own_place_shown(self.object, self.request)
        context = super().get_context_data(**extra | kwargs)
        if self.is_own():
            done = set() if context["tasks"] is None else sections_done(self.object)
            context["actions"] = [a for a in context["actions"] if a.name not in done]
        elif not context["handles"]:
            # Whoever gave the last rating may work for another host on the list.
            context["timeline"] = [replace(line, who="") for line in context["timeline"]]
        return context

    def own_context(self) -> dict[str, Any]:
        """Task list, list of choices, what comes next, the result."""
        row = self.object
        changing = row.intake_round.state in CHANGING_ROUNDS
        may_withdraw = {ApplicationState.SUBMITTED, *RATABLE_APPLICATIONS}
        open_again = list(reports.open_again_to(row))
        is_over = reports.ended_run(row) is not None
        return {
            "tasks": tasks_of(row) if row.state == ApplicationState.DRAFT else None,
            "pairs": pairs_of(row, self.request.user),
            "may_withdraw_choice": changing and row.state in may_withdraw and not row.has_own_place,
            "own_place_name": reports.place_name(row.own_place.position)
            if row.has_own_place and row.state in PLACED_APPLICATIONS
            else "",
            "next_step": reports.next_step(row),
            "place_is_over": is_over,
            "needs_help": row.state in WITHOUT_A_PLACE or is_over or open_again,
            "open_again": open_again,
            "unmet_conditions": row.eligibility_answers.filter(met=False).select_related(
                "condition"
            ),
            "results": reports.results_of(row),
        }

    def file_context(self) -> dict[str, Any]:
        """Conditions, choices with what was said, presence of ratings, the visible ones."""
        row, user = self.object, self.request.user
        handles = user.has_perm("matching.rate_application", row)
        progress = services.rating_progress([row])[row.pk]
        return {
            "handles": handles,
            "answers": scope_answers(row) if handles else [],
            "pairs": pairs_of(row, user, progress),
            "progress": progress,
            "raters": raters_of(scope(Rating, user).filter(application=row)),
            "results": reports.results_of(row) if handles else [],
        }


def scope_answers(application: Application) -> Any:
    """The answers to the published conditions."""
    return application.eligibility_answers.select_related("condition")


def sections_done(application: Application) -> set[str]:
    """The verbs of the sections that a draft has finished, or may leave alone."""
    done = {
        "name-employer": True,
        "edit": bool(application.motivation.strip()),
        "rank": application.preferences.exists(),
    }
    return {verb for verb, finished in done.items() if finished}


def tasks_of(application: Application) -> list[dict[str, Any]]:
    """The sections of a draft with how far each is."""
    finished = sections_done(application)
    sections = [
        (_("Your motivation"), "edit", "edit" in finished),
        (_("The positions you want"), "rank", "rank" in finished),
    ]
    tasks: list[dict[str, Any]] = [
        {
            "title": title,
            "url": reverse(f"matching:application-{verb}", args=[application.uuid]),
            "status_label": _("Done") if done else _("To do"),
            "tone": GOOD if done else ATTENTION,
        }
        for title, verb, done in sections
    ]
    if services.own_employer_announced(application.intake_round):
        tasks.append(own_employer_task(application))
    last_day = {"date": human_date(application.intake_round.closes_on)}
    ready = all(done for *__, done in sections)
    tasks.append(
        {
            "title": _("Check your answers and send"),
            "url": reverse("matching:application-submit", args=[application.uuid])
            if ready
            else None,
            "status_label": _("Ready to send") if ready else _("Not yet"),
            "tone": "waiting" if ready else "neutral",
            "hint": _("By %(date)s.") % last_day,
        }
    )
    return tasks


def own_employer_task(application: Application) -> dict[str, Any]:
    """The section that only concerns who works already (V35)."""
    place = application.own_place_or_none
    hint = _("Only if you work already and your employer is a host here.")
    return {
        "title": _("Learning at your own employer"),
        "url": reverse("matching:application-name-employer", args=[application.uuid]),
        "status_label": _("Done") if place else _("Not needed"),
        "tone": GOOD if place else NEUTRAL,
        "hint": reports.place_name(place.position) if place else hint,
    }


class ApplicationCheck(TransitionPage):
    """The coach answers every published condition."""

    model = Application
    action = "check"
    form_class = forms.CheckForm
    detail_url_name = "matching:application-detail"
    queryset_related = ("intake_round__pathway__programme", "student__user")
    success_message = _("The conditions are checked. The student reads the outcome.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The conditions of the pathway."""
        return super().get_form_kwargs() | {"application": self.object}

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list, then the application."""
        applications = (_("Applications"), reverse("matching:application-list"))
        return [applications, *super().get_breadcrumbs()]

    def run(self, form: Any) -> None:
        """All yes makes eligible, one no does not."""
        services.check_application(self.object, actor=self.request.user, answers=form.answers())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the answers mean."""
        meaning = _(
            "With yes everywhere the student takes part. With one no the student takes no part "
            "and reads which condition is not met."
        )
        return super().get_context_data(meaning=meaning, **kwargs)


class ApplicationRate(TransitionPage):
    """Someone of the institution rates the application."""

    model = Application
    action = "rate"
    makes_within = True  # one's own marks, seen by nobody else
    form_class = forms.RatingForm
    template_name = "matching/rate.html"
    detail_url_name = "matching:application-detail"
    queryset_related = ("intake_round__pathway__programme", "student__user")
    success_message = _("Your rating is saved. Nobody else sees it before the lists are sealed.")

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list, then the application."""
        applications = (_("Applications"), reverse("matching:application-list"))
        return [applications, *super().get_breadcrumbs()]

    def get_form_kwargs(self) -> dict[str, Any]:
        """The criteria and the own rating."""
        own = scope(Rating, self.request.user).filter(
            application=self.object, position=None, rater=self.request.user
        )
        kwargs = {"intake": self.object.intake_round, "own": list(own)}
        return super().get_form_kwargs() | kwargs

    def run(self, form: Any) -> None:
        """Save the rating."""
        services.rate_application(self.object, actor=self.request.user, marks=form.marks())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The student in the lead, a calm button."""
        extra = {"submit_label": _("Save the rating"), "lead": str(self.object.student)}
        return super().get_context_data(**kwargs) | extra
