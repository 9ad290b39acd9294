"""Forms of this room: facts as proper fields, texts, reasons, a signature."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.clause_facts import Fact, FactKind, facts_of
from agreements.fact_values import LARGEST_NUMBER, LONGEST_TEXT
from agreements.models import Clause, ClauseTemplate, ConditionEvidence
from core.forms import DateInput

LONG_TEXTS = frozenset(
    {"schedule", "confidentiality", "absence_notification", "way_on", "expense_rule"}
)


TEXT_NL = _("This is what the parties sign: write it so that each of them understands it.")
TEXT_EN = _("To help who reads no Dutch. The Dutch text is the one that counts.")


def field_for(fact: Fact) -> forms.Field:
    """The form field of a fact; an optional one is marked as such."""
    common: dict[str, Any] = {
        "label": fact.label,
        "required": fact.required,
        "help_text": fact.hint,
    }
    if fact.kind is FactKind.DATE:
        return forms.DateField(widget=DateInput, **common)
    if fact.kind is FactKind.DECIMAL:
        return forms.DecimalField(
            min_value=Decimal(0), max_value=LARGEST_NUMBER, max_digits=8, decimal_places=2, **common
        )
    if fact.choices is not None:
        return forms.ChoiceField(choices=[("", _("Choose")), *fact.choices.choices], **common)
    widget = forms.Textarea(attrs={"rows": 3}) if fact.name in LONG_TEXTS else forms.TextInput()
    return forms.CharField(max_length=LONGEST_TEXT, widget=widget, **common)


class ClauseForm(forms.Form):
    """The facts of one clause, then its text in both languages.

    A fact that is still unknown stops nothing here: the clause is saved and stays
    incomplete, and the proposal asks for it.
    """

    text_nl = forms.CharField(
        label=_("Text in Dutch"),
        help_text=TEXT_NL,
        widget=forms.Textarea(attrs={"rows": 10, "lang": "nl"}),
    )
    text_en = forms.CharField(
        label=_("Text in English"),
        help_text=TEXT_EN,
        widget=forms.Textarea(attrs={"rows": 10, "lang": "en"}),
        required=False,
    )

    def __init__(self, *args: Any, clause: Clause, **kwargs: Any) -> None:
        texts = {"text_nl": clause.text_nl, "text_en": clause.text_en}
        kwargs["initial"] = {**clause.facts, **texts}
        super().__init__(*args, **kwargs)
        self.fact_names = [fact.name for fact in facts_of(clause.code)]
        fields = {fact.name: field_for(fact) for fact in facts_of(clause.code)}
        self.fields = {**fields, **self.fields}

    def add_error(self, field: str | None, error: Any) -> None:
        """An empty fact is no error."""
        if field in self.fact_names and getattr(error, "code", "") == "required":
            self.cleaned_data[field] = None
        else:
            super().add_error(field, error)

    def facts(self) -> dict[str, Any]:
        """The facts as the service takes them."""
        return {name: self.cleaned_data[name] for name in self.fact_names}


class OwnClauseForm(forms.ModelForm):
    """A clause of the institution's own."""

    class Meta:
        model = Clause
        fields = ["title_nl", "title_en", "responsible", "text_nl", "text_en"]
        help_texts = {
            "title_nl": _("A few words, above the clause in the agreement."),
            "title_en": _("Empty: English readers see the Dutch title."),
            "responsible": _("The party that makes sure that it happens."),
            "text_nl": TEXT_NL,
            "text_en": TEXT_EN,
        }
        widgets = dict.fromkeys(["text_nl", "text_en"], forms.Textarea(attrs={"rows": 8}))


class ClauseTemplateForm(OwnClauseForm):
    """A model clause of the institution's own."""

    class Meta(OwnClauseForm.Meta):
        model = ClauseTemplate  # type: ignore[assignment]


class SignForm(forms.Form):
    """For which party, which text, and that it was read."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    party = forms.ChoiceField(
        label=_("You sign for"),
        help_text=_("You speak for more than one party: sign once for each."),
        widget=forms.RadioSelect,
    )
    read = forms.BooleanField(label=_("I have read this version from beginning to end."))

    def __init__(self, *args: Any, parties: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        party = self.fields["party"]
        party.choices = parties  # type: ignore[attr-defined]
        if len(parties) == 1:
            party.widget = forms.HiddenInput()
            party.initial = parties[0][0]


class ReasonForm(forms.Form):
    """Why something stops."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The other parties read this. Do not write about health."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class EvidenceForm(forms.ModelForm):
    """A newer date for a condition of the first day."""

    class Meta:
        model = ConditionEvidence
        fields = ["kind", "day", "note"]
        widgets = {"day": DateInput}
        help_texts = {
            "kind": _("What must be in order before the first day, and is newer now."),
            "day": _("As it stands on the new paper."),
            "note": _("For instance: the document in the safety file of the host."),
        }
