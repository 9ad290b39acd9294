"""The form that takes a file."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.importing.services import LARGEST_FILE, TOO_LARGE


class UploadForm(forms.Form):
    """One CSV file of at most 5 MB."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("UTF-8, with comma or semicolon, at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"empty": _("The file is empty.")},
    )

    def clean_file(self) -> Any:
        """Refuse what is too large or no text, before anything is kept."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(TOO_LARGE)
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("This is not a CSV file in UTF-8.")) from None
        if "\0" in text:
            raise forms.ValidationError(_("This is not a CSV file in UTF-8."))
        return file
