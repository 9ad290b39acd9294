"""Forms of this room. They hold no rule: refusals come from the services."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from core.access import scope
from core.forms import DateInput
from matching.enums import RefusalReason
from matching.models import Application, Criterion, Preference, Rating
from matching.models.applications import BEST, WORST
from matching.models.rounds import IntakeRound
from matching.reports import offers_of_round, place_name
from matching.services.ratings import Mark
from trajectories.enums import PathwayState
from trajectories.models import Pathway

YES, NO = "yes", "no"
YES_NO = [(YES, _("Yes")), (NO, _("No"))]


class RoundEditForm(forms.Form):
    """Name, dates and the weight of each party."""

    name = forms.CharField(
        label=_("Name"), max_length=150, help_text=_("For example: Intake spring 2027.")
    )
    opens_on = forms.DateField(
        label=_("First day to apply"),
        widget=DateInput,
        help_text=_("Students read it on the public page, once you publish the round."),
    )
    closes_on = forms.DateField(
        label=_("Last day to apply"),
        widget=DateInput,
        help_text=_("Who began and did not send yet, is reminded before it."),
    )
    institution_weight = forms.IntegerField(
        label=_("Weight of the institution's ratings"),
        min_value=1,
        max_value=100,
        initial=1,
        help_text=_("How heavily your ratings count beside those of the host."),
    )
    host_weight = forms.IntegerField(
        label=_("Weight of the host's ratings"),
        min_value=1,
        max_value=100,
        initial=1,
        help_text=_("With 1 and 1 both count for half."),
    )


class RoundForm(RoundEditForm):
    """The same for a new round, with its pathway first."""

    pathway = forms.ModelChoiceField(
        label=_("Pathway"),
        queryset=Pathway.objects.none(),
        help_text=_("Only pathways that are open."),
    )
    field_order = ("pathway",)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = scope(Pathway, user).filter(state=PathwayState.OPEN)
        led = [row.pk for row in rows if user.has_perm("matching.create_round", row)]
        self.fields["pathway"].queryset = rows.filter(pk__in=led)  # type: ignore[attr-defined]


class CriterionForm(forms.Form):
    """A criterion with what scores 1, 3 and 5 mean."""

    code = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    weight = forms.IntegerField(
        label=_("Weight"),
        min_value=1,
        max_value=100,
        help_text=_("How heavily it counts. All criteria together make 100."),
    )
    name_nl = forms.CharField(
        label=_("Name in Dutch"),
        max_length=150,
        help_text=_("Everybody reads it on the public page."),
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=150, required=False)
    anchor_1_nl = forms.CharField(
        label=_("Score 1 in Dutch"),
        max_length=300,
        help_text=_("What one sees of somebody who scores 1. Scores 2 and 4 lie in between."),
    )
    anchor_1_en = forms.CharField(label=_("Score 1 in English"), max_length=300, required=False)
    anchor_3_nl = forms.CharField(label=_("Score 3 in Dutch"), max_length=300)
    anchor_3_en = forms.CharField(label=_("Score 3 in English"), max_length=300, required=False)
    anchor_5_nl = forms.CharField(label=_("Score 5 in Dutch"), max_length=300)
    anchor_5_en = forms.CharField(label=_("Score 5 in English"), max_length=300, required=False)


class BaseCriteria(forms.BaseFormSet):
    """All criteria of a round on one page."""

    default_error_messages = {
        **forms.BaseFormSet.default_error_messages,
        "missing_management_form": _("This form is damaged. Open the page again."),
    }

    def criteria(self) -> list[dict[str, Any]]:
        """The rows that stay, without those that were left empty or taken away."""
        filled = [form.cleaned_data for form in self.forms if form.cleaned_data]
        return [
            {name: value for name, value in row.items() if name != "DELETE"}
            for row in filled
            if not row.get("DELETE")
        ]

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Say in words what the box at the end of a row does."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Take this criterion away")


CriteriaFormSet = forms.formset_factory(
    CriterionForm, formset=BaseCriteria, extra=1, can_delete=True, max_num=20
)


def criteria_initial(intake: IntakeRound) -> list[dict[str, Any]]:
    """The criteria as they stand, for the page that changes them."""
    names = list(CriterionForm.base_fields)
    return [{name: getattr(row, name) for name in names} for row in intake.criteria.all()]


class MotivationForm(forms.Form):
    """Why the student wants this."""

    motivation = forms.CharField(
        label=_("Why do you want to take this pathway?"),
        widget=forms.Textarea(attrs={"rows": 10}),
        required=False,
        max_length=6000,
        help_text=_(
            "Tell what you want to learn and give an example. You can save and continue later."
        ),
    )
    motivation_language = forms.ChoiceField(
        label=_("Language of your motivation"),
        choices=Language.choices,
        help_text=_("So that who reads it knows what to expect."),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.initial[name] = getattr(application, name)


class RankingForm(forms.Form):
    """A rank beside every position; empty means not wanted. Works without a script."""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offers = offers_of_round(application.intake_round)
        self.positions = {f"rank_{row.uuid}": row for row, __ in offers}
        told = {row.pk: said for row, said in offers}
        ranks = dict(application.preferences.values_list("position", "rank"))
        choices = [(n, str(n)) for n in range(1, len(self.positions) + 1)]
        for name, position in self.positions.items():
            self.fields[name] = forms.TypedChoiceField(
                label=place_name(position),
                choices=[("", _("not on my list")), *choices],
                coerce=int,
                empty_value=None,
                required=False,
                initial=ranks.get(position.pk),
                help_text=told[position.pk],
            )

    def clean(self) -> dict[str, Any]:
        """No rank twice and none left out: the message stands beside the field."""
        cleaned = super().clean() or {}
        given = {name: rank for name, rank in cleaned.items() if rank}
        ranks = list(given.values())
        for name, rank in given.items():
            if ranks.count(rank) > 1:
                self.add_error(name, _("You gave this rank twice."))
        if not self.errors and sorted(ranks) != list(range(1, len(ranks) + 1)):
            self.add_error(None, _("Use the ranks 1, 2, 3 and so on, without leaving one out."))
        return cleaned

    def ranked(self) -> list[Any]:
        """The positions in the student's order."""
        given = {name: rank for name, rank in self.cleaned_data.items() if rank}
        return [self.positions[name] for name in sorted(given, key=lambda name: given[name])]


class CheckForm(forms.Form):
    """Yes or no for every published condition."""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conditions = application.intake_round.pathway.eligibility_conditions.all()
        self.conditions = {f"condition_{row.uuid}": row.uuid for row in conditions}
        for (name, __), row in zip(self.conditions.items(), conditions, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=str(row), choices=YES_NO, widget=forms.RadioSelect
            )

    def answers(self) -> dict[UUID, bool]:
        """Met or not, by the condition's identifier."""
        return {key: self.cleaned_data[name] == YES for name, key in self.conditions.items()}


def _anchors(criterion: Criterion) -> list[tuple[int, str]]:
    """Scores with what they mean; 2 and 4 lie in between."""
    between = gettext("in between")
    anchored = {1, 3, 5}
    return [
        (score, criterion.anchor(score) if score in anchored else between)
        for score in range(WORST, BEST + 1)
    ]


class RatingForm(forms.Form):
    """A score with a note per criterion; there is no field for a total (domain.md 7.3)."""

    def __init__(self, *args: Any, intake: IntakeRound, own: list[Rating], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = {row.criterion_id: row for row in own}
        self.criteria = list(intake.criteria.all())
        for row in self.criteria:
            before = given.get(row.pk)
            self.fields[f"score_{row.uuid}"] = forms.TypedChoiceField(
                label=row.name,
                choices=_anchors(row),
                coerce=int,
                widget=forms.RadioSelect(attrs={"class": "rating"}),
                initial=before and before.score,
            )
            self.fields[f"note_{row.uuid}"] = forms.CharField(
                label=gettext("Why this score: %(criterion)s") % {"criterion": row.name},
                help_text=gettext("What you read or heard. Do not write about health."),
                widget=forms.Textarea(attrs={"rows": 3}),
                initial=before.note if before else "",
            )

    def marks(self) -> dict[UUID, Mark]:
        """What the rating services take."""
        return {
            row.uuid: Mark(
                self.cleaned_data[f"score_{row.uuid}"], self.cleaned_data[f"note_{row.uuid}"]
            )
            for row in self.criteria
        }


class WithdrawChoiceForm(forms.Form):
    """Why a choice or a pair is not possible."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", "---------"), *RefusalReason.choices],
        help_text=_("A fixed list, so that reasons can be compared later."),
    )
    note = forms.CharField(
        label=_("Explanation"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("Needed when you choose another reason."),
    )


class JudgeForm(WithdrawChoiceForm):
    """Can this student learn here: yes, or no with a reason."""

    acceptable = forms.ChoiceField(
        label=_("Can this student learn at this place?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    field_order = ("acceptable", "reason", "note")

    def __init__(self, *args: Any, preference: Preference, said: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].help_text = _("Only when you say no. The student reads it.")
        if said is not None:
            before = {"reason": said.reason, "note": said.note}
            self.initial.update(before, acceptable=YES if said.acceptable else NO)

    def clean_acceptable(self) -> bool:
        """Yes is true."""
        return bool(self.cleaned_data["acceptable"] == YES)
