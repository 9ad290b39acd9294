"""Files that are packages of files (Word, Excel, OpenDocument): whole, small, nothing hidden.

A package is refused when anything stands before, between or behind its members, when a name
leads outside, when members share bytes, or when it unpacks to far more than it seems.
"""

import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext_lazy as _

from core.documents.checks.refusal import DAMAGED, TOO_MUCH_INSIDE, TWO_IN_ONE, RefusedFile

MEMBER = b"PK\x03\x04"
END = b"PK\x05\x06"
END_LENGTH = 22
LOCAL_LENGTH = 30
# A writer that does not know a size beforehand puts it behind the member.
DESCRIPTOR = 24
MOST_MEMBERS = 3000
LARGEST_INSIDE = 100 * 1024 * 1024
# Text that repeats itself packs well; below this size no ratio is asked.
RATIO, RATIO_FROM = 200, 1024 * 1024
ENCRYPTED = 1
# Archives, programs, and old Office files, which can hold what nobody sees.
INNER = (MEMBER, b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0")

INSIDE = _(
    "Another file is packed in this one. Take it out, or save the whole as PDF, and try again."
)


def opened(content: bytes) -> dict[str, bytes]:
    """The members of a package, by name. Raises `RefusedFile` with what is wrong."""
    try:
        with ZipFile(BytesIO(content)) as package:
            members = package.infolist()
            _require_whole(content, members)
            _require_plain(members)
            return _unpacked(package, members)
    except (
        BadZipFile,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
        zlib.error,
    ):
        raise RefusedFile(DAMAGED) from None


def _require_whole(content: bytes, members: list[ZipInfo]) -> None:
    """Every byte belongs to a member or to the list of members, and to one of them only."""
    if content[-END_LENGTH : -END_LENGTH + 4] != END or content[:4] != MEMBER:
        raise RefusedFile(TWO_IN_ONE)
    starts = sorted(member.header_offset for member in members)
    listed = int.from_bytes(content[-6:-2], "little")
    by_start = {member.header_offset: member for member in members}
    if len(by_start) != len(members) or starts[0] != 0:
        raise RefusedFile(TWO_IN_ONE)
    for start, following in zip(starts, [*starts[1:], listed], strict=True):
        end = _end_of(content, by_start[start])
        if not end <= following <= end + DESCRIPTOR:
            raise RefusedFile(TWO_IN_ONE)


def _end_of(content: bytes, member: ZipInfo) -> int:
    """Where the bytes of a member end, by its own header."""
    header = content[member.header_offset : member.header_offset + LOCAL_LENGTH]
    name, extra = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
    return member.header_offset + LOCAL_LENGTH + name + extra + member.compress_size


def _require_plain(members: list[ZipInfo]) -> None:
    """Names that stay inside, no password, sizes that can be."""
    names = {member.filename.casefold() for member in members}
    if len(members) > MOST_MEMBERS or len(names) != len(members):
        raise RefusedFile(DAMAGED)
    for member in members:
        if member.flag_bits & ENCRYPTED:
            raise RefusedFile(_("This file is locked with a password. Save it without one."))
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or leads_outside(
            member.orig_filename
        ):
            raise RefusedFile(DAMAGED)
        if member.file_size > max(RATIO_FROM, member.compress_size * RATIO):
            raise RefusedFile(TOO_MUCH_INSIDE)
    if sum(member.file_size for member in members) > LARGEST_INSIDE:
        raise RefusedFile(TOO_MUCH_INSIDE)


def leads_outside(name: str) -> bool:
    """Would a program that unpacks this name write elsewhere?"""
    parts = name.rstrip("/").split("/")
    return (
        any(part in {"", ".", ".."} for part in parts)
        or any(letter in name for letter in "\\:")
        or not name.isprintable()
    )


def _unpacked(package: ZipFile, members: list[ZipInfo]) -> dict[str, bytes]:
    """The content of every member; never more than it declares, and the sum is limited."""
    found = {member.filename: package.read(member) for member in members if not member.is_dir()}
    for member in members:
        if not member.is_dir() and len(found[member.filename]) != member.file_size:
            raise RefusedFile(DAMAGED)
    if any(content.startswith(INNER) for content in found.values()):
        raise RefusedFile(INSIDE)
    return found


def require_readable(members: Mapping[str, bytes], *names: str) -> None:
    """XML that is UTF-8 and declares nothing of its own: what is searched is what is read."""
    for name in names:
        text = members.get(name, b"")
        head = text[:200].lower()
        other = b"encoding=" in head.replace(b" ", b"") and b"utf-8" not in head
        if other or b"\0" in text or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise RefusedFile(DAMAGED)
