"""A kind of file, described as data, and the list of all kinds in their load order."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from core.errors import Invalid
from core.importing.cells import Cell, cell_of
from core.importing.outcome import Problem
from core.importing.rows import Lookup, Row
from core.importing.targets import Target
from core.models import ImportRun
from core.permissions import refusal
from core.registry import Registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

from django.utils.translation import gettext_lazy as _

Check = Callable[[Row], Iterable[Problem]]
Scope = Callable[[list[Row], Any], Mapping[int, "StrOrPromise"]]


def nothing_more(run: ImportRun) -> AbstractContextManager[None]:
    """Nothing but what every import takes to be undone."""
    return nullcontext()


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its name in the file, an example, and what it means.

    Without ``cell`` the model field that the column fills decides what may stand in it;
    without ``meaning`` and ``required`` that field's own words and rules do. ``synonyms`` are
    other names under which files of people bring it. ``other`` stands in the second line of
    the example file, where that is not the same.
    """

    name: str
    example: str
    other: str | None = None
    cell: Cell | None = None
    meaning: "StrOrPromise" = ""
    required: bool | None = None
    clean: Callable[[str], str] = str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Importer:
    """A kind of file. ``order`` is its place in the load order.

    ``permission`` opens it to a person; ``scope`` gives the reasons, by line, why this
    person may not bring lines in. Neither is asked of an operator, who has the machine. The
    scope knows the cells of a line, not yet what ``lookups`` find: those are asked, as the
    ``checks``, of lines within the scope only.
    ``key`` names the columns that may not come twice in one file. ``after`` runs for every
    batch of lines when their targets are written, within the same transaction. ``undoing`` is
    around the undoing of an import of this kind: it may lock before and object afterwards.
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
    undoing: Callable[[ImportRun], AbstractContextManager[None]] = nothing_more
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

    def label(self, column: Column) -> str:
        """The short name of a column in files of people: its meaning up to the first comma."""
        text = str(self.meaning(column)).replace(";", ",").partition(",")[0]
        return text[:1].upper() + text[1:]

    def label_of(self, name: str) -> str:
        """The short name of the column called so."""
        return self.label(next(column for column in self.columns if column.name == name))

    def described(self) -> list[dict[str, Any]]:
        """Every column for a reader, in the reader's language."""
        return [
            {
                "name": column.name,
                "label": self.label(column),
                "meaning": str(self.meaning(column)),
                "kind": str(self.cells[column.name].label),
                "codes": list(self.cells[column.name].codes),
                "required": column.name in self.required,
                "example": column.example,
            }
            for column in self.columns
        ]

    @cached_property
    def passes(self) -> tuple[tuple[Target, ...], ...]:
        """The targets in the groups in which they are written.

        A target with lookups of its own needs the earlier ones of the whole file: a new pass.
        """
        groups: list[list[Target]] = [[]]
        for target in self.targets:
            if target.lookups and groups[-1]:
                groups.append([])
            groups[-1].append(target)
        return tuple(map(tuple, groups))

    def tells_lines_apart(self, target: Target) -> bool:
        """True when two lines of a file can never mean the same row of the target."""
        return target.is_single and set(self.key) <= self._columns_of_key(target)

    def _columns_of_key(self, target: Target) -> set[str]:
        earlier = {one.name: one for one in self.targets[: self.targets.index(target)]}
        found: set[str] = set()
        for name in target.key:
            source = target.fields[name]
            if isinstance(source, str) and source in self.cells:
                found.add(source)
            elif isinstance(source, str) and source in earlier:
                found |= self._columns_of_key(earlier[source])
        return found

    def example_line(self) -> dict[str, str]:
        """A line as it could stand in the file, by column."""
        return {column.name: column.example for column in self.columns}

    def example_rows(self) -> list[list[str]]:
        """A whole file: the names of the columns in the reader's language, and two lines."""
        columns = self.columns
        second = [one.example if one.other is None else one.other for one in columns]
        return [[self.label(one) for one in columns], [one.example for one in columns], second]


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
