"""What spreadsheets do to data, and what may not stand in any cell whatever its column."""

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.importing.cells import LONGEST_CELL, Cell, Takes, too_long
from core.importing.formats.sheet_cells import DATE, ERROR, FORMULA, NUMBER, SheetText

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What a spreadsheet would calculate: =1+1, @SUM(A1), +cmd|' /C calc'!A0.
CALCULATED = re.compile(r"=|[+\-@][\w.+\-*/]*[(|]")
SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")

HOLDS_FORMULA: "StrOrPromise" = _(
    "This is a formula. Put its result in the cell: copy it and choose “Paste values”."
)
HOLDS_ERROR: "StrOrPromise" = _("The spreadsheet shows an error here. Put the value in the cell.")
BECAME_DATE: "StrOrPromise" = _(
    "The spreadsheet made a date of what was typed here. Give the column the format “Text” and"
    " type it again."
)
WAS_ROUNDED: "StrOrPromise" = _(
    "The spreadsheet rounded this long number. Give the column the format “Text” and type it again."
)
HOLDS_NUL: "StrOrPromise" = _("This cell holds a sign that is no letter. Type it again.")


def objection(cell: Cell, text: str) -> "StrOrPromise | None":
    """Why this text cannot be right, before its column's own rules are asked."""
    if len(text) > LONGEST_CELL:
        return too_long()
    if isinstance(text, SheetText):
        return _of_sheet(cell, text)
    if "\0" in text:
        return HOLDS_NUL
    if CALCULATED.match(text):
        return HOLDS_FORMULA
    return WAS_ROUNDED if cell.takes == Takes.TEXT and SCIENTIFIC.fullmatch(text) else None


def _of_sheet(cell: Cell, text: SheetText) -> "StrOrPromise | None":
    if text.origin == FORMULA:
        return HOLDS_FORMULA
    if text.origin == ERROR:
        return HOLDS_ERROR
    if text.origin == DATE and cell.takes not in (Takes.DATE, Takes.MOMENT):
        return BECAME_DATE
    return WAS_ROUNDED if text.is_rounded else None


def plain(cell: Cell, text: str) -> str:
    """The text as the cell reads it: a date of a workbook where a moment is asked is midnight."""
    if isinstance(text, SheetText) and text.origin == DATE and cell.takes == Takes.MOMENT:
        return text.as_moment
    return str(text)


def may_miss_zeros(cell: Cell, text: str) -> bool:
    """True for a number in a column of texts: zeros in front would be gone."""
    return cell.takes == Takes.TEXT and isinstance(text, SheetText) and text.origin == NUMBER
