"""A file with bad lines in two parts: those to mend, each with its reasons, and the others.

Either can be sent again as it is: the last column is not read.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from core.importing import files
from core.importing.formats import Reading, Source, Unreadable
from core.importing.headers import REASONS, fold
from core.importing.importer import importer_named
from core.models import ImportJob
from core.spreadsheets import harmless


def lines_to_mend(job: ImportJob) -> Iterator[list[str]]:
    """The header, and every bad line with its reasons at the end."""
    reasons = reasons_of(job)
    own = own_places(job)
    yield [*(job.header[place] for place in own), _("What is wrong")]
    for line, cells in lines_of(job):
        if line in reasons:
            kept = [cells[place] if place < len(cells) else "" for place in own]
            # A line that is too long keeps all its cells, so that nothing is lost.
            yield [*kept, *cells[len(job.header) :], " ".join(reasons[line])]


def other_lines(job: ImportJob) -> Iterator[list[str]]:
    """The header and every line without a problem: with the mended ones it is the whole file."""
    reasons = reasons_of(job)
    own = own_places(job)
    yield [job.header[place] for place in own]
    for line, cells in lines_of(job):
        if line not in reasons:
            yield [cells[place] if place < len(cells) else "" for place in own]


def reasons_of(job: ImportJob) -> dict[int, list[str]]:
    """By line, what is wrong with it."""
    reasons: dict[int, list[str]] = {}
    importer = importer_named(job.importer)
    labels = {column.name: importer.label(column) for column in importer.columns}
    for problem in job.problems.exclude(line=None):
        where = labels.get(problem.column)
        reason = f"{where}: {problem.reason}" if where else problem.reason
        reasons.setdefault(problem.line or 0, []).append(reason)
    return reasons


def own_places(job: ImportJob) -> list[int]:
    """The places of the file's own columns: without the reasons of an earlier round."""
    ours = set(map(fold, REASONS))
    return [place for place, name in enumerate(job.header) if fold(name) not in ours]


def lines_of(job: ImportJob) -> Iterator[tuple[int, list[str]]]:
    """The lines of the file, as far as they can be read."""
    with files.opened(job) as file:
        source = Source(file, Reading(**job.reading))
        try:
            yield from source.lines()
        except Unreadable:
            return


def as_csv(lines: Iterator[list[str]], reading: dict[str, Any]) -> Iterator[bytes]:
    """Lines in the encoding and with the delimiter of the file that they come from."""
    encoder = codecs.getincrementalencoder(reading["encoding"])(errors="replace")
    for cells in lines:
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=reading["delimiter"], lineterminator="\r\n")
        # The apostrophe is taken off when the file comes back.
        writer.writerow([harmless(str(cell)) for cell in cells])
        yield encoder.encode(text.getvalue())


def problem_lines(job: ImportJob) -> Iterator[list[str]]:
    """Every problem as a line: where, what stands there, and what is wrong."""
    yield [_("Line"), _("Column"), _("What stands there"), _("What is wrong")]
    for problem in job.problems.iterator(chunk_size=1000):
        line = "" if problem.line is None else str(problem.line)
        yield [line, problem.column, problem.value, problem.reason]
