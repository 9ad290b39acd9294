"""Plain text and tables: UTF-8, nothing that a browser or a spreadsheet would run."""

import csv
import io
import re

from django.utils.translation import gettext_lazy as _

from core.documents.checks.refusal import RefusedFile

CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x9f]")
# A spreadsheet computes what begins so; telephone numbers and negative amounts are no formulas.
FORMULA = re.compile(r"\s*(?:[=@]|[+-].*(?:[|!]|[A-Za-z]\())")


def as_text(content: bytes) -> str | None:
    """The text of UTF-8 bytes; None for anything else."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if CONTROL.search(text) else text


def check_table(content: bytes) -> bytes:
    """The content as it is. Raises `RefusedFile` for a cell that is a formula."""
    text = content.decode("utf-8-sig")
    for delimiter in (",", ";", "\t"):
        for number, cells in enumerate(_rows(text, delimiter), start=1):
            if any(FORMULA.match(cell) for cell in cells):
                sentence = _(
                    "Row %(row)d holds a formula, which a spreadsheet would run. Save the values"
                    " only, and try again."
                )
                raise RefusedFile(sentence % {"row": number})
    return content


def _rows(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise RefusedFile(_("This table cannot be read. Save it as CSV anew.")) from None
