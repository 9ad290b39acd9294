"""The API of law's amounts and terms: everybody reads, administrators change."""

from datetime import date
from typing import Any, ClassVar

import django_filters
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.examples import example
from core.api.serializers import RecordSerializer
from core.api.views import ScopedViewSet, verb
from core.dated_rules.services import CHANGE, add_period, correct_period
from core.models import DatedRule
from core.permissions import require
from core.rule_codes import codes


class DatedRuleFilter(django_filters.FilterSet):
    """Periods of one rule, or those that hold on a day."""

    code = django_filters.CharFilter()
    on = django_filters.DateFilter(method="holds_on", label="holds on this day")

    class Meta:
        model = DatedRule
        fields: ClassVar[list[str]] = []

    def holds_on(self, rows: Any, name: str, value: date) -> Any:
        """The periods that hold on that day."""
        return rows.valid_on(value)


class DatedRuleSerializer(RecordSerializer):
    """A value with the period in which it holds."""

    name = serializers.CharField(source="meaning.label", read_only=True)
    unit = serializers.CharField(source="meaning.unit.value", read_only=True)

    class Meta:
        model = DatedRule
        fields = [
            "id",
            "code",
            "name",
            "unit",
            "value",
            "valid_from",
            "valid_to",
            "source",
            "reason",
        ]


@example(
    code="offer_answer_days",
    value="10",
    valid_from="2027-09-01",
    source="Besluit van 25 juni 2027, artikel 4",
)
class PeriodSerializer(serializers.Serializer[Any]):
    """A new period of a rule."""

    code = serializers.CharField()
    value = serializers.DecimalField(max_digits=12, decimal_places=4, min_value=0)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(required=False, allow_null=True)
    source = serializers.CharField(max_length=300)  # type: ignore[assignment]
    gap_meant = serializers.BooleanField(default=False)

    def validate_code(self, value: str) -> Any:
        """A rule that the platform knows."""
        if value not in codes:
            raise serializers.ValidationError(_("Choose one of the list."))
        return codes[value]


@example(reason="Tikfout", source="Besluit van 25 juni 2026, artikel 4")
class CorrectionSerializer(serializers.Serializer[Any]):
    """What a period should have said, and why."""

    reason = serializers.CharField(max_length=300)
    value = serializers.DecimalField(max_digits=12, decimal_places=4, min_value=0, required=False)
    valid_from = serializers.DateField(required=False)
    valid_to = serializers.DateField(required=False, allow_null=True)
    source = serializers.CharField(max_length=300, required=False)  # type: ignore[assignment]
    gap_meant = serializers.BooleanField(default=False)


class DatedRuleViewSet(ScopedViewSet):
    """Law's amounts and terms, each with its period."""

    model = DatedRule
    serializer_class: Any = DatedRuleSerializer
    filterset_class = DatedRuleFilter

    @extend_schema(request=PeriodSerializer, responses={201: DatedRuleSerializer})
    def create(self, request: Request) -> Response:
        """Add a period, through the same service as the page."""
        require(request.user, CHANGE)
        rule = add_period(actor=request.user, **self.sent(PeriodSerializer))
        return self.made(rule, DatedRuleSerializer)

    correct = verb("correct", correct_period, DatedRuleSerializer, CorrectionSerializer, CHANGE)
