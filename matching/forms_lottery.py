"""Forms of a lottery. They hold no rule: refusals come from the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.enums import LotteryParty
from matching.models.lottery import LONGEST_SECRET

EXACT = {
    "autocomplete": "off",
    "autocapitalize": "off",
    "autocorrect": "off",
    "spellcheck": "false",
}


class AskForm(forms.Form):
    """For whom somebody draws along, and who it is."""

    party = forms.ChoiceField(
        label=_("For whom?"),
        choices=LotteryParty.choices,
        widget=forms.RadioSelect,
        help_text=_("Each party has one person. Ask another person for the other party."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "With which the person signs in. For the students: a student of your institution "
            "who does not apply in this round, such as the delegate of another year. For the "
            "hosts: a contact person or signatory of a host with a place in this pathway."
        ),
    )


class PromiseForm(forms.Form):
    """A sentence, or the SHA-256 of one that stays at home."""

    sentence = forms.CharField(
        label=_("Your secret sentence"),
        required=False,
        strip=False,
        max_length=LONGEST_SECRET,
        widget=forms.TextInput(attrs=EXACT),
        help_text=_(
            "At least 16 characters, for example five words that do not belong together. Everybody"
            " reads the sentence after the match: put nothing in it about yourself or others."
        ),
    )
    sha256 = forms.CharField(
        label=_("Or the SHA-256 of your secret sentence"),
        required=False,
        widget=forms.TextInput(attrs=EXACT),
        help_text=_(
            "Only when you do not want to give the sentence yet. Exactly 64 signs: digits, and the"
            " letters a to f."
        ),
    )


class RevealForm(forms.Form):
    """The very sentence that was promised."""

    sentence = forms.CharField(
        label=_("Your secret sentence"),
        strip=False,
        widget=forms.TextInput(attrs=EXACT),
        help_text=_("Exactly as you promised it, with the same capitals, spaces and punctuation."),
    )
