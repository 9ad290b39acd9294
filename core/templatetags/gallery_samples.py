"""Invented samples for the component gallery, for development and the browser tests."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import django_tables2 as tables
from django import forms, template
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

LONGEST_NAME = (
    "Koninklijke Coöperatieve Vennootschap voor Landschapszorg, Waterbouw en "
    "Rivierkundedienstverlening Scheldemonding-Noord"
)
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
        label="First day",
        help_text="For example 2027-02-08.",
        widget=forms.DateInput(attrs={"type": "date"}),
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
        return format_html('<a href="#tables">{}</a>', value)


def badge(tone: str) -> dict[str, Any]:
    """A state with its date and what it waits for."""
    return {
        "label": STATES[tone],
        "tone": tone,
        "since": timezone.localdate() - timedelta(days=8),
        "waiting_for": "Bakkerij Peeters" if tone == "waiting" else None,
    }


def actions() -> list[SimpleNamespace]:
    """One primary, three plain, one dangerous and two refused actions."""
    names = ("name", "label", "primary", "danger", "reason")
    rows = [
        ("sign", "Sign the agreement", True, False, ""),
        ("edit", "Change the dates", False, False, ""),
        ("pdf", "Open the PDF", False, False, ""),
        ("ask", "Ask the host a question", False, False, ""),
        ("end", "End the agreement early", False, True, ""),
        ("activate", "Activate", False, False, "The insurance is not filled in."),
        ("complete", "Complete", False, False, "The last day is 30 June 2027."),
    ]
    return [
        SimpleNamespace(
            url="#actions", method="get", allowed=not row[4], **dict(zip(names, row, strict=True))
        )
        for row in rows
    ]


def todos() -> list[dict[str, Any]]:
    """One late, one near, one far and one without a date."""
    today = timezone.localdate()
    rows: list[tuple[str, int | None, str]] = [
        ("Answer Noor Claes about her place", -3, "You"),
        ("Sign the agreement with Bakkerij Peeters", 1, "You"),
        (f"Read the report of {LONGEST_NAME}", 11, "Whoever coordinates first"),
        ("Complete your certificate as a mentor", None, "You"),
    ]
    return [
        {
            "text": text,
            "url": "#todos",
            "due": None if days is None else today + timedelta(days=days),
            "who": who,
            "overdue": days is not None and days < 0,
        }
        for text, days, who in rows
    ]


def entries() -> list[dict[str, Any]]:
    """Three steps of a story, the newest first."""
    now = timezone.now()
    detail = "Version 2: the insurance was added."
    rows = [
        (0, "Els Wouters", "Signed for the host", ""),
        (2, "Jan De Smet", "Sent the agreement to all parties", detail),
        (9, "", "Created", ""),
    ]
    return [
        {"when": now - timedelta(days=days), "who": who, "text": text, "detail": more}
        for days, who, text, more in rows
    ]


def table_rows(size: int) -> list[dict[str, Any]]:
    """Rows for the table; every seventh has the longest name."""
    today, tones = timezone.localdate(), list(STATES)
    return [
        {
            "badge": badge(tones[index % 4]) | {"since": None, "waiting_for": None},
            "name": LONGEST_NAME if index % 7 == 3 else f"Bakkerij Peeters {index + 1}",
            "since": today - timedelta(days=index),
            "places": 1 + index * 37,
        }
        for index in range(size)
    ]


def summary() -> list[tuple[Any, ...]]:
    """Rows with a link, a long value, a list and a gap."""
    return [
        ("Student", "Noor Claes", "#summary"),
        ("Host", LONGEST_NAME),
        ("Mentors", ["Els Wouters", "Tom Aerts (substitute)"]),
        ("Insurance", None),
    ]


def sections() -> list[dict[str, Any]]:
    """A task list with its three usual words."""
    hint = "What is learned where, and when it is assessed."
    rows = [
        ("Parties", "#tasks", "Done", "good", ""),
        ("Learning outcomes", "#tasks", "Two left", "waiting", hint),
        ("Signatures", None, "Later", "neutral", ""),
    ]
    names = ("title", "url", "status_label", "tone", "hint")
    return [dict(zip(names, row, strict=True)) for row in rows]


def figures() -> list[dict[str, Any]]:
    """Three figures, one of them with a word."""
    rows = [(12, "agreements to sign"), (1284, "hours of guidance"), ("96 %", "answered in time")]
    return [{"value": value, "label": label, "url": "#figures"} for value, label in rows]


def table(request: Any, size: int) -> SampleTable:
    """The sample table, sorted and paged as the address asks."""
    shown = SampleTable(table_rows(size))
    tables.RequestConfig(request, paginate={"per_page": 25}).configure(shown)
    return shown


@register.simple_tag(takes_context=True)
def samples(context: Context) -> dict[str, Any]:
    """Everything the gallery shows; ``?rows=300`` in the address lengthens the table."""
    request = context["request"]
    rows = request.GET.get("rows", "")
    return {
        "badges": [badge(tone) for tone in STATES],
        "actions": actions(),
        "todos": todos(),
        "entries": entries(),
        "summary": summary(),
        "sections": sections(),
        "figures": figures(),
        "table": table(request, int(rows) if rows.isdecimal() else 6),
        "filter_form": SampleFilter(request.GET),
        "form": SampleForm(),
        "bound_form": SampleForm({"name": "", "start": "31/31/2027", "b-places": "3"}, prefix="b"),
        "amount": Decimal("1234.5"),
        "today": timezone.localdate(),
        "now": timezone.now(),
    }
