"""A cell of a workbook as the text that our cells read, and what a spreadsheet did to it."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

FORMULA, ERROR, DATE, NUMBER = "formula", "error", "date", "number"
# A spreadsheet keeps 15 digits of a number: the rest is lost.
LARGEST_EXACT = 10**15
ZEROS = re.compile(r"0+")


class SheetText(str):
    """The text of a cell that was no text: ``origin`` says what it was."""

    origin: str
    value: Any

    def __new__(cls, text: str, origin: str, value: Any = None) -> "SheetText":
        made = super().__new__(cls, text)
        made.origin, made.value = origin, value
        return made

    @property
    def is_rounded(self) -> bool:
        """A number so long that the spreadsheet rounded it."""
        return self.origin == NUMBER and abs(self.value) >= LARGEST_EXACT

    @property
    def as_moment(self) -> str:
        """A date as a moment, in the time zone of the platform."""
        moment = self.value
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time())
        return moment.replace(tzinfo=ZoneInfo(settings.TIME_ZONE)).isoformat()


def text_of(cell: Any) -> str:
    """What stands in a cell, as one would type it in a CSV file."""
    value, kind = cell.value, cell.data_type
    if value is None:
        return ""
    if kind == "f":
        return SheetText(str(value), FORMULA)
    if kind == "e":
        return SheetText(str(value), ERROR)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    if isinstance(value, date):
        return _date(value)
    return str(value).strip()


def _number(value: float, number_format: str) -> SheetText:
    exact = int(value) if float(value).is_integer() else Decimal(repr(value))
    text = f"{exact:f}" if isinstance(exact, Decimal) else str(exact)
    if ZEROS.fullmatch(number_format):
        # Shown with zeros in front ("0000"): that is what a person sees and means.
        text = text.zfill(len(number_format))
    return SheetText(text, NUMBER, value)


def _date(value: date) -> SheetText:
    if isinstance(value, datetime) and value.time() != time():
        return SheetText(SheetText("", DATE, value).as_moment, DATE, value)
    return SheetText(value.isoformat()[:10], DATE, value)
