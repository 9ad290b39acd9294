"""Expressions for “no two at the same time”, without a contrib extension.

GiST knows ranges only, so a key becomes the range from itself to itself
(feasibility.md 1: works on PostgreSQL 15 and 18, also in full_clean).
"""

from typing import Any

from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField
from django.db.models import F, Func, Value


class SameKey(Func):
    """A key as the range [key, key], so that && means equal."""

    function = "int8range"
    output_field = BigIntegerRangeField()

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        key = expressions[0]
        full = expressions if len(expressions) > 1 else (F(key), F(key), Value("[]"))
        super().__init__(*full, **extra)


class ValidPeriod(Func):
    """valid_from to valid_to, both days included; an open end has no end."""

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        super().__init__(*(expressions or (F("valid_from"), F("valid_to"), Value("[]"))), **extra)


class SameText(Func):
    """A text's hash as the range [hash, hash], so that && means equal."""

    function = "int8range"
    template = (
        "int8range(hashtextextended(%(expressions)s, 0),"
        " hashtextextended(%(expressions)s, 0), '[]')"
    )
    output_field = BigIntegerRangeField()
