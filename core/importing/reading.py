"""A file's text as rows with values, and every problem that shows without writing anything."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.importing.cells import LONGEST_CELL, too_long
from core.importing.importer import Importer
from core.importing.outcome import Problem
from core.importing.rows import Row, look_up, resolve

Texts = tuple[int, dict[str, str]]


def read(importer: Importer, content: bytes, actor: Any = None) -> tuple[list[Row], list[Problem]]:
    """The rows of a file and what is wrong with them; rows with a problem are left out."""
    try:
        header, records = split(content, importer)
    except (UnicodeDecodeError, csv.Error):
        return [], [Problem(None, "", "", _("This is not a CSV file in UTF-8."))]
    problems = header_problems(importer, header)
    if problems:
        return [], problems
    rows = []
    for line, cells in records:
        if len(cells) != len(header):
            reason = _("%(found)d cells, where the header has %(wanted)d.")
            counts = {"found": len(cells), "wanted": len(header)}
            problems.append(Problem(line, "", "", reason % counts))
            continue
        row, wrong = parse(importer, Row(line, dict(zip(header, cells, strict=True)), actor))
        problems += wrong
        if not wrong:
            rows.append(row)
    if not records:
        problems.append(Problem(None, "", "", _("The file has no lines after its header.")))
    return sift(importer, rows, problems)


def split(content: bytes, importer: Importer) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and per line its number in the file and its cells.

    UTF-8 with or without a byte order mark; comma or semicolon, whichever the header has.
    Raises UnicodeDecodeError and csv.Error.
    """
    text = content.decode("utf-8-sig")
    if "\0" in text:
        raise csv.Error
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines = list(_numbered(reader))
    if not lines:
        return [], []
    return [name.strip() for name in lines[0][1]], lines[1:]


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    start = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield start, [cell.strip() for cell in cells]
        start = reader.line_num + 1


def header_problems(importer: Importer, header: list[str]) -> list[Problem]:
    """Columns that are missing, unknown, or there twice."""
    known = [column.name for column in importer.columns]
    missing = [Problem(1, n, "", _("This column is missing.")) for n in known if n not in header]
    strange = [Problem(1, n, n, _("This column is unknown.")) for n in header if n not in known]
    doubles = sorted({name for name in header if header.count(name) > 1 and name in known})
    return missing + strange + [Problem(1, n, n, _("This column comes twice.")) for n in doubles]


def parse(importer: Importer, row: Row) -> tuple[Row, list[Problem]]:
    """The values of one line, and the cells that cannot be read."""
    problems = []
    for name, text in row.texts.items():
        cell = importer.cells[name]
        if not text and name in importer.required:
            problems.append(row.problem(name, _("This must be filled in.")))
        elif len(text) > LONGEST_CELL:
            problems.append(row.problem(name, too_long()))
        elif not text:
            row[name] = cell.empty
        else:
            try:
                row[name] = cell.parse(text)
            except ValidationError as error:
                problems += [row.problem(name, reason) for reason in error.messages]
    return row, problems


def sift(
    importer: Importer, rows: list[Row], problems: list[Problem]
) -> tuple[list[Row], list[Problem]]:
    """Find the rows that keys mean; set apart doubles and rows that go against a check."""
    problems = problems + doubles(importer, rows)
    for name, cell in importer.cells.items():
        problems += resolve(rows, name, cell)
    rows = sound(rows, problems)
    for lookup in importer.lookups:
        problems += look_up(rows, lookup)
        rows = sound(rows, problems)
    for check in importer.checks:
        problems += [problem for row in rows for problem in check(row)]
    return sound(rows, problems), problems


def sound(rows: list[Row], problems: list[Problem]) -> list[Row]:
    """The rows without a problem."""
    bad = {problem.line for problem in problems}
    return [row for row in rows if row.line not in bad]


def doubles(importer: Importer, rows: list[Row]) -> list[Problem]:
    """Lines whose key stands on an earlier line, whatever its case and spaces."""
    seen: dict[tuple[str, ...], int] = {}
    problems = []
    for row in rows:
        key = tuple(" ".join(row.texts[name].casefold().split()) for name in importer.key)
        if key in seen:
            reason = _("The same as on line %(line)d.") % {"line": seen[key]}
            problems.append(row.problem(importer.key[0], reason))
        seen.setdefault(key, row.line)
    return problems
