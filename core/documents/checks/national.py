"""No national register number in a file whose text can be read (domain.md 3.2).

Text, tables, Word, Excel and OpenDocument are read; the number may be written across several
pieces of text. A PDF or a picture is not: the form asks to take the number out of it.
"""

import re
from collections.abc import Iterator, Mapping

from core.documents.checks.office import TAG
from core.documents.checks.refusal import RefusedFile
from core.privacy.national_number import MESSAGE, holds_national_number

# Where a piece of text ends: a paragraph, a cell, a value. Anything else may split a number.
END = re.compile(rb"</(?:w:p|w:tc|si|v|c|text:p|text:h|table:table-cell)>|<(?:w:br|w:tab)\b")
# The types of file whose text is read, by name.
PLAIN, WRITTEN, COMPUTED = {"txt", "csv"}, {"docx", "odt"}, {"xlsx"}
# What a spreadsheet computed has digits behind the point that nobody wrote.
FRACTION = re.compile(r"\d+[.]\d{3,}")


def require_no_national_number(kind: str, content: bytes, members: Mapping[str, bytes]) -> None:
    """Raise `RefusedFile` when the text of the file holds one; ``kind`` names a `FileType`.

    ``members`` are those of a package, opened.
    """
    if any(holds_national_number(text) for text in _texts(kind, content, members)):
        raise RefusedFile(MESSAGE)


def _texts(kind: str, content: bytes, members: Mapping[str, bytes]) -> Iterator[str]:
    if kind in PLAIN:
        yield content.decode("utf-8-sig")
    elif kind in WRITTEN:
        yield from _written(members)
    elif kind in COMPUTED:
        yield from (FRACTION.sub("", text) for text in _written(members))


def _written(members: Mapping[str, bytes]) -> Iterator[str]:
    """The text of every part, a line for each piece."""
    for name, part in members.items():
        if name.endswith(".xml"):
            text = TAG.sub(b"", END.sub(b"\n<", part))
            yield text.decode("utf-8", "replace")
