"""The copy itself: a zip with one JSON file and a page in each language, in encrypted pieces.

Nothing is held in memory but the piece being written: rows come from the database a few at a
time, and go out the same way (`read_archive`).
"""

import base64
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.encryption import decrypt, encrypt, renewed
from core.models import DataCopy, DataCopyPart
from core.privacy.contents import changes_of, looks_at, names_of, rows_of
from core.privacy.register import holdings

PIECE = 256 * 1024
LANGUAGES = ("nl", "en")
DATA = "data.json"
ZIP_HEADER = 30  # bytes before a file's name; the last four say how long name and extras are
FORMAT = "wbl-personal-data/1"


class Pieces(io.RawIOBase):
    """A file that is only written to: each full piece is encrypted into a row."""

    def __init__(self, copy: DataCopy) -> None:
        self.copy, self.waiting, self.number, self.size = copy, bytearray(), 0, 0

    def writable(self) -> bool:
        """Yes; it cannot be read or sought."""
        return True

    def write(self, data: Any) -> int:
        """Take bytes; save what fills a piece."""
        self.waiting += data
        self.size += len(data)
        while len(self.waiting) >= PIECE:
            self._save(self.waiting[:PIECE])
            del self.waiting[:PIECE]
        return len(data)

    def finish(self) -> int:
        """Save the rest; returns the size of the whole in bytes."""
        if self.waiting:
            self._save(self.waiting)
        return self.size

    def _save(self, piece: bytearray) -> None:
        sealed = encrypt(base64.b64encode(bytes(piece)).decode("ascii"))
        DataCopyPart.objects.create(copy=self.copy, number=self.number, sealed=sealed)
        self.number += 1


def write_archive(copy: DataCopy) -> int:
    """Write everything about the copy's person; returns the size in bytes."""
    pieces = Pieces(copy)
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED) as archive:
        language = copy.person.language
        with translation.override(language), archive.open(DATA, "w") as file:
            for text in as_json(copy.person):
                file.write(text.encode())
        for language in LANGUAGES:
            with translation.override(language), archive.open(f"{language}.html", "w") as page:
                for text in as_page(copy.person):
                    page.write(text.encode())
            DataCopy.objects.filter(pk=copy.pk).update(done=2 + LANGUAGES.index(language))
    return pieces.finish()


def read_archive(copy: DataCopy) -> Iterator[bytes]:
    """The archive, piece by piece."""
    for sealed in copy.parts.values_list("sealed", flat=True).iterator(chunk_size=4):
        yield base64.b64decode(decrypt(sealed))


def renew_copies() -> int:
    """Encrypt every piece with the first key; returns how many. What no key opens stays as it is:
    its person asks for another copy.
    """
    parts = DataCopyPart.objects.select_for_update().order_by("pk")
    with transaction.atomic():
        return sum(_renew(part) for part in parts.iterator(chunk_size=4))


def _renew(part: DataCopyPart) -> bool:
    sealed = renewed(part.sealed, "a piece of the copy", part.pk)
    if sealed:
        DataCopyPart.objects.filter(pk=part.pk).update(sealed=sealed)
    return bool(sealed)


def read_data(copy: DataCopy) -> Iterator[bytes]:
    """The JSON file of the archive, piece by piece.

    It is the first one in the zip, and unpacked as it comes: nothing is put down unencrypted.
    """
    pieces = read_archive(copy)
    packed = next(pieces)
    name, extra = struct.unpack_from("<HH", packed, ZIP_HEADER - 4)
    packed = packed[ZIP_HEADER + name + extra :]
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    while not unpacking.eof:
        yield unpacking.decompress(packed)
        packed = next(pieces, b"")


def as_json(person: Any) -> Iterator[str]:
    """One object: the tables by name, each with its rows; changes; looks. Text by text."""
    head = {"format": FORMAT, "made_at": timezone.now().isoformat()}
    yield json.dumps(head)[:-1] + ', "tables": {'
    for number, holding in enumerate(holdings()):
        yield f"{', ' if number else ''}{json.dumps(holding.model)}: ["
        rows = rows_of(holding, person)
        yield from _list({name: plain for name, __, plain, ___ in row.cells} for row in rows)
        yield "]"
    yield '}, "changes": ['
    yield from _list(
        {"at": at.isoformat(), "of": str(of), "what": what, "by": by}
        for at, of, what, by in named_changes(person)
    )
    yield '], "looks_at_your_file": ['
    yield from _list(
        {
            "at": look.minute.isoformat(),
            "part": look.part,
            "door": look.door,
            "by": str(look.reader),
        }
        for look in looks_at(person)
    )
    yield "]}\n"


def _list(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield (",\n" if number else "\n") + json.dumps(row, ensure_ascii=False, default=str)


def named_changes(person: Any) -> Iterator[tuple[Any, Any, str, str]]:
    """The changes with who did it in words."""
    known: dict[Any, str] = {None: translation.gettext("The platform")}
    known[person.pk] = translation.gettext("you")
    for at, of, what, key in changes_of(person):
        if key not in known:
            found = names_of({key})
            known[key] = found.get(key, translation.gettext("somebody else"))
        yield at, of, what, known[key]


def as_page(person: Any) -> Iterator[str]:
    """A page that needs nothing else, in the language that is active. Text by text."""
    names = {holding.model: holding.label for holding in holdings()}
    context = {
        "person": person,
        "now": timezone.localtime(),
        "language": translation.get_language(),
    }
    yield render_to_string("privacy/copy/begin.html", context)
    for holding in holdings():
        yield from _section(holding, person)
    yield render_to_string("privacy/copy/changes_begin.html")
    for at, of, what, by in named_changes(person):
        line = {"at": timezone.localtime(at), "of": of, "what": what, "by": by}
        yield render_to_string("privacy/copy/change.html", line)
    yield render_to_string("privacy/copy/looks_begin.html")
    for look in looks_at(person):
        context = {"look": look, "part": names.get(look.part, look.part)}
        yield render_to_string("privacy/copy/look.html", context)
    yield render_to_string("privacy/copy/end.html")


def _section(holding: Any, person: Any) -> Iterator[str]:
    yield render_to_string("privacy/copy/section.html", {"holding": holding})
    empty = True
    for row in rows_of(holding, person, only=holding.data):
        empty = False
        yield render_to_string("privacy/copy/row.html", {"row": row})
    if empty:
        yield render_to_string("privacy/copy/nothing.html")
