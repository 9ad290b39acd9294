"""Programs that fetch data: register one, renew its secret, end it."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import uuid4

from django.core import signing
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from core.access import scope
from core.errors import Invalid, NotNow
from core.permissions import require
from core.versions import Stale
from core.views.pages import (
    Breadcrumb,
    ScopedDetailPage,
    ScopedListPage,
    ServiceFormPage,
    add_errors,
)
from partnerships.clients import end_client, register_client, renew_client, require_running
from partnerships.models import ApiClient
from reporting import forms, tables
from reporting.views.common import READER, crumb

TICKET = "reporting.client"


def new_identifier(ticket: str) -> str:
    """The identifier that the page chose when it was opened. Raises `Invalid`."""
    try:
        return signing.loads(ticket, salt=TICKET)
    except signing.BadSignature as error:
        raise Invalid(_("This form is damaged. Open the page again.")) from error


def moment(when: Any) -> str:
    """Day and time as people write them; empty for a moment that has not come."""
    return date_format(localtime(when), "DATETIME_FORMAT") if when else ""


class SecretOnce:
    """A form whose answer shows a new secret: the only time that anybody sees it."""

    keeps_drafts = False

    def get_initial(self) -> dict[str, Any]:
        """A new identifier for every opened form."""
        return {
            **super().get_initial(),  # type: ignore[misc]
            "ticket": signing.dumps(uuid4().hex, salt=TICKET),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Show the secret in this answer only: it is stored nowhere."""
        try:
            with self.for_what_was_seen():  # type: ignore[attr-defined]
                client, secret = self.run(form)  # type: ignore[attr-defined]
        except (Invalid, NotNow, Stale) as refusal:
            if isinstance(refusal, Stale):
                self.note_stale(form)  # type: ignore[attr-defined]
            add_errors(form, refusal)
            response: HttpResponse = self.form_invalid(form)  # type: ignore[attr-defined]
            response.status_code = refusal.status
            return response
        context = self.get_context_data(  # type: ignore[attr-defined]
            client=client, secret=secret, heading=client.name
        )
        response = render(
            self.request,  # type: ignore[attr-defined]
            "reporting/client_secret.html",
            context,
        )
        response["Cache-Control"] = "no-store"
        return response


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
    template_name = "reporting/client_detail.html"
    queryset_related = ("organisation", "responsible")

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of clients."""
        return [crumb(_("API clients"), "client-list")]

    def get_summary(self) -> list[tuple[Any, ...]]:
        """What it is for, and how it signs in."""
        client = self.object
        milestones = [
            (_("Former identifier works until"), client.former_until),
            (_("Stopped on"), client.ended_at),
        ]
        return [
            (_("Organisation"), client.organisation),
            (_("Purpose"), client.purpose),
            (_("Protocol"), client.protocol_reference),
            (_("Address of the protocol"), client.protocol_url),
            (_("Client identifier"), client.client_id),
            (_("Registered by"), client.responsible),
            (_("First day"), date_format(client.valid_from)),
            (_("Last day"), date_format(client.valid_to)),
            (_("Last used"), moment(client.last_used_at) or _("Not used yet")),
            *[(label, moment(when)) for label, when in milestones if when],
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How it stands, and what the reader may do about it."""
        client = self.object
        may = self.request.user.has_perm("partnerships.change_client", client)
        extra = {"badge": tables.validity(client), "may_change": may and not client.ended_at}
        return super().get_context_data(**extra | kwargs)


class ClientCreate(SecretOnce, ServiceFormPage):
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

    def run(self, form: Any) -> tuple[ApiClient, str]:
        """Register it."""
        values = dict(form.cleaned_data)
        identifier = new_identifier(values.pop("ticket"))
        organisation = values.pop("organisation")
        return register_client(
            organisation, actor=self.request.user, client_id=identifier, **values
        )

    def get_cancel_url(self) -> str:
        """Back to the list."""
        return reverse("reporting:client-list")


class ClientVerb(ServiceFormPage):
    """Something that is done to one client, by whoever looks after it."""

    permission: ClassVar[str] = "partnerships.change_client"

    api_client: ApiClient
    seen_attribute = "api_client"

    def check_page(self, request: HttpRequest) -> None:
        """The client in the reader's scope (404), then its own rule (403)."""
        super().check_page(request)
        clients = scope(ApiClient, request.user).select_related("organisation")
        self.api_client = get_object_or_404(clients, uuid=self.kwargs["uuid"])
        require(request.user, self.permission, self.api_client)

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form only while something can still be done (409)."""
        require_running(self.api_client)
        return super().get(*args, **kwargs)

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list, then the client."""
        return [
            crumb(_("API clients"), "client-list"),
            (str(self.api_client), self.get_cancel_url()),
        ]

    def get_cancel_url(self) -> str:
        """Back to the client."""
        return reverse("reporting:client-detail", args=[self.api_client.uuid])

    get_success_url = get_cancel_url


class ClientRenew(SecretOnce, ClientVerb):
    """A new secret; the old one keeps working for some days."""

    form_class = forms.RenewForm
    heading = _("Renew the secret")
    lead = _(
        "The program gets a new identifier and a new secret. Purpose, datasets and pseudonyms stay "
        "the same."
    )
    submit_label = _("Renew the secret")

    def run(self, form: Any) -> tuple[ApiClient, str]:
        """Renew it."""
        return renew_client(
            self.api_client,
            actor=self.request.user,
            overlap_days=form.cleaned_data["overlap_days"],
            client_id=new_identifier(form.cleaned_data["ticket"]),
        )


class ClientEnd(ClientVerb):
    """The program stops fetching, now and for good."""

    template_name = "reporting/client_end.html"
    form_class = Form
    lead = _(
        "Its secret and its tokens stop working at once, and this cannot be undone. What it "
        "fetched stays on record."
    )
    submit_label = _("Stop this program")
    success_message = _("The program gets no data any more.")

    def get_heading(self) -> str:
        """What will stop, by name."""
        return _("Stop %(program)s") % {"program": self.api_client}

    def run(self, form: Any) -> ApiClient:
        """End it."""
        return end_client(self.api_client, actor=self.request.user)
