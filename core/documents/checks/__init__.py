"""Is this file what it says, and is nothing hidden in it? By content, never by its name alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _

from core.documents.checks.images import shrunk
from core.documents.checks.national import require_no_national_number
from core.documents.checks.refusal import RefusedFile
from core.documents.checks.signatures import Found, identify
from core.documents.checks.types import TYPES, FileType

__all__ = ["TYPES", "Examined", "FileType", "RefusedFile", "examine"]


@dataclass(frozen=True)
class Examined:
    """A file that may be kept: its name, its type, and the bytes to keep."""

    name: str
    file_type: FileType
    content: bytes


def examine(
    content: bytes, name: str, allowed: Iterable[FileType], *, side: int | None = None
) -> Examined:
    """Make sure of a file with a cleaned name (`core.documents.names`).

    A picture is drawn within ``side`` points each way.

    Raises `RefusedFile`: what the file really is, what is wrong with it, how to mend it.
    """
    types = list(allowed)
    if not content:
        raise RefusedFile(_("This file is empty."))
    found = identify(content)
    possible = [file_type for file_type in found.types if file_type in types]
    if not possible:
        words = {"what": found.label, "types": ", ".join(str(one.label) for one in types)}
        sentence = _("This file really is: %(what)s. What may be added here: %(types)s.")
        raise RefusedFile(sentence % words)
    extension = PurePosixPath(name).suffix.lower()
    if not extension:
        name, extension = name + possible[0].extensions[0], possible[0].extensions[0]
    for file_type in possible:
        if extension in file_type.extensions:
            checked = _checked(content, found, file_type)
            return Examined(name, file_type, _drawn_within(side, checked, file_type))
    words = {
        "extension": extension,
        "what": found.label,
        "right": possible[0].extensions[0],
    }
    raise RefusedFile(
        _(
            "The name ends in “%(extension)s”, but the file really is: %(what)s. Give it a name"
            " that ends in “%(right)s”, or choose the file you meant."
        )
        % words
    )


def _checked(content: bytes, found: Found, file_type: FileType) -> bytes:
    """The bytes to keep. A package was opened to know what it is; nothing unpacks it again."""
    if file_type.check_inside:
        file_type.check_inside(found.members)
    checked = file_type.check(content)
    require_no_national_number(file_type.name, checked, found.members)
    return checked


def _drawn_within(side: int | None, content: bytes, file_type: FileType) -> bytes:
    if side and file_type.media_type.startswith("image/"):
        return shrunk(content, file_type.name, side)
    return content
