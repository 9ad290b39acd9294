"""What kind of file this is, and how to read it: recognised here, changeable by a person."""

import zipfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CSV, XLSX = "csv", "xlsx"
# Wider than any table that we know: whoever sends more has no table, or another delimiter.
MOST_COLUMNS = 200


class Encoding(models.TextChoices):
    """How bytes of a text file become letters."""

    UTF_8 = "utf-8-sig", _("UTF-8")
    UTF_16 = "utf-16", _("UTF-16 with a mark")
    UTF_16_LE = "utf-16-le", _("UTF-16, low byte first")
    UTF_16_BE = "utf-16-be", _("UTF-16, high byte first")
    WINDOWS = "cp1252", _("Windows-1252 (Western European)")


class Delimiter(models.TextChoices):
    """What stands between two cells."""

    COMMA = ",", _("comma")
    SEMICOLON = ";", _("semicolon")
    TAB = "\t", _("tab")
    BAR = "|", _("vertical bar")


@dataclass(frozen=True)
class Reading:
    """How a file is read. ``sheet`` is of a workbook; the other two of a text file."""

    kind: str = CSV
    encoding: str = Encoding.UTF_8.value
    delimiter: str = Delimiter.COMMA.value
    sheet: str = ""


class Unreadable(Exception):
    """A file that cannot be read at all, or no further than a line; says what to do."""

    def __init__(self, reason: "StrOrPromise", line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


TOO_WIDE: "StrOrPromise" = _("This line has more than 200 cells.")
NO_TABLE: "StrOrPromise" = _(
    "This is not a table. Save it in your spreadsheet program as an Excel workbook (.xlsx) or"
    " as CSV, and send that file."
)
PACKED: "StrOrPromise" = _(
    "This is a packed file (.zip). Unpack it, and send the workbook or the CSV file that is in it."
)
OLD_EXCEL: "StrOrPromise" = _(
    "This is an old Excel file (.xls), or one with a password. Open it in Excel, choose “Save"
    " as”, “Excel workbook (.xlsx)”, without a password, and send that file."
)
OPEN_DOCUMENT: "StrOrPromise" = _(
    "This is an OpenDocument file. Open it in your spreadsheet program, choose “Save as”,"
    " “Excel workbook (.xlsx)” or “CSV”, and send that file."
)
NUMBERS: "StrOrPromise" = _(
    "This is a Numbers file. Open it in Numbers, choose “File”, “Export to”, “Excel” or “CSV”,"
    " and send that file."
)
MACROS: "StrOrPromise" = _(
    "This workbook holds macros or is a binary one (.xlsm, .xlsb). Save it as an ordinary Excel"
    " workbook (.xlsx), and send that file."
)
DAMAGED: "StrOrPromise" = _(
    "This Excel file is damaged or not complete. Open it in Excel, save it again, and send that"
    " file."
)

# The first bytes of what people send by mistake.
SIGNATURES: tuple[tuple[bytes, "StrOrPromise"], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_EXCEL),
    (b"%PDF", NO_TABLE),
    (b"{\\rtf", NO_TABLE),
    (b"\x1f\x8b", NO_TABLE),
    (b"\x89PNG", NO_TABLE),
    (b"\xff\xd8\xff", NO_TABLE),
    (b"\xff\xfe\x00\x00", NO_TABLE),  # UTF-32
    (b"<!DOCTYPE", NO_TABLE),
    (b"<html", NO_TABLE),
    (b"<?xml", NO_TABLE),
)
# What somebody may have packed before sending it.
TABLES = (".csv", ".txt", ".tsv", ".xlsx", ".xls")
MEMBERS: tuple[tuple[str, "StrOrPromise"], ...] = (
    ("xl/vbaProject.bin", MACROS),
    ("xl/workbook.bin", MACROS),
    ("content.xml", OPEN_DOCUMENT),
    ("Index/Document.iwa", NUMBERS),
    ("Index.zip", NUMBERS),
)


def recognise(file: IO[bytes]) -> str:
    """The kind of file, by its content and never by its name. Raises `Unreadable`."""
    file.seek(0)
    head = file.read(16)
    for signature, reason in SIGNATURES:
        if head.startswith(signature):
            raise Unreadable(reason)
    return _workbook(file) if head.startswith(b"PK\x03\x04") else CSV


def _workbook(file: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(file) as container:
            names = set(container.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise Unreadable(DAMAGED) from None
    for member, reason in MEMBERS:
        if member in names:
            raise Unreadable(reason)
    if "xl/workbook.xml" not in names:
        packed = any(name.lower().endswith(TABLES) for name in names)
        raise Unreadable(PACKED if packed else NO_TABLE)
    return XLSX
