"""Reminders as an administrator decides them: who is told how long before or after a last day."""

from collections.abc import Sequence
from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.access import scope
from core.deadlines.kinds import deadlines
from core.deadlines.services import CHANGE, add_reminder, change_reminder
from core.deadlines.words import reminder_words, whom_words
from core.models import ReminderRule
from core.tables import StateColumn
from core.views.pages import Breadcrumb, ScopedListPage, ServiceFormPage
from core.workflow import GOOD, NEUTRAL, StateLabel

HEADING = _("Reminders")
IN_USE, OUT_OF_USE = StateLabel(_("In use"), GOOD), StateLabel(_("Not in use"), NEUTRAL)


def deadline_choices() -> list[tuple[str, Any]]:
    """What has a last day, by its words."""
    found = [(name, deadline.label) for name, deadline in deadlines.items()]
    return sorted(found, key=lambda choice: str(choice[1]).casefold())


class ReminderTable(tables.Table):
    """Reminders in the order of what they are about."""

    deadline = tables.Column(
        verbose_name=_("What has a last day"),
        linkify=lambda record: reverse("reminder-change", args=[record.uuid]),
        orderable=False,
    )
    when = tables.Column(verbose_name=_("When"), empty_values=(), orderable=False)
    whom = tables.Column(verbose_name=_("Who is told"), orderable=False)
    state = StateColumn(lambda rule: IN_USE if rule.active else OUT_OF_USE)

    class Meta:
        model = ReminderRule
        fields = ("deadline", "when", "whom", "state")
        attrs = {"caption": HEADING}

    def render_deadline(self, record: ReminderRule) -> Any:
        """What it is about."""
        return deadlines[record.deadline].label

    def render_when(self, record: ReminderRule) -> str:
        """How long before or after the last day."""
        return reminder_words(record)

    def render_whom(self, record: ReminderRule) -> Any:
        """Who is told."""
        return whom_words(record)

    # A file says the same as the page.
    value_deadline, value_when, value_whom = render_deadline, render_when, render_whom


class ReminderFilter(django_filters.FilterSet):
    """Reminders by what they are about."""

    deadline = django_filters.ChoiceFilter(
        label=_("What has a last day"), choices=deadline_choices, empty_label=_("Everything")
    )
    active = django_filters.BooleanFilter(
        label=_("In use"),
        widget=forms.Select(choices=[("", _("All")), ("true", _("Yes")), ("false", _("No"))]),
    )

    class Meta:
        model = ReminderRule
        fields: ClassVar[list[str]] = []


class ReminderList(ScopedListPage):
    """Every reminder."""

    model = ReminderRule
    permission = CHANGE
    table_class = ReminderTable
    filterset_class = ReminderFilter
    # All that there are by default, in one look.
    rows_per_page = 50
    heading = HEADING
    lead = _("Who hears of a last day, and how long before or after it. They go out at night.")
    create_url_name: ClassVar[str | None] = "reminder-add"
    create_permission: ClassVar[str | None] = CHANGE
    create_label = _("Add a reminder")


class ReminderForm(forms.ModelForm):
    """How long before or after the last day, counted how, and whether it is in use."""

    class Meta:
        model = ReminderRule
        fields = ["days", "counting", "moment", "active"]
        widgets = {"counting": forms.RadioSelect, "moment": forms.RadioSelect}
        help_texts = {
            "moment": _("Before it, to be in time. After it, when it passed all the same."),
            "days": _("Zero is the last day itself."),
            "counting": _("Working days leave out weekends, holidays and closing days."),
            "active": _("Without this nobody is told; you can turn it on again later."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.RadioSelect):
                # One of the choices stands; an empty one would say nothing.
                field.choices = [choice for choice in field.choices if choice[0]]  # type: ignore[attr-defined]
                field.initial = field.choices[0][0]  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The service checks the whole row."""


class NewReminderForm(ReminderForm):
    """Also what it is about and who is told."""

    deadline = forms.ChoiceField(
        label=_("What has a last day"),
        choices=deadline_choices,
        help_text=_("The platform knows these last days by itself."),
    )

    class Meta(ReminderForm.Meta):
        fields = ["deadline", "whom", "days", "counting", "moment", "active"]
        widgets = ReminderForm.Meta.widgets | {"whom": forms.RadioSelect}
        help_texts = ReminderForm.Meta.help_texts | {
            "whom": _("Not everything has somebody who looks after it."),
        }


class ReminderPage(ServiceFormPage):
    """What adding and changing share."""

    permission = CHANGE

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of reminders."""
        return [(HEADING, reverse("reminder-list"))]

    def get_success_url(self) -> str:
        """The list of reminders."""
        return reverse("reminder-list")

    get_cancel_url = get_success_url


class ReminderAdd(ReminderPage):
    """A new reminder."""

    form_class = NewReminderForm
    heading = _("Add a reminder")
    submit_label = _("Add the reminder")
    success_message = _("The reminder is added.")

    def run(self, form: Any) -> ReminderRule:
        """Add it."""
        return add_reminder(actor=self.request.user, **form.cleaned_data)


class ReminderChange(ReminderPage):
    """Other days, or no longer in use."""

    form_class = ReminderForm
    submit_label = _("Save the reminder")
    success_message = _("The reminder is changed.")
    seen_attribute = "rule"

    @cached_property
    def rule(self) -> Any:
        """The reminder."""
        return get_object_or_404(scope(ReminderRule, self.request.user), uuid=self.kwargs["uuid"])

    def get_heading(self) -> Any:
        """What it is about."""
        return deadlines[self.rule.deadline].label

    def get_lead(self) -> str:
        """Who is told."""
        return _("Who is told: %(whom)s.") % {"whom": whom_words(self.rule)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say who is told: that does not change."""
        return super().get_context_data(**{"lead": self.get_lead()} | kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """As it is now, in a copy that the form may change."""
        copy = ReminderRule.objects.get(pk=self.rule.pk)
        return super().get_form_kwargs() | {"instance": copy}

    def run(self, form: Any) -> ReminderRule:
        """Change it."""
        return change_reminder(self.rule, actor=self.request.user, **form.cleaned_data)
