"""Pages of administrators: under which numbers organisations sign in."""

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from core.access import ScopedPage
from core.views.pages import Breadcrumb, ScopedListPage, ServiceFormMixin
from partnerships import filters, tables
from partnerships.access_codes import SET, set_access_code
from partnerships.models import Organisation

HEADING = _("Organisations")


class OrganisationList(ScopedListPage):
    """Every organisation with the numbers by which a provider names it."""

    model = Organisation
    permission = SET
    table_class = tables.OrganisationTable
    filterset_class = filters.OrganisationFilter
    heading = HEADING
    lead = _(
        "People who sign in through ACM/IDM come for an organisation. It is known by its enterprise"
        " number, or by its code at the access management: an institution number or an OVO code."
    )
    empty_text = _("No organisation is known yet. Organisations come in by import.")


class AccessCodeForm(django_forms.ModelForm):
    """The code alone."""

    class Meta:
        model = Organisation
        fields = ["access_code"]
        labels = {"access_code": _("Code at the access management")}
        help_texts = {
            "access_code": _(
                "An institution number of 3 to 6 digits, or OVO and 6 digits. Leave it empty when"
                " the organisation is known by its enterprise number."
            )
        }

    def _post_clean(self) -> None:
        """The service checks the code."""


class AccessCodePage(ScopedPage, ServiceFormMixin, SingleObjectMixin, FormView):
    """The code of one organisation."""

    model = Organisation
    permission = SET
    form_class = AccessCodeForm
    submit_label = _("Save the code")
    success_message = _("The code is saved.")

    @cached_property
    def object(self) -> Any:
        """The organisation, after the rule."""
        return self.get_object()

    def get_heading(self) -> str:
        """Which one."""
        return str(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        """As it stands now."""
        return super().get_form_kwargs() | {"instance": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it is for, with the other number by which the organisation is known."""
        lead = _(
            "People who sign in through ACM/IDM for this organisation come in when they have a role"
            " here today. Its enterprise number, %(number)s, is known already."
        ) % {"number": self.object.enterprise_number_for_people}
        return super().get_context_data(lead=lead, **kwargs)

    def run(self, form: Any) -> Organisation:
        """Write it down."""
        code = form.cleaned_data["access_code"] or ""
        return set_access_code(self.object, access_code=code, actor=self.request.user)

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list."""
        return [(HEADING, self.get_success_url())]

    def get_success_url(self) -> str:
        """The list."""
        return reverse("partnerships:organisation-list")

    get_cancel_url = get_success_url
