"""Filters of this room's lists, shared by pages and API."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.enums import HostKind, Judgement, Province
from partnerships.models import Organisation, Partnership, Recognition


class HostFilter(django_filters.FilterSet):
    """Hosts by name, kind and province."""

    q = django_filters.CharFilter(label=_("Search by name"), method="search")
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

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Every word somewhere in the name."""
        for word in value.split():
            rows = rows.filter(Q(name_nl__icontains=word) | Q(name_en__icontains=word))
        return rows

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

    q = django_filters.CharFilter(
        label=_("Search by host"), field_name="host__name_nl", lookup_expr="icontains"
    )

    class Meta:
        model = Partnership
        fields: list[str] = []
