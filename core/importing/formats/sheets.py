"""Excel workbooks as lines of texts, row by row, whatever size the sheet declares."""

import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import IO, TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from core.importing.formats.container import check_container
from core.importing.formats.kinds import DAMAGED, MOST_COLUMNS, TOO_WIDE, Unreadable
from core.importing.formats.sheet_cells import text_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What openpyxl says of styles and odd dates helps nobody, and would stand in our logs.
warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")

MOST_ROWS = 200_000
# How far down a sheet we look for its header when we choose a sheet.
FIRST_ROWS = 20

NO_SHEET: "StrOrPromise" = _("This workbook has no sheet with that name.")
TOO_MANY_ROWS: "StrOrPromise" = _(
    "This sheet has more than 200,000 lines. Save it as “CSV UTF-8”, which has no such limit,"
    " and send that file."
)


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Any]:
    """The workbook, read as it goes. Raises `Unreadable`."""
    check_container(file)
    file.seek(0)
    book = None
    try:
        book = load_workbook(file, read_only=True, keep_links=False)
        yield book
    except (
        ParseError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        EOFError,
        OSError,
    ):
        # Whatever openpyxl stumbles over: the file is not what a spreadsheet program writes.
        raise Unreadable(DAMAGED) from None
    finally:
        if book is not None:
            book.close()


def names(file: IO[bytes]) -> list[str]:
    """The sheets that people can see. Raises `Unreadable`."""
    with opened(file) as book:
        return [sheet.title for sheet in _visible(book)]


def sheet_of(file: IO[bytes], known: Callable[[Sequence[str]], int]) -> str:
    """The sheet that shows the most known columns; the first one where none does."""
    with opened(file) as book:
        found = _visible(book)
        if not found:
            raise Unreadable(NO_SHEET)
        best = max(found, key=lambda sheet: known(_header(sheet)))
        return str(best.title)


def _visible(book: Any) -> list[Any]:
    return [s for s in book.worksheets if s.sheet_state == "visible"]


def _header(sheet: Any) -> list[str]:
    filled = (cells for __, cells in _rows(sheet, FIRST_ROWS))
    return next(filled, [])


def lines(file: IO[bytes], name: str) -> Iterator[tuple[int, list[str]]]:
    """Per line with something in it its number and its texts. Raises `Unreadable`."""
    with opened(file) as book:
        sheet = next((one for one in _visible(book) if one.title == name), None)
        if sheet is None:
            raise Unreadable(NO_SHEET)
        for count, (line, cells) in enumerate(_rows(sheet)):
            if count > MOST_ROWS:
                raise Unreadable(TOO_MANY_ROWS, line)
            if len(cells) > MOST_COLUMNS:
                raise Unreadable(TOO_WIDE, line)
            yield line, cells


def _rows(sheet: Any, most: int | None = None) -> Iterator[tuple[int, list[str]]]:
    """Cells without the empty ones at the end; empty lines are left out."""
    # What the sheet says of its own size may be anything.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS + 1)
    before = None
    for line, row in enumerate(islice(rows, most), start=1):
        if row is before:
            continue  # a gap: openpyxl gives the same empty row for each line of it
        before = row
        cells = [text_of(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield line, cells
