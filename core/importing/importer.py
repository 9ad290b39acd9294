"""A kind of file, described as data, and the list of all kinds in their load order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from core.errors import Invalid
from core.importing.cells import Cell, cell_of
from core.importing.outcome import Problem
from core.importing.rows import Lookup, Row
from core.importing.targets import Target
from core.permissions import refusal
from core.registry import Registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

from django.utils.translation import gettext_lazy as _

Check = Callable[[Row], Iterable[Problem]]
Scope = Callable[[list[Row], Any], Mapping[int, "StrOrPromise"]]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its name in the file, an example, and what it means.

    Without ``cell`` the model field that the column fills decides what may stand in it;
    without ``meaning`` and ``required`` that field's own words and rules do.
    """

    name: str
    example: str
    cell: Cell | None = None
    meaning: "StrOrPromise" = ""
    required: bool | None = None
    clean: Callable[[str], str] = str


@dataclass(frozen=True, kw_only=True, eq=False)
class Importer:
    """A kind of file. ``order`` is its place in the load order.

    ``permission`` opens it to a person; ``scope`` gives the reasons, by line, why this
    person may not bring lines in. Neither is asked of an operator, who has the machine.
    ``key`` names the columns that may not come twice in one file. ``after`` runs when all
    targets are written, within the same transaction.
    """

    name: str
    title: "StrOrPromise"
    order: int
    permission: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    targets: tuple[Target, ...]
    scope: Scope | None = None
    lookups: tuple[Lookup, ...] = ()
    checks: tuple[Check, ...] = ()
    after: Callable[[list[Row], Any], None] | None = None
    rules: Mapping[str, "StrOrPromise"] = field(default_factory=dict)

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """What may stand in each column."""
        return {c.name: c.cell or cell_of(self.fields[c.name], c.clean) for c in self.columns}

    @property
    def main(self) -> Target:
        """The target that a line is about: the one that says so, else the last."""
        return next((target for target in self.targets if target.main), self.targets[-1])

    @cached_property
    def fields(self) -> dict[str, Any]:
        """The model field that each column fills, where it fills one."""
        return {
            source: target.model._meta.get_field(name)
            for target in reversed(self.targets)
            for name, source in (target.fields | target.new).items()  # type: ignore[operator]
            if isinstance(source, str)
        }

    @cached_property
    def required(self) -> frozenset[str]:
        """The columns that must hold something on every line."""
        return frozenset(c.name for c in self.columns if self._is_required(c))

    def _is_required(self, column: Column) -> bool:
        model_field = self.fields.get(column.name)
        if column.required is not None:
            return column.required
        return model_field is None or not (model_field.blank or model_field.null)

    def meaning(self, column: Column) -> "StrOrPromise":
        """What a column is, in the reader's words."""
        return column.meaning or self.fields[column.name].verbose_name

    def example_line(self) -> dict[str, str]:
        """A line as it could stand in the file, by column."""
        return {column.name: column.example for column in self.columns}


importers: Registry[Importer] = Registry()


def in_order() -> list[Importer]:
    """Every kind of file, in the order in which files need each other."""
    return sorted(importers, key=lambda importer: importer.order)


def importers_for(actor: Any) -> list[Importer]:
    """The kinds of file that a person may bring in, in load order."""
    return [one for one in in_order() if refusal(actor, one.permission) is None]


def importer_named(name: str) -> Importer:
    """The kind of file of that name. Raises `Invalid` when there is none."""
    for importer in importers:
        if importer.name == name:
            return importer
    raise Invalid(_("There is no kind of file called “%(name)s”.") % {"name": name})
