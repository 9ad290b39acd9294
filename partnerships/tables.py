"""Columns of this room's lists."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.tables import StateColumn
from core.workflow import ATTENTION, GOOD, NEUTRAL, StateLabel
from partnerships.models import Organisation, Partnership, Recognition

VALID = StateLabel(_("Valid"), GOOD)
OVER = StateLabel(_("Over"), ATTENTION)
LATER = StateLabel(_("Starts later"), NEUTRAL)


def validity(row: Any) -> StateLabel:
    """Does a dated row hold today?"""
    today = timezone.localdate()
    if row.valid_from > today:
        return LATER
    return VALID if row.valid_to is None or row.valid_to >= today else OVER


class HostTable(tables.Table):
    """Hosts that an institution can work with."""

    name = tables.Column(
        verbose_name=_("Host"),
        accessor="name",
        order_by="name_nl",
        linkify=lambda record: reverse("partnerships:host-detail", args=[record.uuid]),
    )
    sector = tables.Column(
        accessor="host_profile__sector", verbose_name=_("Sector"), orderable=False
    )
    site_count = tables.Column(verbose_name=_("Sites"))
    is_partner = tables.BooleanColumn(verbose_name=_("Partner"), yesno=(_("Yes"), _("No")))

    class Meta:
        model = Organisation
        fields = ("name", "sector", "site_count", "is_partner")
        attrs = {"caption": _("Hosts")}


class RecognitionTable(tables.Table):
    """Recognitions of establishments for programmes."""

    state = StateColumn(validity, verbose_name=_("State"))
    establishment = tables.Column(
        verbose_name=_("Site"),
        linkify=lambda record: reverse("partnerships:recognition-detail", args=[record.uuid]),
    )
    programme = tables.Column(verbose_name=_("Programme"), order_by="programme__name_nl")
    valid_to = tables.DateColumn(verbose_name=_("Last day"), format="j F Y")

    class Meta:
        model = Recognition
        fields = ("state", "establishment", "programme", "judgement", "valid_to")
        attrs = {"caption": _("Recognitions")}


class PartnershipTable(tables.Table):
    """Who works with whom."""

    host = tables.Column(
        verbose_name=_("Host"),
        linkify=lambda record: reverse("partnerships:partnership-detail", args=[record.uuid]),
    )
    institution = tables.Column(verbose_name=_("Institution"))
    started_on = tables.DateColumn(verbose_name=_("Since"), format="j F Y")

    class Meta:
        model = Partnership
        fields = ("host", "institution", "started_on")
        attrs = {"caption": _("Partnerships")}
