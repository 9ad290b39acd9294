"""Forms of this room. They hold no rule: fields come from the models, refusals from services."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import DateInput
from partnerships.enums import HOST_DECIDERS, Role
from partnerships.models import (
    FrameworkAgreement,
    Membership,
    Organisation,
    Partnership,
    Recognition,
)
from partnerships.people_rules import roles_given_by, roles_to_give
from partnerships.people_words import in_words
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
FRAMEWORK_GROUPS = [
    {
        "legend": _("When, and who signed"),
        "fields": [
            "signed_on",
            "valid_from",
            "valid_to",
            "review_due",
            "host_signatory",
            "coordinator",
        ],
    },
    {
        "legend": _("What is learned"),
        "fields": ["objectives", "entry_competences", "exit_competences", "content"],
    },
    {
        "legend": _("How it is learned"),
        "fields": ["teaching_organisation", "guidance", "assessment", "materials"],
    },
    {
        "legend": _("Money and discretion"),
        "fields": ["compensation", "expense_rule", "confidentiality"],
    },
]


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
            "programme": _("Only programmes of your institution. A site is recognised for each."),
            "judgement": _("The host reads it. With conditions: say below which ones."),
            "decided_on": _("Not later than the first day of the recognition."),
            "valid_from": _("From this day students can learn here."),
            "first_reviewer": _("Two different people of your institution look at a site."),
            "second_reviewer": _("Somebody else than the first one."),
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
        help_texts = {
            "started_on": _("The day may be past. From now on the host sees you as a partner.")
        }

    def _post_clean(self) -> None:
        """The service checks the whole row."""


class ColleagueForm(forms.ModelForm):
    """A person, the role for a period, and the language of the invitation."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        empty_label=None,
        help_text=_("Only organisations where you may add people."),
    )
    role = forms.ChoiceField(
        label=_("Role"), help_text=_("It decides what the person sees and can do here.")
    )
    valid_from = forms.DateField(
        label=_("First day"),
        widget=DateInput,
        help_text=_("Before this day the person sees nothing of the role yet."),
    )
    valid_to = forms.DateField(
        label=_("Last day"),
        widget=DateInput,
        required=False,
        help_text=_("Leave empty when no end is known."),
    )

    class Meta:
        model = User
        fields = ["email", "first_name", "last_name", "language"]
        help_texts = {
            "email": _("The invitation goes here. One address is one person."),
            "language": _("Of the invitation and of the pages. The person can read both."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        places = Organisation.objects.staffed_by(user).order_by("name_nl")
        self.fields["organisation"].queryset = places  # type: ignore[attr-defined]
        own = standing_of(user).organisations(Role.COORDINATOR, *HOST_DECIDERS)
        self.fields["organisation"].initial = own[0] if own else None
        given = roles_given_by(user)
        self.fields["role"].choices = [c for c in Role.choices if c[0] in given]  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        """The role is one that the person may give in that organisation."""
        values = super().clean() or self.cleaned_data
        place = values.get("organisation")
        if place and values.get("role") not in (given := roles_to_give(self.user, place)):
            names = ", ".join(str(role.label) for role in Role if role in given)
            self.add_error("role", _("In this organisation you can give: %s.") % names)
        return values

    def _post_clean(self) -> None:
        """The service checks the person and the role: the address may be known already."""


class LastDayForm(forms.Form):
    """Which role ends, and when."""

    role = forms.ModelChoiceField(
        label=_("Role"),
        help_text=_("The role that ends. What else the person does here, goes on."),
        queryset=Membership.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    last_day = forms.DateField(
        label=_("Last day"),
        widget=DateInput,
        required=False,
        help_text=_("Leave empty when no end is known."),
    )

    def __init__(self, *args: Any, roles: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.queryset = Membership.objects.filter(pk__in=[role.pk for role in roles])
        field.queryset = field.queryset.select_related("organisation")
        field.label_from_instance = in_words
        if len(roles) == 1:
            field.initial, self.fields["last_day"].initial = roles[0], roles[0].valid_to


class LookForm(forms.Form):
    """Why an administrator looks with somebody's eyes."""

    reason = forms.CharField(
        label=_("Why do you look?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads this. For example: “You called that a button is missing.”"),
    )


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
        help_texts = {
            "signed_on": _("The day on which both signed."),
            "valid_from": _("The first day on which the arrangements hold."),
            "valid_to": _("The coordinators of your institution are reminded in time."),
            "review_due": _("When both of you look together at how it goes."),
            "host_signatory": _("Somebody who decides for the host today."),
            "coordinator": _("Somebody who works for your institution today."),
            "objectives": _("What students learn at this host, and why there."),
            "assessment": _("Who assesses what and when, and how the mentor is heard."),
            "teaching_organisation": _("How days at the institution and at the host alternate."),
            "entry_competences": _("What a student can do already before the first day."),
            "exit_competences": _("What a student can do at the end."),
            "materials": _("Tools, work clothes, protection: who gives them and who pays."),
            "content": _("Which tasks, and which parts of the programme, belong at the host."),
            "guidance": _("Who guides, how often, and how mentor and coach keep in touch."),
            "compensation": _("What a student gets for being at the workplace."),
            "expense_rule": _("Which costs, by whom and how soon. Or: none."),
            "confidentiality": _("What a student tells nobody, and does not write in the log."),
        }

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host_signatory"].queryset = staff_of([partnership.host_id], HOST_DECIDERS)  # type: ignore[attr-defined]
        self.fields["coordinator"].queryset = staff_of([partnership.institution_id])  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The service checks the whole row."""
