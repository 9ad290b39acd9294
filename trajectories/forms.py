"""The forms of runs and logs. Those of the design stand in `trajectories.design_forms`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput
from trajectories.models import LearningOutcome, LogEntry, Trajectory
from trajectories.validators import LONGEST_DAY, QUARTER, validate_quarters


def lines(rows: int = 4) -> forms.Textarea:
    """A text of several lines."""
    return forms.Textarea(attrs={"rows": rows})


class LogEntryForm(forms.Form):
    """A day in the log."""

    day = forms.DateField(
        label=_("Day"), widget=DateInput, help_text=_("Today or a day before. One entry a day.")
    )
    hours = forms.DecimalField(
        label=_("Hours"),
        help_text=_("In quarters, such as 7.25 or 7.5."),
        min_value=QUARTER,
        max_value=LONGEST_DAY,
        max_digits=4,
        decimal_places=2,
        validators=[validate_quarters],
        widget=forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal"}),
    )
    text = forms.CharField(
        label=_("What did you do, and what did you learn?"),
        help_text=_("A few sentences are enough. Your mentor and your coach read this."),
        widget=lines(5),
    )
    outcomes = forms.ModelMultipleChoiceField(
        label=_("Which learning outcomes did you work on?"),
        help_text=_("Your mentor confirms them. Only those on which you really worked."),
        queryset=LearningOutcome.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, trajectory: Trajectory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes: Any = self.fields["outcomes"]
        outcomes.queryset = outcomes_of(trajectory)


def outcomes_of(trajectory: Trajectory) -> Any:
    """The outcomes that have a place in the run's pathway, in the programme's order."""
    return LearningOutcome.objects.filter(locations__pathway=trajectory.pathway_id)


class RewriteForm(LogEntryForm):
    """The same day again, with an answer to the mentor's question."""

    answer = forms.CharField(
        label=_("Your answer"), help_text=_("Your mentor reads it with the day."), widget=lines(3)
    )
    field_order = ["answer", "day", "hours", "text", "outcomes"]

    def __init__(self, *args: Any, entry: LogEntry, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "day": entry.day,
            "hours": entry.hours,
            "text": entry.text,
            "outcomes": entry.outcomes.all(),
            "answer": entry.answer,
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, trajectory=entry.trajectory, **kwargs)


class QuestionForm(forms.Form):
    """The mentor's question about a day."""

    question = forms.CharField(
        label=_("Your question"),
        help_text=_("The student reads it, and writes the day anew."),
        widget=lines(3),
    )


class ReasonForm(forms.Form):
    """Why a run stops."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The student and the host read this. Do not write about health."),
        widget=lines(3),
    )
