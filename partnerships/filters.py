"""Filters of this room's lists, shared by pages and API."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.search import WordsFilter
from partnerships.enums import HostKind, Judgement, OrganisationKind, Province, Role, SignInState
from partnerships.models import Membership, Organisation, Partnership, Person, Recognition


def yes_or_no() -> forms.Select:
    """A choice of three: all, yes, no."""
    return forms.Select(choices=[("", _("All")), ("true", _("Yes")), ("false", _("No"))])


class OrganisationFilter(django_filters.FilterSet):
    """Organisations by name, kind, and whether their code is known."""

    q = WordsFilter("", label=_("Search by name"))
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=OrganisationKind.choices, empty_label=_("Any kind")
    )
    has_code = django_filters.BooleanFilter(
        label=_("Code is known"),
        field_name="access_code",
        lookup_expr="isnull",
        exclude=True,
        widget=yes_or_no(),
    )

    class Meta:
        model = Organisation
        fields: list[str] = []


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
        widget=yes_or_no(),
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


class NameOrAddressFilter(WordsFilter):
    """People by words of the name, or by the beginning of the address."""

    def filter(self, qs: Any, value: Any) -> Any:
        """An address is known by its sign."""
        if value and "@" in value:
            return qs.filter(email__istartswith=value.strip())
        return super().filter(qs, value)


class PersonFilter(django_filters.FilterSet):
    """People by name or address, by how they stand to signing in, and by role."""

    q = NameOrAddressFilter("", label=_("Search by name or e-mail address"))
    state = django_filters.ChoiceFilter(
        label=_("Sign-in"),
        field_name="sign_in_state",
        choices=SignInState.choices,
        empty_label=_("Any state"),
    )
    role = django_filters.ChoiceFilter(
        label=_("Role"), method="with_role", choices=Role.choices, empty_label=_("Any role")
    )
    two_steps = django_filters.BooleanFilter(
        label=_("Signs in with two steps"),
        widget=yes_or_no(),
    )

    class Meta:
        model = Person
        fields: list[str] = []

    def with_role(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """People in that role, through which the reader sees them."""
        held = Membership.objects.looked_after_by(self.request.user)
        return rows.filter(pk__in=held.filter(role=value).values("user"))
