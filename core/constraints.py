"""Constraints that several models share, named as sentences."""

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
