"""Taking a file in: what kind it is, how it is read, and that it may be kept while it waits.

A file waits in the database, so that a national register number may stand nowhere in it, also not
in a column that is left out, on a hidden sheet or in a note (ADR 0018).
"""

import re
import zipfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.importing.formats import Source, Unreadable
from core.importing.formats.kinds import DAMAGED, XLSX
from core.importing.formats.text import decoded
from core.importing.headers import count_known
from core.importing.importer import Importer
from core.privacy.national_number import holds_national_number

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PART = 1024 * 1024
# Letters of one text in several types of letter are kept apart: read as one.
RUNS = re.compile(r"</t>(?:\s*<(?!/?(?:si|is|c|row|t)\b)[^<>]*>)*\s*<t\b[^<>]*>")
# Cells show a moment or a percentage, and not what is kept for it.
FRACTION = re.compile(r"<v>-?\d*\.\d+(?:[eE][-+]?\d+)?</v>")

IN_CELL: "StrOrPromise" = _(
    "Line %(line)d holds a national register number (11 digits), in the column “%(column)s”."
)
IN_SHEET: "StrOrPromise" = _(
    "Line %(line)d of the sheet “%(sheet)s” holds a national register number (11 digits), in the"
    " column “%(column)s”."
)
SOMEWHERE: "StrOrPromise" = _(
    "A hidden sheet or a note of this workbook holds a national register number (11 digits)."
)
SO: "StrOrPromise" = _(
    "The platform does not keep those, so it did not keep this file either. Take such numbers out"
    " of the whole file, best the whole column, and send it again."
)


def take_in(importer: Importer, file: IO[bytes]) -> Source:
    """The file, read as it looks. Raises `Unreadable`, also where it may not be kept."""
    source = Source.recognised(file, lambda names: count_known(importer, names))
    try:
        if any(map(holds_national_number, _texts(source))):
            _refuse(source)
    except zipfile.BadZipFile:
        raise Unreadable(DAMAGED) from None
    return source


def _texts(source: Source) -> Iterator[str]:
    """All that the file says, in pieces between which nothing is torn; fast."""
    if source.reading.kind == XLSX:
        yield from _texts_of_workbook(source.file)
        return
    yield from _whole(decoded(source.file, source.reading.encoding), "\n")


def _texts_of_workbook(file: IO[bytes]) -> Iterator[str]:
    with zipfile.ZipFile(file) as container:
        for name in container.namelist():
            if name.endswith((".xml", ".vml")):
                with container.open(name) as member:
                    letters = decoded(member, "utf-8", "replace")
                    for text in _whole(letters, "</row>", "</si>", "</comment>"):
                        yield RUNS.sub("", text)


def _whole(pieces: Iterator[str], *ends: str) -> Iterator[str]:
    """The same text, cut behind one of these ends only, where one comes soon enough."""
    kept = ""
    for piece in pieces:
        kept += piece
        place = max(kept.rfind(end) + len(end) if end in kept else 0 for end in ends)
        if not place and len(kept) > PART:
            place = len(kept)
        yield kept[:place]
        kept = kept[place:]
    yield kept


def _refuse(source: Source) -> None:
    """Say where the first number stands, and never the number. Raises `Unreadable`.

    What no cell shows, and what is no fraction in a workbook (of a moment, say), is in order.
    """
    is_book = source.reading.kind == XLSX
    for sheet in source.sheets or [""]:
        found = _first(source.read_as(sheet=sheet) if is_book else source)
        if found:
            line, column = found
            words = IN_SHEET if len(source.sheets) > 1 else IN_CELL
            place = words % {"line": line, "column": column, "sheet": sheet}
            raise Unreadable(f"{place} {SO}", line)
    if is_book and any(holds_national_number(FRACTION.sub("", t)) for t in _texts(source)):
        raise Unreadable(f"{SOMEWHERE} {SO}")


def _first(source: Source) -> tuple[int, str] | None:
    """The line and the column of the first number in a table."""
    header = source.header
    names = ["" if holds_national_number(name) else name for name in header]
    if names != header:
        return 1, ""
    for line, cells in source.lines():
        for place, cell in enumerate(cells):
            if holds_national_number(cell):
                return line, names[place] if place < len(names) else ""
    return None
