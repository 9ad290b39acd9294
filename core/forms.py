"""What forms of every room share."""

from django import forms


class DateInput(forms.DateInput):
    """A date, typed or picked; browsers without a picker show a text field."""

    input_type = "date"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")
