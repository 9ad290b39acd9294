"""Columns of this room's lists."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.tables import DayColumn, StateColumn
from matching.models import Application, IntakeRound


def application_url(record: Any) -> str:
    """The page of an application."""
    return reverse("matching:application-detail", args=[record.uuid])


class RoundTable(tables.Table):
    """Intake rounds."""

    state = StateColumn()
    name = tables.Column(
        linkify=lambda record: reverse("matching:round-detail", args=[record.uuid])
    )
    pathway = tables.Column(verbose_name=_("Pathway"), order_by="pathway__title_nl")
    closes_on = DayColumn(verbose_name=_("Last day to apply"))
    application_count = tables.Column(verbose_name=_("Applications"))

    class Meta:
        model = IntakeRound
        fields = ("state", "name", "pathway", "closes_on", "application_count")
        attrs = {"caption": _("Intake rounds")}

    def render_application_count(self, record: Any, value: int) -> str:
        """How many applied is for the round's own institution, whatever role one looks in."""
        return str(value) if self.request.user.has_perm("matching.see_counts", record) else "–"


class ApplicationTable(tables.Table):
    """Applications, for those who handle them."""

    state = StateColumn()
    student = tables.Column(
        verbose_name=_("Student"), order_by="student__user__last_name", linkify=application_url
    )
    intake_round = tables.Column(verbose_name=_("Intake round"), order_by="intake_round__name")
    submitted_at = DayColumn(verbose_name=_("Sent"))

    class Meta:
        model = Application
        fields = ("state", "student", "intake_round", "submitted_at")
        attrs = {"caption": _("Applications")}


class OwnApplicationTable(ApplicationTable):
    """A student's own applications: the round is what they know it by."""

    intake_round = tables.Column(verbose_name=_("Intake round"), linkify=application_url)

    class Meta(ApplicationTable.Meta):
        exclude = ("student",)
