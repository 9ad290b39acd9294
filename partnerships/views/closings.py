"""Pages about the days on which an institution is closed."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.access import scope
from core.deadlines.days import holidays_of
from core.forms import DateInput
from core.permissions import require
from core.views.pages import Breadcrumb, ScopedListPage, ServiceFormPage
from partnerships import tables
from partnerships.closings import CHANGE, add_closing, change_closing, remove_closing
from partnerships.enums import Role
from partnerships.models import ClosingPeriod, Organisation
from partnerships.standing import standing_of

HEADING = _("Closing days")


class ClosingForm(forms.ModelForm):
    """A period and its name; the institution where the person coordinates more than one."""

    class Meta:
        model = ClosingPeriod
        fields = ["institution", "name_nl", "name_en", "valid_from", "valid_to"]
        widgets = {"valid_from": DateInput, "valid_to": DateInput}
        labels = {"institution": _("Institution")}
        help_texts = {
            "institution": _("You coordinate more than one."),
            "name_nl": _("As colleagues call them: Christmas holidays, bridge day."),
            "name_en": _("Empty: English readers see the Dutch name."),
            "valid_to": _("The same day when it is only one."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = standing_of(user).institutions({Role.COORDINATOR})
        institutions = Organisation.objects.filter(pk__in=keys)
        self.only = institutions.get() if len(keys) == 1 else None
        if self.only or self.instance.pk:
            del self.fields["institution"]
        else:
            self.fields["institution"].queryset = institutions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Where there is no choice, it is made."""
        found = super().clean() or {}
        return found | {"institution": self.only} if self.only and not self.instance.pk else found

    def _post_clean(self) -> None:
        """The service checks the whole row."""


class ClosingList(ScopedListPage):
    """The days on which the reader's institution is closed, and the legal holidays."""

    model = ClosingPeriod
    permission = "partnerships.see_closings"
    template_name = "partnerships/closings.html"
    table_class = tables.ClosingTable
    filterset_fields: ClassVar[list[str]] = []
    queryset_related = ("institution",)
    heading = HEADING
    lead = _("On these days nothing is due in terms that count working days.")
    empty_text = _("No closing days are filled in yet. Weekends and legal holidays never count.")
    create_url_name: ClassVar[str | None] = "partnerships:closing-create"
    create_permission: ClassVar[str | None] = CHANGE
    create_label = _("Add closing days")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The legal holidays of the coming twelve months."""
        today = timezone.localdate()
        return super().get_context_data(holidays=coming_holidays(today), **kwargs)


def coming_holidays(today: date) -> list[tuple[date, str]]:
    """The legal holidays of the coming year, with their names in the reader's language."""
    language = (get_language() or "nl")[:2]
    days = holidays_of(today.year, language) | holidays_of(today.year + 1, language)
    until = date(today.year + 1, today.month, 1)
    return [(day, name) for day, name in days.items() if today <= day < until]


class ClosingPage(ServiceFormPage):
    """What adding, changing and removing share."""

    permission = CHANGE
    form_class: Any = ClosingForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """The institutions that the person coordinates."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list."""
        return [(HEADING, reverse("partnerships:closing-list"))]

    def get_success_url(self) -> str:
        """The list."""
        return reverse("partnerships:closing-list")

    get_cancel_url = get_success_url


class ClosingCreate(ClosingPage):
    """Add days."""

    heading = _("Add closing days")
    submit_label = _("Add these days")
    success_message = _("The closing days are added.")

    def run(self, form: Any) -> ClosingPeriod:
        """Add them."""
        values = dict(form.cleaned_data)
        return add_closing(values.pop("institution"), actor=self.request.user, **values)


class OneClosing(ClosingPage):
    """A page about one period."""

    row: ClosingPeriod
    seen_attribute = "row"

    def check_page(self, request: HttpRequest) -> None:
        """The period in the reader's scope (404), then its rule (403)."""
        rows = scope(ClosingPeriod, request.user).select_related("institution")
        self.row = get_object_or_404(rows, uuid=self.kwargs["uuid"])
        require(request.user, CHANGE, self.row.institution)


class ClosingChange(OneClosing):
    """Other days or another name."""

    template_name = "partnerships/closing_form.html"
    submit_label = _("Save the days")
    success_message = _("The closing days are changed.")

    def get_heading(self) -> str:
        """What they are called."""
        return str(self.row)

    def get_form_kwargs(self) -> dict[str, Any]:
        """As it is now."""
        return super().get_form_kwargs() | {"instance": self.row}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The way to remove them."""
        url = reverse("partnerships:closing-remove", args=[self.row.uuid])
        return super().get_context_data(remove_url=url, **kwargs)

    def run(self, form: Any) -> ClosingPeriod:
        """Change it."""
        return change_closing(self.row, actor=self.request.user, **form.cleaned_data)


class ClosingRemove(OneClosing):
    """The institution is open on these days after all."""

    template_name = "components/confirm.html"
    form_class = forms.Form
    lead = _("The days count as working days again. Last days that people were told stay.")
    submit_label = _("Remove these days")
    success_message = _("The closing days are removed.")

    def get_heading(self) -> Any:
        """What is removed."""
        return _("Remove %(name)s") % {"name": self.row}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Nothing to choose."""
        kwargs = super().get_form_kwargs()
        kwargs.pop("user")
        return kwargs

    def run(self, form: Any) -> None:
        """Remove them."""
        remove_closing(self.row, actor=self.request.user)
