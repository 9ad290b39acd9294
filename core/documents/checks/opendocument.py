"""OpenDocument text: no macros, nothing embedded, nothing fetched from elsewhere."""

import re
from collections.abc import Mapping
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from core.documents.checks.office import FETCHES, HAS_MACROS
from core.documents.checks.packages import INSIDE, require_readable
from core.documents.checks.refusal import DAMAGED, TOO_MUCH_INSIDE, RefusedFile

KIND = "mimetype"
MANIFEST = "META-INF/manifest.xml"
TEXT = b"application/vnd.oasis.opendocument.text"
PROGRAMS = re.compile(r"(?:Basic|Scripts)/", re.IGNORECASE)
OBJECTS = re.compile(r"Object ?\d+(?:/|$)|ObjectReplacements/", re.IGNORECASE)
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
LINK = "http://www.w3.org/1999/xlink href"
# A thesis of 300 pages has a tenth of it.
MOST_ELEMENTS = 1_000_000
PROGRAM = re.compile(
    r"\s*(?:vnd\.sun\.star\.(?:script|job|help|pkg)|macro:|script:)", re.IGNORECASE
)
ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\|\.\./)", re.IGNORECASE)
FOREIGN = {"object", "object-ole", "plugin", "applet", "floating-frame"}
ASKS = {"dde-source", "dde-connection", "dde-connection-decl", "dde-connection-decls"}
ASKS |= {"section-source"}


def is_text(members: Mapping[str, bytes]) -> bool:
    """A document, not a template or a spreadsheet."""
    return members.get(KIND, b"").strip() == TEXT


def check_opendocument(members: Mapping[str, bytes]) -> None:
    """Raise `RefusedFile` with what is wrong."""
    if MANIFEST not in members:
        raise RefusedFile(DAMAGED)
    if b"encryption-data" in members[MANIFEST]:
        raise RefusedFile(_("This file is locked with a password. Save it without one."))
    if any(PROGRAMS.match(name) for name in members):
        raise RefusedFile(HAS_MACROS)
    if any(OBJECTS.match(name) for name in members):
        raise RefusedFile(INSIDE)
    for name, part in members.items():
        if name.endswith((".xml", ".rdf")):
            require_readable(members, name)
            _require_calm(part)


def _require_calm(part: bytes) -> None:
    """Read as a word processor reads it: whatever prefixes, quotes and references say."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = _Elements().require_calm
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise RefusedFile(DAMAGED) from None


class _Elements:
    """The elements of a part, one after another, and how many there were."""

    def __init__(self) -> None:
        self.seen = 0

    def require_calm(self, name: str, attributes: dict[str, str]) -> None:
        self.seen += 1
        if self.seen > MOST_ELEMENTS:
            raise RefusedFile(TOO_MUCH_INSIDE)
        namespace, __, local = name.rpartition(" ")
        room = namespace.removeprefix(OFFICE).partition(":")[0]
        if room == "script" or any(map(PROGRAM.match, attributes.values())):
            raise RefusedFile(HAS_MACROS)
        if room == "drawing" and local in FOREIGN:
            raise RefusedFile(INSIDE)
        # A link (text:a, draw:a) may lead elsewhere; a picture may not come from there.
        leads = local != "a" and room != "meta" and ELSEWHERE.match(attributes.get(LINK, ""))
        if leads or local in ASKS:
            raise RefusedFile(FETCHES)
