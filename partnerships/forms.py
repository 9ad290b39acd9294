"""Forms of this room. They hold no rule: fields come from the models, refusals from services."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput
from partnerships.enums import HOST_DECIDERS
from partnerships.models import FrameworkAgreement, Partnership, Recognition
from partnerships.rules import LEADERS
from partnerships.standing import staff_of, standing_of

ARRANGEMENTS = (
    "objectives",
    "assessment",
    "teaching_organisation",
    "entry_competences",
    "exit_competences",
    "materials",
    "content",
    "guidance",
    "compensation",
    "expense_rule",
    "confidentiality",
)


class RecognitionForm(forms.ModelForm):
    """Recognise an establishment for a programme that the person leads."""

    class Meta:
        model = Recognition
        fields = [
            "programme",
            "judgement",
            "conditions_nl",
            "decided_on",
            "valid_from",
            "valid_to",
            "risk_assessment_date",
            "first_reviewer",
            "second_reviewer",
        ]
        widgets = dict.fromkeys(
            ["decided_on", "valid_from", "valid_to", "risk_assessment_date"], DateInput
        ) | {"conditions_nl": forms.Textarea(attrs={"rows": 3})}
        labels = {
            "programme": _("Programme"),
            "first_reviewer": _("First reviewer"),
            "second_reviewer": _("Second reviewer"),
        }
        help_texts = {
            "conditions_nl": _("Only when there are conditions to fulfil."),
            "valid_to": _("At most five years after the first day."),
            "risk_assessment_date": _("The host's newest risk assessment of this workplace."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        led = standing_of(user).institutions(LEADERS)
        programmes = self.fields["programme"]
        programmes.queryset = programmes.queryset.filter(institution__in=led)  # type: ignore[attr-defined]
        for name in ("first_reviewer", "second_reviewer"):
            self.fields[name].queryset = staff_of(led)  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The service checks the whole row, with its establishment; not the form alone."""


class PartnershipForm(forms.ModelForm):
    """Since when the institution and the host work together."""

    class Meta:
        model = Partnership
        fields = ["started_on"]
        widgets = {"started_on": DateInput}

    def _post_clean(self) -> None:
        """The service checks the whole row."""


class FrameworkForm(forms.ModelForm):
    """The arrangements before any student starts, one field per point of the advice."""

    class Meta:
        model = FrameworkAgreement
        fields = [
            "signed_on",
            "valid_from",
            "valid_to",
            "review_due",
            "host_signatory",
            "coordinator",
            *ARRANGEMENTS,
        ]
        widgets = dict.fromkeys(
            ["signed_on", "valid_from", "valid_to", "review_due"], DateInput
        ) | {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ARRANGEMENTS
            if name != "compensation"
        }
        labels = {
            "host_signatory": _("Signs for the host"),
            "coordinator": _("Signs for the institution"),
        }

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host_signatory"].queryset = staff_of([partnership.host_id], HOST_DECIDERS)  # type: ignore[attr-defined]
        self.fields["coordinator"].queryset = staff_of([partnership.institution_id])  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The service checks the whole row."""
