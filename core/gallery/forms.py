"""Invented forms, filters and lists."""

from typing import Any

import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.forms import DateInput

ANCHORS = [
    (1, "Not shown yet"),
    (2, "Shown with much help"),
    (3, "Shown with some help"),
    (4, "Shown alone"),
    (5, "Shown alone, and explained to others"),
]
STATES = {
    "neutral": "Draft",
    "waiting": "With the host",
    "good": "In force",
    "attention": "Insurance missing",
}


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name of the workplace", help_text="As people on the spot say it.")
    start = forms.DateField(
        label="First day", help_text="For example 2027-02-08.", widget=DateInput()
    )
    places = forms.IntegerField(label="Places", min_value=1)
    sector = forms.ChoiceField(
        label="Sector", choices=[("", "Choose a sector"), ("care", "Care"), ("food", "Food")]
    )
    contact = forms.EmailField(label="E-mail of the contact person", required=False)
    note = forms.CharField(
        label="What should a student know?", widget=forms.Textarea(attrs={"rows": 4})
    )
    plan = forms.FileField(label="Training plan", help_text="A PDF of at most 10 MB.")
    score = forms.TypedChoiceField(
        label="Works safely",
        help_text="Judge what you saw, not what you expect.",
        choices=ANCHORS,
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "rating"}),
    )
    transport = forms.ChoiceField(
        label="How will you travel?",
        choices=[("bike", "By bicycle"), ("train", "By train or bus"), ("car", "By car")],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label="Days at the workplace",
        choices=[("mon", "Monday"), ("tue", "Tuesday"), ("wed", "Wednesday")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = forms.BooleanField(label="I have read the arrangements about safety")


# What somebody typed that cannot be right, and must stay as it was.
WRONG = {"name": "", "start": "31/31/2027", "places": "none", "note": "Bring shoes."}


class SampleFilter(forms.Form):
    """The search and the filters of a list."""

    q = forms.CharField(label="Search", required=False)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any state"), *STATES.items()]
    )


class SampleTable(tables.Table):
    """State first, the name as the one link, the number at the right."""

    caption = "Agreements"
    state = tables.TemplateColumn("{% load interface %}{% state_badge record.badge %}")
    name = tables.Column()
    since = tables.DateColumn(format="j F Y", attrs={"td": {"class": "date"}})
    places = tables.Column(attrs={"th": {"class": "num"}, "td": {"class": "num"}})

    def render_name(self, value: str) -> SafeString:
        """The name leads to the thing."""
        return format_html('<a href="#results">{}</a>', value)


def sample_table(request: Any, rows: list[dict[str, Any]]) -> SampleTable:
    """The sample table, sorted and paged as the address asks."""
    shown = SampleTable(rows)
    tables.RequestConfig(request, paginate={"per_page": 25}).configure(shown)
    return shown
