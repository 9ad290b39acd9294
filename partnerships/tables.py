"""Columns of this room's lists."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.tables import DayColumn, NumberColumn, StateColumn, YesNoColumn
from core.workflow import ATTENTION, GOOD, NEUTRAL, StateLabel
from partnerships.models import ClosingPeriod, Organisation, Partnership, Person, Recognition
from partnerships.sign_in_states import sign_in_badge

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
    site_count = NumberColumn(verbose_name=_("Sites"))
    is_partner = YesNoColumn(verbose_name=_("Partner"))

    class Meta:
        model = Organisation
        fields = ("name", "sector", "site_count", "is_partner")
        attrs = {"caption": _("Hosts")}


class OrganisationTable(tables.Table):
    """Every organisation, with the numbers by which a provider names it."""

    name = tables.Column(
        verbose_name=_("Organisation"),
        accessor="name",
        order_by="name_nl",
        linkify=lambda record: reverse("partnerships:organisation-access-code", args=[record.uuid]),
    )
    kind = tables.Column(verbose_name=_("Kind"))
    enterprise_number = tables.Column(
        verbose_name=_("Enterprise number"),
        accessor="enterprise_number_for_people",
        order_by="enterprise_number",
    )
    access_code = tables.Column(verbose_name=_("Code at the access management"))

    class Meta:
        model = Organisation
        fields = ("name", "kind", "enterprise_number", "access_code")
        attrs = {"caption": _("Organisations")}


class RecognitionTable(tables.Table):
    """Recognitions of establishments for programmes."""

    state = StateColumn(validity, verbose_name=_("State"))
    establishment = tables.Column(
        verbose_name=_("Site"),
        linkify=lambda record: reverse("partnerships:recognition-detail", args=[record.uuid]),
    )
    programme = tables.Column(verbose_name=_("Programme"), order_by="programme__name_nl")
    valid_to = DayColumn(verbose_name=_("Last day"))

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
    started_on = DayColumn(verbose_name=_("Since"))

    class Meta:
        model = Partnership
        fields = ("host", "institution", "started_on")
        attrs = {"caption": _("Partnerships")}


class PersonTable(tables.Table):
    """People and how they stand to signing in."""

    sign_in_state = StateColumn(sign_in_badge, verbose_name=_("Sign-in"), orderable=True)
    name = tables.Column(
        verbose_name=_("Name"),
        accessor="get_full_name",
        order_by=("last_name", "first_name"),
        linkify=lambda record: reverse("people:person-detail", args=[record.uuid]),
    )
    email = tables.Column(
        verbose_name=_("E-mail address"), attrs={"td": {"class": "list__anywhere"}}
    )
    roles = tables.Column(verbose_name=_("Roles"), accessor="shown_roles", orderable=False)
    two_steps = YesNoColumn(verbose_name=_("Two steps"))
    last_login = DayColumn(verbose_name=_("Last signed in"), default=_("never"))

    class Meta:
        model = Person
        fields = ("sign_in_state", "name", "email", "roles", "two_steps", "last_login")
        attrs = {"caption": _("People")}

    def render_roles(self, value: list[Any]) -> str:
        """Each role with its organisation; without any, that there is none."""
        return "; ".join(str(role) for role in value) or str(_("none"))


class ClosingTable(tables.Table):
    """Days on which an institution is closed."""

    name = tables.Column(
        verbose_name=_("Name"),
        accessor="name",
        order_by="name_nl",
        linkify=lambda record, table: (
            reverse("partnerships:closing-change", args=[record.uuid])
            if table.request.user.has_perm("partnerships.change_closings", record)
            else None
        ),
    )
    valid_from = tables.DateColumn(verbose_name=_("First day"), format="j F Y")
    valid_to = tables.DateColumn(verbose_name=_("Last day"), format="j F Y")

    class Meta:
        model = ClosingPeriod
        fields = ("name", "valid_from", "valid_to")
        attrs = {"caption": _("Closing days")}
