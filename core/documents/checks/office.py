"""Word and Excel (Office Open XML): no macros, nothing embedded, nothing fetched from elsewhere."""

import re
from collections.abc import Mapping
from html import unescape
from xml.etree import ElementTree as ET

from django.utils.translation import gettext_lazy as _

from core.documents.checks.packages import INSIDE, require_readable
from core.documents.checks.refusal import DAMAGED, TOO_MUCH_INSIDE, RefusedFile

TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
WORD, EXCEL = MAIN.format("wordprocessingml.document"), MAIN.format("spreadsheetml.sheet")
ADDRESS = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
MACROS = re.compile(rb"macroEnabled|vbaProject|vbaData|macrosheet|dialogsheet", re.IGNORECASE)
EMBEDDED = re.compile(rb"activeX|oleObject|attachedToolbars", re.IGNORECASE)
# Up to the next bracket of either kind: nothing is read twice, however many there are.
TAG = re.compile(rb"<[^<>]*+>")
# A list of parts or relations; the text itself is larger.
LARGEST_LIST = 2 * 1024 * 1024
# Commands that Word and Excel run when the file is opened, for text in small letters. Each begins
# with letters of its own: a search of any case or of all at once takes ten times as long.
COMMANDS = (
    re.compile(rb"dde(?:auto|(?<=\bdde)\s|(?<=<dde)link\b)"),
    re.compile(rb"include(?:text|picture)"),
)

HAS_MACROS = _("This file holds macros: small programs. Save it without macros, and try again.")
FETCHES = _(
    "This file fetches something from elsewhere when it is opened. Save it as PDF, and try again."
)


def main_type(members: Mapping[str, bytes]) -> str:
    """The media type of the main part; empty when there is none. Raises `RefusedFile`."""
    for override in _elements(members, TYPES):
        media_type = override.get("ContentType", "")
        if media_type in (WORD, EXCEL):
            return media_type
    return ""


def check_office(members: Mapping[str, bytes]) -> None:
    """Raise `RefusedFile` with what is wrong."""
    _require_no_macros(members)
    for name in members:
        if name.lower().endswith(".rels"):
            _require_at_home(members, name)
    for name, part in members.items():
        if name.endswith(".xml"):
            require_readable(members, name)
            _require_no_commands(part.lower())
            _require_no_commands(TAG.sub(b"", part).lower())


def _require_no_macros(members: Mapping[str, bytes]) -> None:
    listed = members[TYPES] + "\n".join(members).encode()
    if MACROS.search(listed):
        raise RefusedFile(HAS_MACROS)
    if EMBEDDED.search(listed):
        raise RefusedFile(INSIDE)


def _require_no_commands(text: bytes) -> None:
    if any(command.search(text) for command in COMMANDS):
        raise RefusedFile(FETCHES)


def _require_at_home(members: Mapping[str, bytes], name: str) -> None:
    """Links may lead to pages; nothing else may come from elsewhere."""
    for relation in _elements(members, name):
        if relation.get("TargetMode", "").lower() != "external":
            continue
        kind, target = relation.get("Type", ""), unescape(relation.get("Target", ""))
        if not kind.endswith("/hyperlink") or not ADDRESS.match(target.strip()):
            raise RefusedFile(FETCHES)


def _elements(members: Mapping[str, bytes], name: str) -> list[ET.Element]:
    """The elements of a list of parts or relations."""
    require_readable(members, name)
    if len(members.get(name, b"")) > LARGEST_LIST:
        raise RefusedFile(TOO_MUCH_INSIDE)
    try:
        return list(ET.fromstring(members[name]))  # noqa: S314  entities are refused above
    except (KeyError, ET.ParseError, ValueError, LookupError):
        raise RefusedFile(DAMAGED) from None
