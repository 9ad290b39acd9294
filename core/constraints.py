"""Constraints that several models share, named as sentences."""

import re
from copy import copy
from typing import Any

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

ENDS_BEFORE_START = _("The last day is before the first day.")


def one_of(field: str, choices: type[models.Choices], name: str) -> models.CheckConstraint:
    """The column holds a value of its code list, also for raw SQL."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


class Sha256(Func):
    """The SHA-256 of a text in UTF-8, in 64 hexadecimal digits, as PostgreSQL works it out."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = models.CharField()


def is_hash_of(content: str, name: str, field: str = "sha256") -> models.CheckConstraint:
    """A column holds the SHA-256 of the text in another, also for raw SQL."""
    return models.CheckConstraint(condition=Q(**{field: Sha256(content)}), name=name)


class EndsAfterStart(models.CheckConstraint):
    """The same CHECK for the database; for a form the sentence stands at the last day."""

    def __init__(self, *, name: str, start: str, end: str) -> None:
        condition = Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": models.F(start)})
        super().__init__(condition=condition, name=name)
        self.start, self.end = start, end

    def validate(
        self, model: Any, instance: Any, exclude: Any = None, using: str = DEFAULT_DB_ALIAS
    ) -> None:
        """Raise `ValidationError` at the last day when it is before the first."""
        known = not {self.start, self.end} & set(exclude or ())
        if known and ends_too_early(instance, self.start, self.end):
            raise ValidationError({self.end: ENDS_BEFORE_START})

    def clone(self) -> "EndsAfterStart":
        """Models take a copy; the two days are no argument of a CHECK."""
        return copy(self)

    def deconstruct(self) -> Any:
        """For migrations it is the CHECK that it makes."""
        __, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs


def ends_after_start(
    name: str, start: str = "valid_from", end: str = "valid_to"
) -> models.CheckConstraint:
    """A period's last day is not before its first; an open end is allowed."""
    return EndsAfterStart(name=name, start=start, end=end)


def ends_too_early(row: Any, start: str = "valid_from", end: str = "valid_to") -> bool:
    """Whether both days are known and the last is before the first."""
    first, last = getattr(row, start), getattr(row, end)
    return bool(first and last and last < first)


class NotTwiceAtATime(ExclusionConstraint):
    """No two rows in overlapping periods.

    A period that ends before it starts is no range that PostgreSQL can compare: its own check
    says so, and this one stays silent.
    """

    def validate(
        self, model: Any, instance: Any, exclude: Any = None, using: str = DEFAULT_DB_ALIAS
    ) -> None:
        """Raise `ValidationError` when another row covers one of these days."""
        if not ends_too_early(instance):
            super().validate(model, instance, exclude=exclude, using=using)

    def deconstruct(self) -> Any:
        """For migrations it is the constraint that it makes."""
        __, args, kwargs = super().deconstruct()
        return "django.contrib.postgres.constraints.ExclusionConstraint", args, kwargs


def agrees(name: str, source: str, *, held: str = "") -> pgtrigger.Trigger:
    """What a row says twice, along two of its keys, is the same, also for raw SQL.

    ``source`` is the FROM and WHERE of a query about ``NEW`` that finds a row when both agree.
    Asked when a row is made and when one of those columns changes: a row that agreed once can
    still move on after the rows it points at have changed.

    ``held`` is the FROM and WHERE of rows that are locked first, until the transaction ends: of two
    who ask about the same ones at the same moment, the second reads what the first committed.
    """
    lock = f"PERFORM 1 FROM {held} FOR NO KEY UPDATE;\n            " if held else ""
    columns = sorted(set(re.findall(r"NEW\.(\w+)", source)))
    before, after = (", ".join(f"{row}.{name}" for name in columns) for row in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF TG_OP = 'UPDATE' THEN
                IF ({before}) IS NOT DISTINCT FROM ({after}) THEN RETURN NEW; END IF;
            END IF;
            {lock}IF NOT EXISTS (SELECT 1 FROM {source}) THEN
                RAISE EXCEPTION 'This row does not agree with the rows it points at'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NEW;
        """,  # noqa: S608  written in models, never from input
    )


def all_agree(name: str, source: str) -> pgtrigger.Trigger:
    """As `agrees`, for rows that are written once: asked once for all rows of a statement.

    Thousands that come together are looked up together, not one by one.
    """
    each = source.replace("NEW.", "new_row.")
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=f"""
            IF EXISTS (SELECT 1 FROM new_rows AS new_row WHERE NOT EXISTS (SELECT 1 FROM {each}))
            THEN
                RAISE EXCEPTION 'This row does not agree with the rows it points at'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NULL;
        """,  # noqa: S608  written in models, never from input
    )


# Expressions for “no two at the same time”, without a contrib extension: GiST knows ranges
# only, so a key becomes the range from itself to itself (PostgreSQL 15 and 18, and full_clean).


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

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, tuple[str | int, ...]]:
        """The text stands in it twice, and so does a value that full_clean asks about."""
        sql, params = super().as_sql(*args, **kwargs)
        return sql, (*params, *params)
