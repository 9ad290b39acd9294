"""Forms about learning at the own employer (V35)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.models import Application, OwnEmployerPlace
from matching.reports import place_name
from matching.services.places import taken_in

NO, ELSEWHERE = "", "other"
OFFERED, EXTRA = "offered", "extra"


class NameEmployerForm(forms.Form):
    """Whether the own employer would be the host, and at which position."""

    place = forms.ChoiceField(
        label=_("Where do you work?"),
        required=False,
        help_text=_(
            "Your employer must take part as a host and meet the same criteria as every other: so "
            "only the places of this pathway are here."
        ),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = application.intake_round.pathway.positions
        rows = offered.select_related("workplace__establishment__organisation")
        self.positions = {str(row.uuid): row for row in rows}
        named = sorted((place_name(row), key) for key, row in self.positions.items())
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (NO, _("I do not want to learn at my own employer")),
            *((key, name) for name, key in named),
            (ELSEWHERE, _("I would like to, but my employer is not in this list")),
        ]
        place = application.own_place_or_none
        wish = ELSEWHERE if application.own_employer else NO
        self.initial["place"] = str(place.position.uuid) if place else wish

    def wanted(self) -> dict[str, Any]:
        """What the service takes."""
        chosen = self.cleaned_data["place"]
        return {"own_employer": chosen != NO, "position": self.positions.get(chosen)}


class ConfirmForm(forms.Form):
    """Which kind of seat the employer gives."""

    seat = forms.ChoiceField(
        label=_("Which place does your worker get?"),
        widget=forms.RadioSelect,
        help_text=_("Students read beforehand how many places you offer to everybody."),
    )

    def __init__(self, *args: Any, place: OwnEmployerPlace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = taken_in(place.position.pathway)
        self.fields["seat"].choices = [  # type: ignore[attr-defined]
            (
                OFFERED,
                _("One of the %(count)d places that I offer to everybody: one less for the others.")
                % {"count": max(0, place.position.capacity - taken[place.position_id])},
            ),
            (EXTRA, _("An extra place for my own worker: the others keep theirs.")),
        ]

    def seat_offered_to_all(self) -> bool:
        """Whether everybody could get the seat."""
        return bool(self.cleaned_data["seat"] == OFFERED)


class ReasonForm(forms.Form):
    """Why not, for the student."""

    reason = forms.CharField(
        label=_("Why not?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("The student reads it. Do not write about health."),
    )
