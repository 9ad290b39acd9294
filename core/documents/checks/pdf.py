"""PDF: whole, nothing hidden behind it, and nothing inside that does something by itself.

No full reader of PDF: names are found also when they are written with escapes, across
comments, and inside compressed object streams. What cannot be looked into (encryption,
unusual packing of objects) is refused. What this cannot find, says ADR 0015.
"""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING
from zipfile import is_zipfile

from django.utils.translation import gettext_lazy as _

from core.documents.checks.refusal import DAMAGED, TOO_MUCH_INSIDE, TWO_IN_ONE, RefusedFile

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HEADER = re.compile(rb"%PDF-(1\.[0-7]|2\.0)\s")
END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF[\s\0]*\Z")
START = re.compile(rb"\s*(xref|\d+\s+\d+\s+obj)")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"(?<!end)stream\r?\n")
FILTERS = re.compile(rb"/(\w+Decode|Fl|LZW|AHx|A85|RL|CCF|DCT|Crypt)\b")
LONGEST_DICTIONARY = 4096
LARGEST_INSIDE = 50 * 1024 * 1024

# More than any writer makes; each is looked at.
MOST_STREAMS = 50_000

# Blanks and comments may stand between a name and what follows it. Who writes many comments
# there has every one of them read to its end from every name: by chance there is hardly one.
GAP = rb"(?:[\s\0]|%[^\r\n]*[\r\n])*+"
COMMENTED = re.compile(rb"(?:/(?:S|JS|AA|XFA|Encrypt|JavaScript)|\bobj)[\s\0]*+%")
MOST_COMMENTED = 10
VALUE = GAP + rb"(?:\d+\s+\d+\s+R\b|<<|\[)"


def _name(name: str) -> bytes:
    """A pattern for a name, each letter of which may be written with an escape."""
    return b"/" + b"".join(b"(?:%c|(?i:#%x))" % (letter, letter) for letter in name.encode())


OBJECTS = re.compile(_name("ObjStm") + rb"\b|" + _name("First") + rb"\b")
LOCKED = re.compile(rb"/Encrypt" + VALUE)
UNPACKABLE: "StrOrPromise" = _(
    "This PDF is packed in a way that cannot be checked. Print it to a new PDF, and try again."
)
SCRIPT: "StrOrPromise" = _("a script")
FORM: "StrOrPromise" = _("a form that sends data elsewhere")
ACTIVE: tuple[tuple[re.Pattern[bytes], "StrOrPromise"], ...] = (
    (re.compile(rb"/S" + GAP + rb"/JavaScript\b"), SCRIPT),
    (re.compile(rb"/JavaScript" + VALUE), SCRIPT),
    (re.compile(rb"\bobj" + GAP + rb"/(?:JavaScript|Launch)\b"), SCRIPT),
    (re.compile(rb"/S" + GAP + rb"/Launch\b"), _("a command that starts a program")),
    (re.compile(rb"/S" + GAP + rb"/GoTo[RE]\b"), _("a link that opens another file")),
    (re.compile(rb"/S" + GAP + rb"/(?:SubmitForm|ImportData)\b"), FORM),
    (re.compile(rb"/EmbeddedFiles?\b"), _("another file")),
    (re.compile(rb"/RichMedia\b"), _("a film or a program")),
)
# Short names: by chance also in compressed pictures, so not asked there.
ACTIVE_OUTSIDE: tuple[tuple[re.Pattern[bytes], "StrOrPromise"], ...] = (
    (re.compile(rb"/JS" + GAP + rb"(?:\(|<|\d+\s+\d+\s+R\b)"), SCRIPT),
    (re.compile(rb"/AA" + VALUE), _("an action that starts by itself")),
    (re.compile(rb"/XFA" + VALUE), FORM),
)


def check_pdf(content: bytes) -> bytes:
    """The content as it is. Raises `RefusedFile` with what is wrong."""
    _require_whole(content)
    if is_zipfile(BytesIO(content)):
        raise RefusedFile(TWO_IN_ONE)
    plain = _unescaped(content)
    _require_few_comments(plain)
    if LOCKED.search(plain):
        raise RefusedFile(_("This PDF is locked with a password. Save it without, and try again."))
    _require_calm(plain, ACTIVE)
    _require_calm(_outside_streams(plain), ACTIVE_OUTSIDE)
    for objects in _packed_objects(content):
        text = _unescaped(objects)
        _require_few_comments(text)
        _require_calm(text, ACTIVE + ACTIVE_OUTSIDE)
    return content


def _require_whole(content: bytes) -> None:
    """Header at the very beginning, table and end at the very end."""
    if not HEADER.match(content):
        raise RefusedFile(DAMAGED)
    if (last := content.rfind(b"%%EOF")) < 0:
        raise RefusedFile(DAMAGED)
    if content[last + 5 :].strip(b"\r\n\t \0"):
        raise RefusedFile(TWO_IN_ONE)
    end = END.search(content, max(0, last - 64))
    if not end or not START.match(content, int(end[1])):
        raise RefusedFile(DAMAGED)


def _require_few_comments(text: bytes) -> None:
    found = islice(COMMENTED.finditer(text), MOST_COMMENTED + 1)
    if sum(1 for __ in found) > MOST_COMMENTED:
        raise RefusedFile(UNPACKABLE)


def _outside_streams(text: bytes) -> bytes:
    """The text without the bodies of its streams; each byte is looked at once."""
    kept, at = [], 0
    while begin := STREAM.search(text, at):
        end = text.find(b"endstream", begin.end())
        if end < 0:
            break
        kept.append(text[at : begin.start()])
        at = end + len(b"endstream")
    return b"".join([*kept, text[at:]])


def _require_calm(
    text: bytes, patterns: tuple[tuple[re.Pattern[bytes], "StrOrPromise"], ...]
) -> None:
    for pattern, what in patterns:
        if pattern.search(text):
            sentence = _("This PDF holds %(what)s. Print it to a new PDF, and try again.")
            raise RefusedFile(sentence % {"what": what})


def _unescaped(text: bytes) -> bytes:
    """Names may be written with escapes: /J#53 is /JS."""
    return ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), text)


def _packed_objects(content: bytes) -> Iterator[bytes]:
    """The text of every stream that holds objects. Raises `RefusedFile` for unusual packing."""
    left = LARGEST_INSIDE
    for number, found in enumerate(STREAM.finditer(content)):
        if number == MOST_STREAMS:
            raise RefusedFile(UNPACKABLE)
        before = content[max(0, found.start() - LONGEST_DICTIONARY) : found.start()]
        dictionary = before[before.rfind(b"obj") + 3 :]
        if not OBJECTS.search(dictionary):
            continue
        end = content.find(b"endstream", found.end())
        if end < 0:
            raise RefusedFile(DAMAGED)
        text = _inflated(_unescaped(dictionary), content[found.end() : end], left)
        left -= len(text)
        yield text


def _inflated(dictionary: bytes, body: bytes, most: int) -> bytes:
    filters = FILTERS.findall(dictionary)
    if re.search(rb"/Filter\s*\d", dictionary) or b"/Predictor" in dictionary:
        raise RefusedFile(UNPACKABLE)
    if len(body) > most:
        raise RefusedFile(TOO_MUCH_INSIDE)
    if not filters:
        return body
    if filters not in ([b"FlateDecode"], [b"Fl"]):
        raise RefusedFile(UNPACKABLE)
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(body, most + 1)
    except zlib.error:
        raise RefusedFile(DAMAGED) from None
    if len(text) > most:
        raise RefusedFile(TOO_MUCH_INSIDE)
    return text
