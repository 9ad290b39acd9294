"""The forms of importing: a file, how it is read, which column is which."""

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.importing.formats.kinds import CSV, Delimiter, Encoding
from core.importing.headers import LEFT_OUT
from core.importing.importer import Importer, importer_named
from core.models import ImportJob

# The answer that a column is left out: an empty one would look as if it were forgotten.
NONE_OF_OURS = "-"
LONGEST_HINT = 80


class UploadForm(forms.Form):
    """One file; what it is shows in its content, never in its name."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel workbook (.xlsx) or CSV, in whatever encoding."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,text/csv"}),
        error_messages={"empty": _("The file is empty.")},
    )


class ReadingForm(forms.Form):
    """How a file is read: encoding and delimiter of a text, the sheet of a workbook."""

    encoding = forms.ChoiceField(
        label=_("Encoding"),
        choices=Encoding.choices,
        help_text=_("Choose another one when letters such as é look wrong in the first lines."),
    )
    delimiter = forms.ChoiceField(
        label=_("Between two cells stands"),
        choices=Delimiter.choices,
        help_text=_("Choose another one when the first lines are not cut into columns well."),
    )
    sheet = forms.ChoiceField(
        label=_("Sheet"), help_text=_("The sheet of the workbook on which the lines stand.")
    )

    def __init__(self, *args: Any, job: ImportJob, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": job.reading})
        if job.reading["kind"] == CSV:
            del self.fields["sheet"]
        else:
            del self.fields["encoding"], self.fields["delimiter"]
            self.fields["sheet"].choices = [(one, one) for one in job.sheets]  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """Per column of the file: which of ours it is, or that it is left out. Unknown ones first."""

    def __init__(self, *args: Any, job: ImportJob, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = columns_to_choose(importer_named(job.importer))
        for number, (name, place) in enumerate(zip(job.header, job.places, strict=True)):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=name or _("(column without a name)"),
                choices=choices,
                initial=place or NONE_OF_OURS,
                help_text=hint(job, number, is_known=place is not None),
            )
        self.in_file = list(self.fields)
        unknown = [
            name for name, place in zip(self.fields, job.places, strict=True) if place is None
        ]
        self.order_fields(unknown)
        self.unknown = [str(self.fields[name].label) for name in unknown]

    @property
    def places(self) -> list[str]:
        """The chosen columns, in the order of the file."""
        chosen = [self.cleaned_data[name] for name in self.in_file]
        return [LEFT_OUT if one == NONE_OF_OURS else one for one in chosen]


def hint(job: ImportJob, number: int, *, is_known: bool) -> str:
    """Whether we know the name, and some values of the column, to recognise it by."""
    cells = [line[number] for line in job.first_rows if number < len(line) and line[number]]
    values = Truncator(", ".join(dict.fromkeys(cells))).chars(LONGEST_HINT)
    words = [] if is_known else [gettext("We do not know this name.")]
    words += [gettext("In the file:"), values] if values else [gettext("Empty in the first lines.")]
    return " ".join(words)


def columns_to_choose(importer: Importer) -> list[tuple[str, Any]]:
    """Our columns by their labels, the needed ones marked."""
    needed = importer.required | set(importer.key)
    named = [
        (one.name, importer.label(one) + (" *" if one.name in needed else ""))
        for one in importer.columns
    ]
    return [(NONE_OF_OURS, _("Leave out")), *named]
