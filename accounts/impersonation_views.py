"""Stopping to look with somebody's eyes, and reading who did."""

from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts.enums import Ending
from accounts.impersonation import current, end
from accounts.models import Impersonation
from core.access import SignedInPage
from core.tables import MomentColumn
from core.templatetags.words import human_datetime
from core.views.pages import ScopedListPage


class ImpersonationEnd(SignedInPage, View):
    """Be oneself again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Back to the administrator; without a look nothing happens."""
        look = current(request)
        if look:
            end(request, look, Ending.BY_HAND)
            messages.success(request, _("You are yourself again."))
        return redirect("home")


class ImpersonationTable(tables.Table):
    """Who looked with whose eyes, the newest first."""

    created_at = MomentColumn(verbose_name=_("Since"))
    ended = tables.Column(verbose_name=_("Ended"), accessor="pk", orderable=False)
    administrator = tables.Column(verbose_name=_("Administrator"), orderable=False)
    person = tables.Column(verbose_name=_("With the eyes of"), orderable=False)
    reason = tables.Column(verbose_name=_("Reason"), orderable=False)

    class Meta:
        model = Impersonation
        fields = ("created_at", "ended", "administrator", "person", "reason")
        attrs = {"caption": _("Who looked with whose eyes")}

    def render_ended(self, record: Impersonation) -> Any:
        """The moment; while it lasts, that it does."""
        row = getattr(record, "end", None)
        if row is None and timezone.now() < record.ends_at:
            return _("looks now")
        moment = record.ends_at if row is None else min(row.created_at, record.ends_at)
        return human_datetime(moment)


class ImpersonationFilter(django_filters.FilterSet):
    """No filter: there are few."""

    class Meta:
        model = Impersonation
        fields: ClassVar[list[str]] = []


class ImpersonationList(ScopedListPage):
    """For an administrator all looks; for everybody those with their own eyes."""

    model = Impersonation
    table_class = ImpersonationTable
    filterset_class = ImpersonationFilter
    queryset_related = ("administrator", "person", "end")
    heading = _("Who looked with whose eyes")
    lead = _(
        "An administrator of the platform can see it as you do, to help you: with a reason, for"
        " half an hour at most, never to sign or to change your account."
    )
    empty_text = _("Nobody looked with your eyes.")
