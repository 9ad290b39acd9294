"""What one fills in to register an API client."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput
from partnerships.clients import LONGEST_OVERLAP
from partnerships.models import ApiClient, Organisation
from partnerships.standing import standing_of
from reporting.datasets import DATASETS


class SecureUrlField(forms.URLField):
    """An address; without a scheme it is https."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class RenewForm(forms.Form):
    """How long the old secret keeps working."""

    overlap_days = forms.IntegerField(
        label=_("Days that the old secret keeps working"),
        min_value=0,
        max_value=LONGEST_OVERLAP,
        initial=7,
        help_text=_(
            "Time to put the new secret in the program. Choose 0 when the old one may have leaked: "
            "it then stops at once."
        ),
    )
    # Made by the page, so that sending the form twice renews once.
    ticket = forms.CharField(widget=forms.HiddenInput)


class ClientForm(forms.ModelForm):
    """For what, under which protocol, until when, and which datasets."""

    scopes = forms.MultipleChoiceField(
        label=_("Datasets"),
        help_text=_("Only what the purpose needs."),
        widget=forms.CheckboxSelectMultiple,
        choices=(),
    )
    # Made by the page, so that sending the form twice makes one client.
    ticket = forms.CharField(widget=forms.HiddenInput)

    field_order = ["organisation", "name", "purpose", "protocol_reference", "protocol_url"]

    class Meta:
        model = ApiClient
        fields = [
            "organisation",
            "name",
            "purpose",
            "protocol_reference",
            "protocol_url",
            "valid_to",
        ]
        labels = {
            "organisation": _("Organisation"),
            "name": _("Name of the program"),
            "valid_to": _("Last day"),
        }
        help_texts = {
            "organisation": _("For whom the program fetches data."),
            "protocol_url": _("Where everybody can read the protocol."),
            "name": _("As your colleagues call it."),
            "purpose": _(
                "What the data are for. Pseudonyms stay the same for one purpose; "
                "other words make other pseudonyms."
            ),
            "protocol_reference": _(
                "The published protocol under which the data are exchanged. "
                "A ministry gets no data about single people without one; an institution needs "
                "none for its own students."
            ),
            "valid_to": _("After this day the program gets no data any more."),
        }
        widgets = {"valid_to": DateInput}
        field_classes = {"protocol_url": SecureUrlField}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = standing_of(user).kept()
        organisations = self.fields["organisation"]
        organisations.queryset = Organisation.objects.filter(pk__in=own)  # type: ignore[attr-defined]
        organisations.empty_label = None  # type: ignore[attr-defined]
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (dataset.scope, dataset.title) for dataset in DATASETS.values()
        ]

    def _post_clean(self) -> None:
        """The service checks the whole row."""
