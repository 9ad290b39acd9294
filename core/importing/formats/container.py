"""A workbook is a zip of XML: what it declares is checked before anything is unpacked."""

import re
import zipfile
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.importing.formats.kinds import DAMAGED, Unreadable

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MB = 1024 * 1024
MOST_UNPACKED = 200 * MB
# The texts of a workbook stand in one list that is read into memory.
MOST_TEXTS = 40 * MB
MOST_MEMBERS = 1000
TEXTS = "xl/sharedStrings.xml"
START = 4096
# Nothing that a spreadsheet program writes has a document type or entities of its own.
DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)

TOO_LARGE: "StrOrPromise" = _(
    "This workbook is very large when it is unpacked. Save the sheet as “CSV UTF-8”, which has"
    " no such limit, and send that file."
)
STRANGE_XML: "StrOrPromise" = _(
    "This workbook holds something that no spreadsheet program writes. Open it in Excel, save it"
    " again, and send that file."
)


def check_container(file: IO[bytes]) -> None:
    """Refuse what would fill the memory or points elsewhere. Raises `Unreadable`."""
    try:
        with zipfile.ZipFile(file) as container:
            members = container.infolist()
            _check_sizes(members)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_start(container, member)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise Unreadable(DAMAGED) from None


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    texts = sum(member.file_size for member in members if member.filename == TEXTS)
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED or texts > MOST_TEXTS or len(members) > MOST_MEMBERS:
        raise Unreadable(TOO_LARGE)


def _check_start(container: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    with container.open(member) as opened:
        start = opened.read(START)
    # Another encoding could hide a document type from the look at bytes.
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start
    if wide or DOCTYPE.search(start):
        raise Unreadable(STRANGE_XML)
