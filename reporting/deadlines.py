"""What has a last day in this room: the access of programs."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.deadlines.kinds import Audience, Deadline, register_deadline
from partnerships.enums import CLIENT_KEEPERS
from partnerships.models import ApiClient
from partnerships.notices import CLIENTS
from partnerships.standing import staff_of


def working_clients() -> QuerySet[ApiClient]:
    """Programs that nobody stopped."""
    return ApiClient.objects.filter(ended_at__isnull=True).select_related("organisation")


def keepers(client: Any) -> Any:
    """Who looks after the programs of an organisation."""
    return staff_of([client.organisation_id], CLIENT_KEEPERS.values())


CLIENT_ENDS = register_deadline(
    Deadline(
        name="reporting.client",
        label=_("Programs whose access ends"),
        rows=working_clients,
        due_path="valid_to",
        owner=Audience(
            words=_("the analysts of the ministry, the coordinators of an institution"),
            people=keepers,
            subject=_("The program “%(program)s” gets no data after %(due)s"),
        ),
        path=lambda row: reverse("reporting:client-detail", args=[row.uuid]),
        values=lambda row: {"program": row},
        topic=CLIENTS,
        link=_("Open the program"),
    )
)
