"""A line of a file as values, and how names in it find the rows they mean."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from core.importing.cells import Cell, ListOf, Reference
from core.importing.outcome import Problem

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MADE, CHANGED, UNCHANGED = "made", "changed", "unchanged"


class Row(dict[str, Any]):
    """Values by column; then the rows they mean, and the rows that targets made of them.

    ``actor`` is who brings the line in, None for an operator.
    """

    def __init__(self, line: int, texts: Mapping[str, str], actor: Any = None) -> None:
        super().__init__()
        self.actor = actor
        self.line = line
        self.texts = texts
        self.status = UNCHANGED

    def problem(self, column: str, reason: "StrOrPromise") -> Problem:
        """What is wrong with a cell of this line."""
        return Problem(self.line, column, self.texts.get(column, ""), reason)


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """A row that several cells together point at, such as a student's application.

    ``key`` makes the key of a line from its values (None: nothing to look up), ``load``
    fetches the rows of all keys at once. What is not found is a problem of ``column``,
    unless ``reason`` is empty.
    """

    name: str
    key: Callable[[Row], Hashable | None]
    load: Callable[[set[Any]], Mapping[Any, Any]]
    column: str = ""
    reason: "StrOrPromise" = ""


def look_up(rows: Iterable[Row], lookup: Lookup) -> list[Problem]:
    """Put what the lookup finds into the rows, in as many queries as its loader needs."""
    wanted = {id(row): lookup.key(row) for row in rows}
    keys = {key for key in wanted.values() if key is not None}
    found = lookup.load(keys) if keys else {}
    problems = []
    for row in rows:
        key = wanted[id(row)]
        row[lookup.name] = found.get(key)
        if key is not None and row[lookup.name] is None and lookup.reason:
            problems.append(row.problem(lookup.column, lookup.reason))
    return problems


def resolve(rows: list[Row], column: str, cell: Cell) -> list[Problem]:
    """Replace the keys in a column by the rows they mean, in one query for the whole file."""
    item = cell.item if isinstance(cell, ListOf) else cell
    if not isinstance(item, Reference):
        return []
    keys = {key for row in rows for key in _keys(row.get(column))}
    found = item.load(keys) if keys else {}
    problems = []
    for row in rows:
        missing = [key for key in _keys(row.get(column)) if key not in found]
        if missing:
            problems.append(row.problem(column, unknown(item, missing)))
        elif isinstance(cell, ListOf):
            row[column] = [found[key] for key in row.get(column) or ()]
        elif row.get(column) is not None:
            row[column] = found[row[column]]
    return problems


def unknown(item: Reference, keys: list[str]) -> "StrOrPromise":
    """The reason for a key that nothing answers to."""
    thing = item.model._meta.verbose_name
    values = {"thing": thing, "keys": ", ".join(keys)}
    return _("There is no %(thing)s “%(keys)s” that can stand here.") % values


def _keys(value: Any) -> Iterable[str]:
    if value is None:
        return ()
    return [value] if isinstance(value, str) else value
