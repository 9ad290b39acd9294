"""Rows as CSV and XLSX: a cell that a spreadsheet would run as a formula stays a text."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"
IN_MEMORY = 5 * 1024 * 1024

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        """The line itself."""
        return text


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would calculate it (OWASP)."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """CSV in UTF-8, line by line: a byte order mark for Excel, semicolons as it wants them in
    Belgium, dates and numbers as ISO 8601 and with a point.
    """
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    yield BYTE_ORDER_MARK.encode()
    for row in rows:
        yield str(writer.writerow([_plain(value) for value in row])).encode()


def xlsx_file(rows: Iterable[Iterable[Any]], title: str) -> IO[bytes]:
    """A workbook with one sheet, written row by row; the file stands at its beginning."""
    book = Workbook(write_only=True)
    # The signs that Excel forbids in the name of a sheet.
    name = "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:31]
    sheet = book.create_sheet(name)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the response closes it
    book.save(file)
    file.seek(0)
    return file


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date | int | float | Decimal):
        return str(value)
    return harmless(str(value))


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, datetime):
        # A spreadsheet knows no zones: the clock on the wall in Brussels.
        return timezone.localtime(value).replace(tzinfo=None)
    if value is None or isinstance(value, date | int | float | Decimal):
        return value
    cell = WriteOnlyCell(sheet, str(value))
    cell.data_type = "s"  # never a formula
    return cell
