"""Lists of API clients and of exports."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.tables import DATE, DayColumn, MomentColumn, NumberColumn, StateColumn
from core.workflow import ATTENTION, GOOD, NEUTRAL, StateLabel
from partnerships.models import ApiClient
from reporting.datasets import DATASETS
from reporting.models import ExportLog

VALID = StateLabel(_("May fetch"), GOOD)
ORPHAN = StateLabel(_("Stopped: nobody answers for it"), ATTENTION)
OVER = StateLabel(_("Period is over"), ATTENTION)
ENDED = StateLabel(_("Stopped"), NEUTRAL)


def validity(client: ApiClient) -> StateLabel:
    """May the client still fetch today? Asked of a client of `visible_to`."""
    if client.ended_at:
        return ENDED
    if not client.valid_from <= timezone.localdate() <= client.valid_to:
        return OVER
    return VALID if client.is_answered else ORPHAN  # type: ignore[attr-defined]


class ClientTable(tables.Table):
    """The organisation's programs."""

    caption = _("API clients")
    state = StateColumn(validity, verbose_name=_("State"))
    name = tables.Column(
        verbose_name=_("Name"),
        linkify=lambda record: reverse("reporting:client-detail", args=[record.uuid]),
    )
    last_used_at = MomentColumn(verbose_name=_("Last used"), default=_("Not used yet"), attrs=DATE)
    valid_to = DayColumn(verbose_name=_("Last day"), attrs=DATE)

    class Meta:
        model = ApiClient
        fields = ("state", "name", "purpose", "protocol_reference", "last_used_at", "valid_to")


class ExportTable(tables.Table):
    """What was fetched."""

    caption = _("Exports")
    created_at = MomentColumn(verbose_name=_("When"))
    client = tables.Column(
        verbose_name=_("Program"),
        order_by="client__name",
        linkify=lambda record: reverse("reporting:client-detail", args=[record.client.uuid]),
    )
    file_format = tables.Column(verbose_name=_("Format"))
    rows = NumberColumn(verbose_name=_("Rows"))

    class Meta:
        model = ExportLog
        fields = ("created_at", "client", "dataset", "file_format", "protocol_reference", "rows")

    def render_dataset(self, value: str) -> Any:
        """The dataset's title; the bare code of one that no longer exists."""
        return DATASETS[value].title if value in DATASETS else value

    def render_file_format(self, value: str) -> str:
        """As people write it."""
        return value.upper()
