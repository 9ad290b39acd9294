"""One part of a file, for who goes on with a download that was broken off (RFC 9110, 14)."""

import re
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError

RANGE = re.compile(r"bytes=([0-9]{0,12})-([0-9]{0,12})")


class NoSuchPart(DomainError):
    """The file ends before the part that was asked for (416)."""

    status = 416
    code = "no-such-part"
    title = _("The file has no such part")

    def __init__(self, size: int) -> None:
        super().__init__(_("Ask for the file from its beginning."))
        self.headers = {"Content-Range": f"bytes */{size}"}


@dataclass(frozen=True)
class Part:
    """From the first byte to the last one, both counted from nought and included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many bytes."""
        return self.last - self.first + 1


def part_of(wanted: str, size: int) -> Part | None:
    """The part that the header Range asks for; None for all of it.

    Several parts, and what is no range, get the whole file, as the standard allows.
    Raises `NoSuchPart`.
    """
    found = RANGE.fullmatch(wanted.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = (int(text) if text else None for text in found.groups())
    if first is None:  # so many bytes at the end
        first, last = max(size - (last or 0), 0), size - 1
    elif last is not None and last < first:
        return None
    if first >= size:
        raise NoSuchPart(size)
    return Part(first, min(size - 1, last if last is not None else size))


class Slice:
    """The bytes of a part, read from the open file that it closes."""

    def __init__(self, file: IO[bytes], part: Part) -> None:
        file.seek(part.first)
        self.file, self.left = file, part.length

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the part; nothing when it is over."""
        data = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(data)
        return data

    def close(self) -> None:
        """With the file."""
        self.file.close()
