"""The types of file that the platform takes in, and how each is checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.documents.checks.images import redraw_jpeg, redraw_png, redraw_webp
from core.documents.checks.office import EXCEL, WORD, check_office
from core.documents.checks.opendocument import TEXT, check_opendocument
from core.documents.checks.pdf import check_pdf
from core.documents.checks.text import check_table

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, kw_only=True)
class FileType:
    """A type of file: in words, by its extensions, and how to make sure of it.

    ``check`` answers the bytes to keep (a picture is drawn anew) or raises `RefusedFile`;
    ``check_inside`` raises it for what is in the opened package.
    """

    name: str
    label: "StrOrPromise"
    extensions: tuple[str, ...]
    media_type: str
    check: Callable[[bytes], bytes] = bytes
    check_inside: Callable[[Mapping[str, bytes]], None] | None = None


PDF = FileType(
    name="pdf",
    label=_("PDF"),
    extensions=(".pdf",),
    media_type="application/pdf",
    check=check_pdf,
)
PNG = FileType(
    name="png",
    label=_("picture (PNG)"),
    extensions=(".png",),
    media_type="image/png",
    check=redraw_png,
)
JPEG = FileType(
    name="jpeg",
    label=_("picture (JPEG)"),
    extensions=(".jpg", ".jpeg"),
    media_type="image/jpeg",
    check=redraw_jpeg,
)
WEBP = FileType(
    name="webp",
    label=_("picture (WebP)"),
    extensions=(".webp",),
    media_type="image/webp",
    check=redraw_webp,
)
DOCX = FileType(
    name="docx",
    label=_("Word document"),
    extensions=(".docx",),
    media_type=WORD.removesuffix(".main+xml"),
    check_inside=check_office,
)
XLSX = FileType(
    name="xlsx",
    label=_("Excel workbook"),
    extensions=(".xlsx",),
    media_type=EXCEL.removesuffix(".main+xml"),
    check_inside=check_office,
)
ODT = FileType(
    name="odt",
    label=_("OpenDocument text"),
    extensions=(".odt",),
    media_type=TEXT.decode(),
    check_inside=check_opendocument,
)
TXT = FileType(
    name="txt",
    label=_("plain text"),
    extensions=(".txt",),
    media_type="text/plain; charset=utf-8",
)
CSV = FileType(
    name="csv",
    label=_("table (CSV)"),
    extensions=(".csv",),
    media_type="text/csv; charset=utf-8",
    check=check_table,
)
TYPES = {one.name: one for one in (PDF, PNG, JPEG, WEBP, DOCX, XLSX, ODT, TXT, CSV)}
PICTURES = (PNG, JPEG)
PAPERS = (PDF, DOCX, ODT)
