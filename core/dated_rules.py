"""Amounts and terms of law as they hold on a day."""

from calendar import monthrange
from datetime import date
from decimal import Decimal

from django.db.models import Q

from core.models import DatedRule


def value_on(code: str, day: date) -> Decimal:
    """The rule's value on that day. Raises DatedRule.DoesNotExist when none holds."""
    rules = DatedRule.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), code=code, valid_from__lte=day
    )
    return rules.order_by("-valid_from")[:1].get().value


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the month's last day when it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
