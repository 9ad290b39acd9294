"""Filters of this room's lists, shared by pages and API."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.search import WordsFilter
from partnerships.enums import HostKind, Judgement, Province
from partnerships.models import Organisation, Partnership, Recognition


class HostFilter(django_filters.FilterSet):
    """Hosts by name, kind and province."""

    q = WordsFilter("", label=_("Search by name"))
    host_kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        field_name="host_profile__host_kind",
        choices=HostKind.choices,
        empty_label=_("Any kind"),
    )
    province = django_filters.ChoiceFilter(
        label=_("Province"),
        method="in_province",
        choices=Province.choices,
        empty_label=_("Any province"),
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

    def in_province(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Hosts with a site in the province."""
        return rows.filter(establishments__province_code=value).distinct()


class RecognitionFilter(django_filters.FilterSet):
    """Recognitions by programme, judgement, and whether they hold today."""

    judgement = django_filters.ChoiceFilter(
        label=_("Judgement"), choices=Judgement.choices, empty_label=_("Any judgement")
    )
    valid = django_filters.BooleanFilter(
        label=_("Valid today"),
        method="holds",
        widget=forms.Select(choices=[("", _("All")), ("true", _("Yes")), ("false", _("No"))]),
    )

    class Meta:
        model = Recognition
        fields: list[str] = []

    def holds(self, rows: Any, name: str, value: bool) -> Any:
        """Valid today, or no longer or not yet."""
        held = rows.valid_on(timezone.localdate())
        return held if value else rows.exclude(pk__in=held.values("pk"))


class PartnershipFilter(django_filters.FilterSet):
    """Partnerships by the host's name."""

    q = WordsFilter("host", label=_("Search by host"))

    class Meta:
        model = Partnership
        fields: list[str] = []
