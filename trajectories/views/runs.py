"""Pages about students' runs and their logs."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actions import available_actions
from core.documents.sections import count_of, section_of
from core.people import audience_of
from core.templatetags.words import hours, human_date
from core.views.pages import Breadcrumb, ScopedDetailPage, ScopedListPage, TransitionPage
from core.workflow import HOST, STUDENT, badge
from trajectories import services
from trajectories.attachments import LOG_EVIDENCE
from trajectories.filters import TrajectoryFilter
from trajectories.forms import LogEntryForm, QuestionForm, ReasonForm, RewriteForm
from trajectories.models import LogEntry, Trajectory
from trajectories.reports import progress_of, with_progress
from trajectories.tables import TrajectoryTable
from trajectories.views.pathways import period
from trajectories.wording import paragraphs

RELATED = (
    "student__user",
    "student__institution",
    "pathway__programme",
    "position__workplace__establishment__organisation",
    "mentor__user",
    "mentor__establishment",
    "coach",
)
ENTRY_RELATED = tuple(f"trajectory__{name}" for name in RELATED)
HEADINGS = {STUDENT: _("My trajectory"), HOST: _("Students at work")}


def trajectories_crumb(request: Any) -> Breadcrumb:
    """The way back to the list, in the reader's words."""
    label = HEADINGS.get(audience_of(request), _("Trajectories"))
    return (label, reverse("trajectories:trajectory-list"))


class TrajectoryList(ScopedListPage):
    """The runs that the reader takes part in, with their progress."""

    model = Trajectory
    permission = "trajectories.view_trajectories"
    queryset_related = RELATED
    table_class = TrajectoryTable
    filterset_class = TrajectoryFilter
    empty_text = _("No trajectories yet. One begins when a student accepts a place.")

    def get_heading(self) -> Any:
        """In the reader's words."""
        return trajectories_crumb(self.request)[0]

    def get_queryset(self) -> Any:
        """With hours, last day and what waits for the mentor."""
        rows = with_progress(super().get_queryset())
        return rows.order_by("-start_date", "student__user__last_name", "pk")


class TrajectoryDetail(ScopedDetailPage):
    """One run: progress, the log, who is who."""

    model = Trajectory
    template_name = "trajectories/trajectory_detail.html"
    queryset_related = RELATED

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list first."""
        return [trajectories_crumb(self.request)]

    def get_summary(self) -> list[tuple[Any, ...]]:
        """Who is who, where and when."""
        run = self.object
        pathway_url = reverse("trajectories:pathway-detail", args=[run.pathway.uuid])
        rows = [
            (_("Student"), run.student),
            (_("Pathway"), run.pathway, pathway_url),
            (_("Host"), run.position.host),
            (_("Workplace"), run.position.workplace.establishment.address),
            (_("Mentor"), run.mentor),
            (_("Trajectory coach"), run.coach),
            (_("Period"), period(run)),
        ]
        reasons = [(_("Interrupted because"), run.interrupt_reason)] if run.interrupt_reason else []
        ended = [(_("Ended because"), run.end_reason)] if run.end_reason else []
        return rows + reasons + ended

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the progress and the log."""
        extra = {"progress": progress_of(self.object), "log": self.log()}
        return super().get_context_data(**extra | kwargs)

    def log(self) -> list[dict[str, Any]]:
        """Every entry with its badge and what the reader can do with it."""
        audience = audience_of(self.request)
        rows = self.object.log_entries.select_related("confirmed_by").prefetch_related("outcomes")
        documents = count_of(LOG_EVIDENCE, list(rows))
        lines = []
        for entry in rows:
            entry.trajectory = self.object
            line = {"entry": entry, "badge": badge(entry, audience)}
            line["actions"] = available_actions(entry, self.request.user)
            line["documents"] = documents.get(entry.uuid, 0)
            lines.append(line)
        return lines


class TrajectoryVerb(TransitionPage):
    """A verb of a run."""

    model = Trajectory
    queryset_related = RELATED
    detail_url_name: ClassVar[str] = "trajectories:trajectory-detail"


class TrajectoryLog(TrajectoryVerb):
    """Write a day in the log."""

    action = "log"
    makes_within = True
    service = services.write_log_entry
    form_class = LogEntryForm
    success_message = _("Written. Your mentor is asked to confirm it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The outcomes of this run's pathway; today as the day."""
        kwargs = super().get_form_kwargs()
        day = min(timezone.localdate(), self.object.end_date)
        return kwargs | {"trajectory": self.object, "initial": {"day": day}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The button says what happens."""
        return super().get_context_data(submit_label=_("Send to your mentor"), **kwargs)


class TrajectoryInterrupt(TrajectoryVerb):
    """Interrupt the run."""

    action = "interrupt"
    service = services.interrupt_trajectory
    form_class = ReasonForm
    success_message = _("The trajectory is interrupted.")
    extra_context = {
        "meaning": paragraphs(
            _("The student cannot write in the log until you resume the trajectory."),
            _("The agreement stays in force."),
        )
    }


class TrajectoryResume(TrajectoryVerb):
    """Resume the run."""

    action = "resume"
    service = services.resume_trajectory
    success_message = _("The trajectory runs again.")


class TrajectoryComplete(TrajectoryVerb):
    """Complete the run."""

    action = "complete"
    service = services.complete_trajectory
    success_message = _("The trajectory is completed. Congratulate the student.")
    extra_context = {
        "consequences": [
            _("The log closes for new days. What waits for the mentor can still be confirmed."),
            _("This cannot be undone."),
        ]
    }


class TrajectoryEndEarly(TrajectoryVerb):
    """End the run early."""

    action = "end-early"
    service = services.end_trajectory_early
    form_class = ReasonForm
    success_message = _("The trajectory is ended.")
    extra_context = {
        "consequences": [
            _("The student stops at this host. What was learned and written is kept."),
            _("This cannot be undone."),
        ]
    }


class LogEntryDetail(ScopedDetailPage):
    """One day in a log."""

    model = LogEntry
    template_name = "trajectories/logentry_detail.html"
    queryset_related = (*ENTRY_RELATED, "confirmed_by")

    def get_heading(self) -> str:
        """The day in words."""
        return human_date(self.object.day)

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list and the run first."""
        run = self.object.trajectory
        url = reverse("trajectories:trajectory-detail", args=[run.uuid])
        return [trajectories_crumb(self.request), (str(run), url)]

    def get_summary(self) -> list[tuple[Any, ...]]:
        """What the day held, and what mentor and student said about it."""
        return summary_of(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What shows it."""
        documents = section_of(self.object, LOG_EVIDENCE, self.request.user)
        return super().get_context_data(documents=documents, **kwargs)


def summary_of(entry: LogEntry) -> list[tuple[Any, ...]]:
    """The rows of a day in a log."""
    rows = [
        (_("Student"), entry.trajectory.student),
        (_("Hours"), hours(entry.hours)),
        (_("What I did and learned"), entry.text),
        (_("Learning outcomes"), [str(outcome) for outcome in entry.outcomes.all()]),
    ]
    if entry.question:
        rows.append((_("Question of the mentor"), entry.question))
    if entry.answer:
        rows.append((_("Answer of the student"), entry.answer))
    if entry.confirmed_by:
        rows.append((_("Confirmed by"), entry.confirmed_by))
    return rows


class LogEntryVerb(TransitionPage):
    """A verb of a log entry; afterwards back to the log."""

    model = LogEntry
    queryset_related = ENTRY_RELATED
    detail_url_name: ClassVar[str] = "trajectories:logentry-detail"

    def get_success_url(self) -> str:
        """The log, where the next one waits."""
        url = reverse("trajectories:trajectory-detail", args=[self.object.trajectory.uuid])
        return f"{url}#log"

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The run and the day first."""
        run = self.object.trajectory
        url = reverse("trajectories:trajectory-detail", args=[run.uuid])
        return [(str(run), url), (human_date(self.object.day), self.get_detail_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the entry says stands above the form."""
        return super().get_context_data(summary=summary_of(self.object), **kwargs)


class LogEntryConfirm(LogEntryVerb):
    """Confirm a day; one press does it."""

    action = "confirm"
    service = services.confirm_log_entry
    success_message = _("Confirmed. Thank you.")


class LogEntryAsk(LogEntryVerb):
    """Return a day with a question."""

    action = "ask"
    service = services.ask_about_log_entry
    form_class = QuestionForm
    success_message = _("The student sees your question now.")


class LogEntryRewrite(LogEntryVerb):
    """Answer the question and send the day again."""

    action = "rewrite"
    service = services.rewrite_log_entry
    form_class = RewriteForm
    success_message = _("Sent again. Your mentor is asked to confirm it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The day as it is now."""
        return super().get_form_kwargs() | {"entry": self.object}
