"""Constraints that several models share, named as sentences."""

import re

import pgtrigger
from django.db import models
from django.db.models import Q


def one_of(field: str, choices: type[models.Choices], name: str) -> models.CheckConstraint:
    """The column holds a value of its code list, also for raw SQL."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


def ends_after_start(
    name: str, start: str = "valid_from", end: str = "valid_to"
) -> models.CheckConstraint:
    """A period's last day is not before its first; an open end is allowed."""
    condition = Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": models.F(start)})
    return models.CheckConstraint(condition=condition, name=name)


def agrees(name: str, source: str) -> pgtrigger.Trigger:
    """What a row says twice, along two of its keys, is the same, also for raw SQL.

    ``source`` is the FROM and WHERE of a query about ``NEW`` that finds a row when both agree.
    Asked when a row is made and when one of those columns changes: a row that agreed once can
    still move on after the rows it points at have changed.
    """
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
            IF NOT EXISTS (SELECT 1 FROM {source}) THEN
                RAISE EXCEPTION 'This row does not agree with the rows it points at'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NEW;
        """,  # noqa: S608  written in models, never from input
    )
