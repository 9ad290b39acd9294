"""Columns of this room's lists."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.enums import SigningParty
from agreements.models import Agreement, ClauseTemplate
from core.tables import DayColumn, StateColumn
from trajectories.models import Trajectory


class AgreementTable(tables.Table):
    """Agreements: how far, of whom, from when."""

    state = StateColumn()
    student = tables.Column(
        verbose_name=_("Student"),
        accessor="trajectory__student",
        order_by="trajectory__student__user__last_name",
        linkify=lambda record: reverse("agreements:agreement-detail", args=[record.uuid]),
    )
    host = tables.Column(
        verbose_name=_("Host organisation"),
        accessor="trajectory__position__workplace__establishment__organisation",
        order_by="trajectory__position__workplace__establishment__organisation__name_nl",
    )
    start_date = DayColumn(verbose_name=_("Starts on"))
    signature_count = tables.Column(verbose_name=_("Signatures"), orderable=False)

    class Meta:
        model = Agreement
        fields = ("state", "student", "host", "start_date", "signature_count")
        attrs = {"caption": _("Agreements")}

    def render_signature_count(self, value: int) -> str:
        """Such as "2 of 3"."""
        return gettext("%(signed)s of %(all)s") % {"signed": value, "all": len(SigningParty)}


class ToDraftTable(tables.Table):
    """Planned trajectories that still need an agreement."""

    student = tables.Column(verbose_name=_("Student"), orderable=False)
    host = tables.Column(
        verbose_name=_("Host organisation"), accessor="position__host", orderable=False
    )
    pathway = tables.Column(verbose_name=_("Pathway"), orderable=False)
    start_date = DayColumn(verbose_name=_("Starts on"))
    draft = tables.TemplateColumn(
        verbose_name=_("Agreement"),
        template_name="agreements/draft_button.html",
        orderable=False,
        exclude_from_export=True,
    )

    class Meta:
        model = Trajectory
        fields = ("student", "host", "pathway", "start_date", "draft")
        attrs = {"caption": _("Planned trajectories without an agreement")}


class ClauseTemplateTable(tables.Table):
    """The model clauses: the ten of the advice, and the institution's own."""

    title = tables.Column(
        verbose_name=_("Clause"),
        accessor="title",
        orderable=False,
        linkify=lambda record: reverse("agreements:clausetemplate-detail", args=[record.uuid]),
    )
    origin = tables.Column(verbose_name=_("Origin"), empty_values=(), orderable=False)

    class Meta:
        model = ClauseTemplate
        fields = ("title", "responsible", "origin")
        attrs = {"caption": _("Model clauses")}

    def render_origin(self, record: Any) -> str:
        """The advice, or the institution that wrote it."""
        return str(record.institution) if record.institution else gettext("the advice")
