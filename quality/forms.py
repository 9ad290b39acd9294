"""What people fill in about quality."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.access import scope
from core.forms import DateInput
from partnerships.models import Partnership
from quality.enums import Maturity, Theme, Verdict
from quality.models import Answer, Instrument, InstrumentCriterion
from quality.rules import plans
from quality.services import Given
from trajectories.models import Trajectory

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NOT_APPLICABLE = "-"
HOST = "position__workplace__establishment__organisation"
SCALE = [*Maturity.choices, (NOT_APPLICABLE, _("not applicable"))]


def day_field(label: "StrOrPromise", hint: "StrOrPromise" = "") -> forms.DateField:
    """A day, typed or picked."""
    return forms.DateField(
        label=label,
        help_text=hint,
        widget=DateInput,
    )


def text_field(label: "StrOrPromise", hint: "StrOrPromise" = "") -> forms.CharField:
    """A text of some lines."""
    return forms.CharField(label=label, help_text=hint, widget=forms.Textarea(attrs={"rows": 6}))


class PlanForm(forms.Form):
    """What is reviewed, with which questions, until when people can answer."""

    subject = forms.ChoiceField(
        label=_("What do you want to review?"),
        help_text=_("Your cooperation with a host, or the trajectory of one student."),
    )
    instrument = forms.ModelChoiceField(
        Instrument.objects.none(),
        label=_("Which questions?"),
        help_text=_("A fixed list, so that reviews can be compared. Everybody can read it."),
        empty_label=None,
    )
    answer_by = day_field(_("Answer by"), _("Everyone who is asked sees this date."))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subjects: dict[str, Partnership | Trajectory] = dict(_subjects(user))
        instruments = self.fields["instrument"]
        instruments.queryset = scope(Instrument, user)  # type: ignore[attr-defined]
        self.fields["subject"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose one")),
            (_("Partnerships"), self._options(Partnership)),
            (_("Trajectories"), self._options(Trajectory)),
        ]

    def _options(self, model: type) -> list[tuple[str, str]]:
        rows = self.subjects.items()
        found = ((key, _in_words(row)) for key, row in rows if isinstance(row, model))
        return sorted(found, key=lambda option: option[1])

    def clean_subject(self) -> Partnership | Trajectory:
        """The row itself."""
        return self.subjects[self.cleaned_data["subject"]]


def _subjects(user: Any) -> Iterator[tuple[str, Any]]:
    """What this person may review, by a key that says nothing."""
    partnerships = scope(Partnership, user).select_related("institution", "host")
    trajectories = scope(Trajectory, user).select_related("student__user", "pathway", HOST)
    for row in (*partnerships, *trajectories):
        if plans(user, row):
            yield str(row.uuid), row


def _in_words(row: Partnership | Trajectory) -> str:
    """As people tell it from the others: a student can have been at two hosts in one pathway."""
    if isinstance(row, Partnership):
        return str(row)
    since = date_format(row.start_date)
    words = {"trajectory": row, "host": row.position.host, "day": since}
    return gettext("%(trajectory)s: %(host)s, from %(day)s") % words


class ReplyDateForm(forms.Form):
    """Until when the host can reply."""

    reply_by = day_field(_("Reply by"), _("The host sees this date."))


class ReplyForm(forms.Form):
    """What the host says."""

    reply = text_field(_("Your reply"), _("It stands beside the answers and the judgement."))


class ConcludeForm(forms.Form):
    """The judgement, with its reasons."""

    verdict = forms.ChoiceField(
        label=_("Judgement"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        help_text=_("Both partners read it. It cannot be changed afterwards."),
    )
    conclusion = text_field(
        _("Conclusion"), _("What is good, what must change, by whom and by when.")
    )


class FollowUpForm(forms.Form):
    """What was done since."""

    follow_up = text_field(_("Follow-up"), _("What was done with the conclusion."))


class ScoreField(forms.ChoiceField):
    """A score in words. It can wait: answers are saved as far as they are given."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.RadioSelect(attrs={"class": "rating"})
        super().__init__(choices=SCALE, widget=widget, **kwargs)

    def validate(self, value: Any) -> None:
        """Nothing chosen yet is fine."""
        if value:
            super().validate(value)


class AnswersForm(forms.Form):
    """The questions of one respondent: a score in words and a comment for each."""

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        criteria: Iterable[InstrumentCriterion],
        given: Iterable[Answer],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        before = {answer.criterion_id: answer for answer in given}
        for criterion in self.criteria:
            self._add(criterion, before.get(criterion.pk))

    def _add(self, criterion: InstrumentCriterion, answer: Answer | None) -> None:
        chosen = (
            None if answer is None else (NOT_APPLICABLE if answer.score is None else answer.score)
        )
        self.fields[f"score_{criterion.code}"] = ScoreField(label=criterion.text, initial=chosen)
        self.fields[f"comment_{criterion.code}"] = forms.CharField(
            label=_("Comment or evidence"),
            required=False,
            initial=answer.comment if answer else "",
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def groups(self) -> list[dict[str, Any]]:
        """The fields per theme, in order."""
        return [
            {"legend": theme.label, "fields": names}
            for theme in Theme
            for names in [[n for c in self.criteria if c.theme == theme for n in _names(c)]]
            if names
        ]

    def clean(self) -> dict[str, Any]:
        """“Not applicable” says why; a comment alone is not an answer yet."""
        values = super().clean() or self.cleaned_data
        for criterion in self.criteria:
            score, comment = (values.get(name, "") for name in _names(criterion))
            if score == NOT_APPLICABLE and not comment:
                self._refuse("comment", criterion, _("Say why this is not applicable:"))
            if comment and not score:
                self._refuse("score", criterion, _("Choose what fits best as well:"))
        return values

    def _refuse(self, part: str, criterion: InstrumentCriterion, reason: Any) -> None:
        """Many fields have the same label: the summary of errors names the question too."""
        self.add_error(f"{part}_{criterion.code}", f"{reason} {criterion.text}")

    def answers(self) -> dict[str, Given]:
        """The answers that are right, by code; those with an error are left out."""
        return {
            criterion.code: Given(
                None if score == NOT_APPLICABLE else int(score),
                self.cleaned_data.get(f"comment_{criterion.code}", ""),
            )
            for criterion in self.criteria
            for score in [self.cleaned_data.get(f"score_{criterion.code}")]
            if score and not self.errors.keys() & set(_names(criterion))
        }


def _names(criterion: InstrumentCriterion) -> tuple[str, str]:
    return f"score_{criterion.code}", f"comment_{criterion.code}"
