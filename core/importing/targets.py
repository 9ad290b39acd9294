"""How lines become rows of one model, described as data."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models

from core.importing.rows import Lookup, Row

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Source = str | Callable[[Row], Any]
Guard = Callable[[list[Any], Any], Mapping[int, "StrOrPromise"]]


def same(*names: str) -> dict[str, Source]:
    """Fields that are called as their columns."""
    return {name: name for name in names}


def _once(row: Row) -> Iterable[Mapping[str, Any]]:
    return ({},)


def _always(row: Row) -> bool:
    return True


@dataclass(frozen=True, kw_only=True, eq=False)
class Target:
    """Rows of one model that the lines of a file make or change.

    ``fields`` says per field of the model which column (or earlier target, by its name)
    fills it, or a function of the line. ``key`` names the fields that tell one row from
    another: a row with the same key is changed, never made twice. ``new`` fields are
    given once, when a row is made. ``among`` narrows the rows that can be met again,
    ``each`` makes several rows of one line, ``when`` leaves lines out, ``links`` are
    many-to-many fields. ``lookups`` are asked when the earlier targets of the whole file are
    written. ``guard`` names the rows that this person may not change; ``now``
    says why a line cannot be written at this moment, by whomever. Lines about the same
    thing must agree, but for ``first_counts``: there the first line decides.
    """

    name: str
    model: type[models.Model]
    key: tuple[str, ...]
    fields: Mapping[str, Source]
    new: Mapping[str, Source] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    among: Mapping[str, Any] = field(default_factory=dict)
    lookups: tuple[Lookup, ...] = ()
    each: Callable[[Row], Iterable[Mapping[str, Any]]] = _once
    when: Callable[[Row], bool] = _always
    guard: Guard | None = None
    now: Callable[[Row], "StrOrPromise | None"] | None = None
    main: bool = False
    first_counts: frozenset[str] = frozenset()

    @property
    def is_single(self) -> bool:
        """True when a line makes at most one row."""
        return self.each is _once

    @cached_property
    def attnames(self) -> dict[str, str]:
        """The attribute that holds a field's own value (the key of a foreign key)."""
        return {name: self.model._meta.get_field(name).attname for name in self.fields}  # type: ignore[union-attr]

    def values(self, row: Row, extra: Mapping[str, Any]) -> dict[str, Any]:
        """The values of one row of the model, by attribute."""
        full = {**row, **extra} if extra else row
        return {
            self.attnames[name]: _plain(source(row) if callable(source) else full[source])
            for name, source in self.fields.items()
        }

    def filled_by(self, columns: Collection[str]) -> set[str]:
        """The attributes that these columns fill."""
        return {
            self.attnames[name]
            for name, source in self.fields.items()
            if isinstance(source, str) and source in columns
        }

    def once(self, row: Row) -> dict[str, Any]:
        """The values that are given only when a row is made."""
        return {
            name: source(row) if callable(source) else row[source]
            for name, source in self.new.items()
        }

    def key_of(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """What tells this row from others."""
        return tuple(values[self.attnames[name]] for name in self.key)

    def column_of(self, attname: str) -> str:
        """The column that fills an attribute; '' when a function does."""
        for name, source in self.fields.items():
            if self.attnames[name] == attname and isinstance(source, str):
                return source
        return ""


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value
