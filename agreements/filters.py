"""Filters of this room's lists, shared by pages and API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.enums import SIGNABLE, AgreementState
from agreements.models import Agreement, AgreementVersion, Clause, ClauseTemplate
from core.search import WordsFilter
from trajectories.models import Trajectory

HOST = "position__workplace__establishment__organisation"
WAITING = "waiting"
STATE_CHOICES = [
    (WAITING, _("Waiting for signatures")),
    (AgreementState.DRAFT, _("Draft")),
    (AgreementState.PROPOSED, _("Proposed, no signature yet")),
    (AgreementState.PARTIALLY_SIGNED, _("Partly signed")),
    (AgreementState.SIGNED, _("Signed, not in force yet")),
    (AgreementState.IN_FORCE, _("In force")),
    (AgreementState.COMPLETED, pgettext_lazy("agreement", "Completed")),
    (AgreementState.TERMINATED, pgettext_lazy("agreement", "Ended early")),
    (AgreementState.DECLINED, _("Declined")),
    (AgreementState.CANCELLED, _("Cancelled")),
]


class AgreementFilter(django_filters.FilterSet):
    """Agreements by name and state."""

    q = WordsFilter(
        "trajectory__student__user", f"trajectory__{HOST}", label=_("Search by student or host")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=STATE_CHOICES,
        method="in_state",
        empty_label=_("Any state"),
    )

    class Meta:
        model = Agreement
        fields: list[str] = []

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """In one state, or in one of those that wait for signatures."""
        return rows.filter(state__in=SIGNABLE if value == WAITING else [value])


class ToDraftFilter(django_filters.FilterSet):
    """Planned trajectories by name."""

    q = WordsFilter("student__user", HOST, label=_("Search by student or host"))

    class Meta:
        model = Trajectory
        fields: list[str] = []


class OfAgreementFilter(django_filters.FilterSet):
    """Rows of one agreement."""

    agreement = django_filters.UUIDFilter(label=_("Agreement"), field_name="agreement__uuid")


class ClauseFilter(OfAgreementFilter):
    """Clauses of one agreement."""

    class Meta:
        model = Clause
        fields: list[str] = []


class VersionFilter(OfAgreementFilter):
    """Versions of one agreement."""

    class Meta:
        model = AgreementVersion
        fields: list[str] = []


class ClauseTemplateFilter(django_filters.FilterSet):
    """Model clauses by a word in the title."""

    q = WordsFilter("", label=_("Search by title"))

    class Meta:
        model = ClauseTemplate
        fields: list[str] = []
