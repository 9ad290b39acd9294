"""Pages for an analyst: what can be fetched, by which programs, and what was. No personal data."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import uuid4

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core.access import SignedInPage
from core.errors import Invalid, NotNow
from core.views.pages import (
    Breadcrumb,
    Page,
    ScopedDetailPage,
    ScopedListPage,
    ServiceFormPage,
    add_errors,
)
from partnerships.clients import register_client
from partnerships.models import ApiClient
from reporting import forms, tables
from reporting.datasets import DATASETS
from reporting.models import ExportLog

READER = "reporting.see_datasets"
TICKET = "reporting.client"


def crumb(label: Any, name: str) -> Breadcrumb:
    """A list as a step of the way here."""
    return (label, reverse(f"reporting:{name}"))


class DatasetList(SignedInPage, Page, TemplateView):
    """The catalogue."""

    permission = READER
    template_name = "reporting/dataset_list.html"
    heading = _("Data")
    lead = _("Pseudonymised data of all pilots. No page here shows anything about a person.")
    extra_context = {"datasets": list(DATASETS.values())}


class DatasetPage(SignedInPage, Page, TemplateView):
    """A dataset: its dictionary, and how a program fetches it."""

    permission = READER
    template_name = "reporting/dataset_detail.html"

    @cached_property
    def dataset(self) -> Any:
        """The dataset in the address, else 404."""
        if self.kwargs["code"] not in DATASETS:
            raise Http404
        return DATASETS[self.kwargs["code"]]

    def get_heading(self) -> Any:
        """The dataset's title."""
        return self.dataset.title

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The catalogue."""
        return [crumb(_("Data"), "dataset-list")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The dictionary and the two addresses that a program needs."""
        return super().get_context_data(
            dataset=self.dataset,
            lead=self.dataset.description,
            filters=sorted(self.dataset.filters.items()),
            token_url=self.request.build_absolute_uri(reverse("idp:oidc:token")),
            data_url=self.request.build_absolute_uri(
                reverse("dataset-data", args=[self.dataset.code])
            ),
            **kwargs,
        )


class ClientList(ScopedListPage):
    """The programs that fetch for the reader's organisation."""

    model = ApiClient
    permission = READER
    table_class = tables.ClientTable
    filterset_fields: ClassVar[list[str]] = []
    heading = _("API clients")
    lead = _(
        "Programs that fetch data for your organisation, for which purpose, under which protocol."
    )
    empty_text = _("No program fetches data for your organisation yet.")
    create_url_name: ClassVar[str | None] = "reporting:client-create"
    create_permission: ClassVar[str | None] = "partnerships.register_client"
    create_label = _("Register a client")


class ClientDetail(ScopedDetailPage):
    """A program: purpose, protocol, validity. Never its secret."""

    model = ApiClient
    permission = READER
    template_name = "components/detail_page.html"
    queryset_related = ("organisation", "responsible")

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of clients."""
        return [crumb(_("API clients"), "client-list")]

    def get_summary(self) -> list[tuple[Any, ...]]:
        """What it is for, and how it signs in."""
        client = self.object
        return [
            (_("Organisation"), client.organisation),
            (_("Purpose"), client.purpose),
            (_("Protocol"), client.protocol_reference),
            (_("Address of the protocol"), client.protocol_url),
            (_("Client identifier"), client.client_id),
            (_("Registered by"), client.responsible),
            (_("First day"), date_format(client.valid_from)),
            (_("Last day"), date_format(client.valid_to)),
        ]


class ClientCreate(ServiceFormPage):
    """Register a program; the answer shows its secret, once."""

    permission = "partnerships.register_client"
    form_class = forms.ClientForm
    heading = _("Register a client")
    lead = _("You get an identifier and a secret for a program. The secret is shown once.")
    submit_label = _("Register the client")

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of clients."""
        return [crumb(_("API clients"), "client-list")]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Only the reader's own organisations can be chosen."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """A new identifier for every opened form."""
        return {"ticket": signing.dumps(uuid4().hex, salt=TICKET)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Show the secret in this answer only: it is stored nowhere."""
        try:
            client, secret = self.run(form)
        except (Invalid, NotNow) as refusal:
            add_errors(form, refusal)
            response = self.form_invalid(form)
            response.status_code = refusal.status
            return response
        context = self.get_context_data(client=client, secret=secret, heading=client.name)
        response = render(self.request, "reporting/client_secret.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def run(self, form: Any) -> tuple[ApiClient, str]:
        """Register it."""
        values = dict(form.cleaned_data)
        try:
            identifier = signing.loads(values.pop("ticket"), salt=TICKET)
        except signing.BadSignature as error:
            raise Invalid(_("This form is damaged. Open the page again.")) from error
        organisation = values.pop("organisation")
        return register_client(
            organisation, actor=self.request.user, client_id=identifier, **values
        )

    def get_cancel_url(self) -> str:
        """Back to the list."""
        return reverse("reporting:client-list")


class ExportList(ScopedListPage):
    """What the organisation's programs fetched, newest first."""

    model = ExportLog
    permission = READER
    table_class = tables.ExportTable
    filterset_fields: ClassVar[list[str]] = []
    queryset_related = ("client",)
    heading = _("Exports")
    lead = _("Every time that a program of your organisation fetched data.")
    empty_text = _("Nothing was fetched yet.")
