"""Sorting by the columns of the page's table, and where a page of such an order goes on.

A place in an order is the values of its columns in the last row that was shown, down to the
key that makes every row different: rows that are added or removed meanwhile move nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import F, Q
from django.db.models.constants import LOOKUP_SEP

PREFIX = "_sorted_"


@dataclass(frozen=True)
class Key:
    """A column to sort by."""

    path: str
    descending: bool = False


def sortable(table: Any, rows: Any) -> dict[str, tuple[str, ...]]:
    """The columns of the page's table that sort, with the paths that they sort by.

    Without what only the page counts: nobody can sort by what the API does not show.
    """
    found = {}
    for name, column in table.base_columns.items() if table else ():
        paths = tuple(str(path) for path in column.order_by or [column.accessor or name])
        if column.orderable is not False and all(_has(rows, path) for path in paths):
            found[name] = paths
    return found


def _has(rows: Any, path: str) -> bool:
    first = path.lstrip("-").split(LOOKUP_SEP)[0]
    return first in rows.query.annotations or any(
        field.name == first for field in rows.model._meta.get_fields()
    )


def keys_of(model: type[models.Model], paths: tuple[str, ...], *, descending: bool) -> list[Key]:
    """The columns behind paths; a path to another row sorts by that row's own order."""
    return [
        Key(path.lstrip("-"), path.startswith("-") != descending)
        for asked in paths
        for path in _plain(model, asked)
    ]


def _plain(model: type[models.Model], path: str) -> Iterator[str]:
    minus, steps = ("-" if path.startswith("-") else ""), path.lstrip("-").split(LOOKUP_SEP)
    target = model
    for step in steps:
        try:
            related = target._meta.get_field(step).related_model
        except FieldDoesNotExist:  # an annotation of the list
            yield path
            return
        if related is None:
            yield path
            return
        target = related
    for own in target._meta.ordering or ["pk"]:
        inner = str(own)
        sign = "-" if bool(minus) != inner.startswith("-") else ""
        yield from _plain(model, sign + LOOKUP_SEP.join([*steps, inner.lstrip("-")]))


class Order:
    """A total order of rows: some columns, then a key that no two rows share."""

    def __init__(self, name: str, keys: list[Key], last: str) -> None:
        self.name = name
        self.keys = [*keys, Key(last)]

    def apply(self, rows: Any) -> Any:
        """The rows in this order, empty values last, with what `place` needs."""
        columns = {f"{PREFIX}{n}": F(key.path) for n, key in enumerate(self.keys)}
        order = [
            F(name).desc(nulls_last=True) if key.descending else F(name).asc(nulls_last=True)
            for name, key in zip(columns, self.keys, strict=True)
        ]
        return rows.annotate(**columns).order_by(*order)

    def place(self, row: Any) -> list[Any]:
        """Where this row stands: plain values for a cursor."""
        return [_plain_value(getattr(row, f"{PREFIX}{n}")) for n in range(len(self.keys))]

    def after(self, rows: Any, place: list[Any]) -> Any:
        """The rows behind a place; ValueError when it is no place of this order."""
        if len(place) != len(self.keys):
            message = "Another number of columns."
            raise ValueError(message)
        behind, equal = Q(pk__in=[]), Q()
        for number, (key, value) in enumerate(zip(self.keys, place, strict=True)):
            name = f"{PREFIX}{number}"
            behind |= equal & _behind(name, key, value)
            equal &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
        return rows.filter(behind)


def _behind(name: str, key: Key, value: Any) -> Q:
    if value is None:  # empty values come last: nothing is behind them
        return Q(pk__in=[])
    further = Q(**{f"{name}__{'lt' if key.descending else 'gt'}": value})
    return further | Q(**{f"{name}__isnull": True})


def _plain_value(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)
