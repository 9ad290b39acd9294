"""Lines of a file as rows with values, batch by batch, and every problem that shows by reading."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.importing.cells import Cell
from core.importing.damage import may_miss_zeros, objection, plain
from core.importing.formats import Source
from core.importing.headers import Layout
from core.importing.importer import Importer
from core.importing.outcome import Problem
from core.importing.rows import Row, look_up, resolve

BATCH = 2000
# Columns of codes say the same few things over and over: their values are read once.
MOST_REMEMBERED = 2000
LONGEST_REMEMBERED = 40


class Reader:
    """Reads the lines of one file as one kind of import."""

    def __init__(self, importer: Importer, source: Source, layout: Layout, actor: Any) -> None:
        self.importer = importer
        self.source = source
        self.places = [
            (place, name, importer.cells[name], name in importer.required)
            for place, name in enumerate(layout.places)
            if name
        ]
        self.width = len(layout.places)
        self.absent = {name: importer.cells[name].empty for name in layout.absent(importer)}
        self.actor = actor
        self.numbers: Counter[str] = Counter()
        self._remembered: dict[str, dict[str, Any]] = {name: {} for __, name, *_ in self.places}

    def batches(self) -> Iterator[tuple[list[Row], list[Problem]]]:
        """The rows without a problem, and the problems of the others, some lines at a time.

        Raises `Unreadable` at a line where the file cannot be read any further.
        """
        lines = self.source.lines()
        while taken := list(islice(lines, BATCH)):
            rows, problems = [], []
            for line, cells in taken:
                row, wrong = self.parse(line, cells)
                problems += wrong
                if not wrong:
                    rows.append(row)
            yield rows, problems

    def parse(self, line: int, cells: list[str]) -> tuple[Row, list[Problem]]:
        """The values of one line, and the cells that cannot be read."""
        if self.source.is_ragged_by_nature and len(cells) < self.width:
            cells = cells + [""] * (self.width - len(cells))
        if len(cells) != self.width:
            counts = {"found": len(cells), "wanted": self.width}
            reason = _("%(found)d cells, where the header has %(wanted)d.") % counts
            return Row(line, {}, self.actor), [Problem(line, "", "", reason)]
        texts = {name: cells[place] for place, name, *__ in self.places}
        row = Row(line, texts, self.actor)
        row.update(self.absent)
        problems: list[Problem] = []
        for __, name, cell, required in self.places:
            try:
                row[name] = self._value(name, cell, texts[name], required)
            except ValidationError as error:
                problems += [row.problem(name, reason) for reason in error.messages]
        return row, problems

    def _value(self, name: str, cell: Cell, text: str, required: bool) -> Any:
        if not text:
            if required:
                raise ValidationError(_("This must be filled in."))
            return cell.empty
        remembered = self._remembered[name]
        if type(text) is str and text in remembered:
            return remembered[text]
        if reason := objection(cell, text):
            raise ValidationError(reason)
        if may_miss_zeros(cell, text):
            self.numbers[name] += 1
        value = cell.parse(plain(cell, text))
        if (
            type(text) is str
            and len(text) <= LONGEST_REMEMBERED
            and len(remembered) < MOST_REMEMBERED
            and not isinstance(value, list)
        ):
            remembered[text] = value
        return value

    def warnings(self) -> Iterator[Any]:
        """What may be wrong without standing in the way."""
        columns = {column.name: column for column in self.importer.columns}
        for name, count in self.numbers.items():
            words = ngettext_lazy(
                "%(column)s: %(count)d cell holds a number. Where it began with a zero, the"
                " spreadsheet took that off.",
                "%(column)s: %(count)d cells hold numbers. Where one began with a zero, the"
                " spreadsheet took that off.",
                count,
            )
            yield words % {"column": self.importer.label(columns[name]), "count": count}


def resolved(importer: Importer, rows: list[Row]) -> tuple[list[Row], list[Problem]]:
    """Find the rows that keys mean; set apart the lines with a key that nothing answers to."""
    problems: list[Problem] = []
    for name, cell in importer.cells.items():
        problems += resolve(rows, name, cell)
    return sound(rows, problems), problems


def look_and_check(importer: Importer, rows: list[Row]) -> tuple[list[Row], list[Problem]]:
    """Look up what several cells point at; set apart the lines that go against a check."""
    problems: list[Problem] = []
    for lookup in importer.lookups:
        problems += look_up(rows, lookup)
        rows = sound(rows, problems)
    for check in importer.checks:
        problems += [problem for row in rows for problem in check(row)]
    return sound(rows, problems), problems


def sound(rows: list[Row], problems: list[Problem]) -> list[Row]:
    """The rows without a problem."""
    if not problems:
        return rows
    bad = {problem.line for problem in problems}
    return [row for row in rows if row.line not in bad]
