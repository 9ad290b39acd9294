"""Checks shared by forms, serializers, services and models."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

QUARTER = Decimal("0.25")
LONGEST_DAY = Decimal(12)


def validate_quarters(value: Decimal) -> None:
    """Hours go in steps of a quarter. Raises ValidationError."""
    if value % QUARTER:
        raise ValidationError(_("Fill in hours in quarters, such as 7.25."), code="quarters")


def validate_academic_year(value: str) -> None:
    """Two years that follow each other, such as 2026-2027. Raises ValidationError."""
    first, __, second = value.partition("-")
    right = first.isdecimal() and second.isdecimal() and len(first) == len(second) == 4
    if not right or int(second) != int(first) + 1:
        raise ValidationError(
            _("Write an academic year as two years, such as 2026-2027."), code="academic_year"
        )
