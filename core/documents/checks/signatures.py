"""What a file really is, whatever its name says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.documents.checks import office, opendocument
from core.documents.checks.packages import MEMBER, opened
from core.documents.checks.text import as_text
from core.documents.checks.types import (
    CSV,
    DOCX,
    JPEG,
    ODT,
    PDF,
    PNG,
    TXT,
    WEBP,
    XLSX,
    FileType,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KNOWN: tuple[tuple[re.Pattern[bytes], FileType], ...] = (
    (re.compile(rb"%PDF-"), PDF),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), PNG),
    (re.compile(rb"\xff\xd8\xff"), JPEG),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), WEBP),
)
# What people send in good faith, or not, and what to call it.
ELSE: tuple[tuple[re.Pattern[bytes], "StrOrPromise"], ...] = tuple(
    (re.compile(pattern, re.DOTALL), label)
    for pattern, label in (
        (rb"MZ|\x7fELF|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe", _("a program")),
        (rb"\xd0\xcf\x11\xe0", _("an old Office file (before 2007), which can hold macros")),
        (rb"\{\\rtf", _("an RTF document")),
        (rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh|.{257}ustar", _("an archive")),
        (rb"....ftyp(?:heic|heix|mif1|msf1|avif)", _("a picture of a phone (HEIC)")),
        (rb"....ftyp|\x1a\x45\xdf\xa3|RIFF....AVI ", _("a film")),
        (rb"ID3|OggS|RIFF....WAVE", _("a sound recording")),
        (rb"GIF8|BM|II\*\0|MM\0\*", _("a picture of another kind")),
        (rb"%!PS", _("a PostScript file")),
        (rb".{1,1024}?%PDF-", _("a PDF with something else before it")),
    )
)
PAGE = re.compile(
    r"\s*(?:<!--.*?-->\s*)?<(?:!doctype|html|head|body|script|iframe|svg|\?xml|\?php)", re.I | re.S
)
SCRIPT = re.compile(r"#!|<\?php|@echo off", re.I)


@dataclass(frozen=True)
class Found:
    """What a file is: in words, which of our types it can be, and what a package holds."""

    label: "StrOrPromise"
    types: tuple[FileType, ...] = ()
    members: Mapping[str, bytes] = field(default_factory=dict)


def identify(content: bytes) -> Found:
    """Look at the content alone. Raises `RefusedFile` for a package that is not whole."""
    for signature, file_type in KNOWN:
        if signature.match(content):
            return Found(file_type.label, (file_type,))
    if content.startswith(MEMBER):
        return _package(content)
    for pattern, label in ELSE:
        if pattern.match(content):
            return Found(label)
    return _text(content)


def _package(content: bytes) -> Found:
    members = opened(content)
    if opendocument.is_text(members):
        return Found(ODT.label, (ODT,), members)
    if office.TYPES in members:
        types = {office.WORD: DOCX, office.EXCEL: XLSX}
        if file_type := types.get(office.main_type(members)):
            return Found(file_type.label, (file_type,), members)
        if office.MACROS.search(members[office.TYPES]):
            return Found(_("an Office file with macros"))
        return Found(_("an Office file of another kind"))
    return Found(_("an archive"))


def _text(content: bytes) -> Found:
    text = as_text(content)
    if text is None:
        return Found(_("a file of an unknown kind, or text that is not in UTF-8"))
    if PAGE.match(text):
        return Found(_("a web page or XML"))
    if SCRIPT.match(text):
        return Found(_("a script"))
    return Found(TXT.label, (TXT, CSV))
