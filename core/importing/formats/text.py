"""CSV files: encoding and delimiter recognised, lines read one by one."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, count
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.importing.formats.kinds import (
    MOST_COLUMNS,
    TOO_WIDE,
    Delimiter,
    Encoding,
    Reading,
    Unreadable,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Line = tuple[int, list[str]]

CHUNK = 1024 * 1024
HEAD = 64 * 1024
# No line of a table is longer; a file without any end of line must not fill the memory.
LONGEST_LINE = 4 * 1024 * 1024
# UTF-16 without a mark: every other byte of Western text is zero.
SHARE_OF_ZEROS = 0.3
# Excel's own first line, which says what the delimiter is.
SEPARATOR_LINE = re.compile(r"\ufeff?sep=(.)\r?\n?", re.IGNORECASE)
# An apostrophe that keeps a spreadsheet from calculating a cell (our own downloads have it).
GUARD = re.compile(r"'(?=[=+\-@])")

NO_TEXT: "StrOrPromise" = _(
    "The letters of this file cannot be read. Save it as “CSV UTF-8” or as an Excel workbook"
    " (.xlsx), and send that file."
)
ENDLESS: "StrOrPromise" = _(
    "A cell that begins here does not end: a quotation mark is not closed, or the cell is far"
    " too long."
)
LINE_TOO_LONG: "StrOrPromise" = _(
    "This line is far too long for a table. Save the file again from your spreadsheet program."
)
BAD_QUOTES: "StrOrPromise" = _(
    "A quotation mark stands in a wrong place. Around a cell they come in pairs, and inside it"
    " each is doubled."
)


def encoding_of(file: IO[bytes]) -> str:
    """How the bytes become letters: by the mark, else what fits. Raises `Unreadable`."""
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = [Encoding.UTF_16]
    elif wide := _wide(head):
        candidates = [wide]
    else:
        candidates = [Encoding.UTF_8, Encoding.WINDOWS]
    for encoding in candidates:
        if decodes(file, encoding):
            return encoding.value
    raise Unreadable(NO_TEXT)


def _wide(head: bytes) -> Encoding | None:
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > half * SHARE_OF_ZEROS:
        return Encoding.UTF_16_LE
    return Encoding.UTF_16_BE if head[0::2].count(0) > half * SHARE_OF_ZEROS else None


def decodes(file: IO[bytes], encoding: str) -> bool:
    """True when the whole file is text in this encoding, in memory that does not grow."""
    try:
        return not any("\0" in text for text in decoded(file, encoding))
    except UnicodeDecodeError:
        return False


def decoded(file: IO[bytes], encoding: str, errors: str = "strict") -> Iterator[str]:
    """The whole file as text, in pieces. Raises UnicodeDecodeError where it is none."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def delimiter_of(file: IO[bytes], encoding: str, known: Callable[[Sequence[str]], int]) -> str:
    """What stands between cells: that which shows the most known columns, then the most cells."""
    head = head_of(file, encoding)
    if said := SEPARATOR_LINE.match(head):
        return said.group(1)

    def score(delimiter: str) -> tuple[int, int]:
        cells = _first_cells(head, delimiter)
        return known(cells), len(cells)

    return max(Delimiter.values, key=score)


def head_of(file: IO[bytes], encoding: str) -> str:
    """The beginning of the file as text."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    return decoder.decode(file.read(HEAD))


def _first_cells(head: str, delimiter: str) -> list[str]:
    try:
        return next((row for row in csv.reader(io.StringIO(head), delimiter=delimiter) if row), [])
    except csv.Error:
        return []


def sample_of(file: IO[bytes], encoding: str, most: int = 5) -> list[str]:
    """Words with special letters as they read, so that a person sees whether they are right."""
    words = re.findall(r"[^\W\d_]+", head_of(file, encoding))
    special = dict.fromkeys(word for word in words if not word.isascii())
    return list(special)[:most]


def lines(file: IO[bytes], reading: Reading) -> Iterator[Line]:
    """Per line its number in the file and its cells. Raises `Unreadable`."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=reading.encoding, newline="")
    line = 1
    try:
        reader = csv.reader(_without_separator(text), delimiter=reading.delimiter, strict=True)
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise Unreadable(TOO_WIDE, line)
            if any(cell.strip() for cell in cells):
                yield line, [GUARD.sub("", cell.strip(), count=1) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        endless = "limit" in str(error) or "unexpected end" in str(error)
        raise Unreadable(ENDLESS if endless else BAD_QUOTES, line) from None
    except UnicodeDecodeError:
        raise Unreadable(NO_TEXT, line) from None
    finally:
        # Whoever stops reading half-way may have closed the file by now.
        with suppress(ValueError):
            text.detach()


def _without_separator(text: IO[str]) -> Iterator[str]:
    lines = _bounded(text)
    first = next(lines, "")
    # An empty line in its place keeps the numbers of the lines as an editor shows them.
    return chain(["\r\n" if SEPARATOR_LINE.fullmatch(first) else first], lines)


def _bounded(text: IO[str]) -> Iterator[str]:
    """The lines as an editor shows them. Raises `Unreadable` at one that does not end."""
    for number in count(1):
        if not (line := text.readline(LONGEST_LINE)):
            return
        if len(line) == LONGEST_LINE:
            raise Unreadable(LINE_TOO_LONG, number)
        yield line
