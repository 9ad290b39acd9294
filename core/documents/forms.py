"""Choosing a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.documents.kinds import MEGABYTE, DocumentKind


class FileForm(forms.Form):
    """One file, of the types and the size that the kind of document allows."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # refused by the service, with the words of every other refusal
        max_length=None,
    )

    def __init__(self, *args: Any, kind: DocumentKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        words = {
            "types": ", ".join(str(one.label) for one in kind.types),
            "most": kind.largest // MEGABYTE,
        }
        field.help_text = (
            _(
                "%(types)s; at most %(most)d MB. Make sure that there is no national register"
                " number in it."
            )
            % words
        )
        endings = [ending for one in kind.types for ending in one.extensions]
        field.widget = forms.FileInput(
            attrs={
                "accept": ",".join(endings),
                "data-largest": kind.largest,
                "data-too-large": _(
                    "This file is larger than %(most)d MB. Make it smaller, or split it."
                )
                % words,
            }
        )


class ReasonForm(forms.Form):
    """Why a document is kept longer."""

    reason = forms.CharField(
        label=_("Why is it kept longer?"),
        help_text=_("For example: a dispute or an accident that is not settled yet."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
