"""Asking ClamAV: its own protocol (INSTREAM) over a Unix or TCP socket, no library between."""

import re
import socket
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.documents.checks import RefusedFile
from core.documents.enums import Scan
from core.errors import Unavailable

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CHUNK = 64 * 1024
LONGEST_ANSWER = 4096
FOUND = re.compile(r"stream: (.{1,200}) FOUND\Z")
AWAY: "StrOrPromise" = _(
    "The virus scanner does not answer, so nothing was taken in. Try again in some minutes."
)


class ScannerAwayError(Exception):
    """The scanner does not answer, or says something else than a verdict."""


@dataclass(frozen=True)
class Verdict:
    """What the scanner said: the state, the signature that fitted, and the scanner itself."""

    scan: Scan
    finding: str = ""
    scanner: str = ""


def judge(content: bytes) -> Verdict:
    """The verdict on a file that somebody brings in, by the settings.

    Raises `RefusedFile` for a virus (``CLAMAV_INFECTED=refuse``), `Unavailable` when the
    scanner is away (``CLAMAV_AWAY=refuse``).
    """
    if not settings.CLAMAV_ADDRESS:
        return Verdict(Scan.NOT_ASKED)
    try:
        verdict = scan(content)
    except ScannerAwayError:
        if settings.CLAMAV_AWAY == "later":
            return Verdict(Scan.WAITING)
        raise Unavailable(AWAY) from None
    if verdict.scan == Scan.QUARANTINED and settings.CLAMAV_INFECTED == "refuse":
        sentence = _(
            "The virus scanner found “%(virus)s” in this file. Do not open it again, and tell the"
            " IT service of your organisation."
        )
        raise RefusedFile(sentence % {"virus": verdict.finding})
    return verdict


def scan(content: bytes) -> Verdict:
    """Send the bytes to the scanner. Raises `ScannerAwayError`."""
    answer = _ask(b"zINSTREAM\0", *_chunks(content))
    if answer == "stream: OK":
        return Verdict(Scan.CLEAN, "", version())
    if found := FOUND.match(answer):
        return Verdict(Scan.QUARANTINED, found[1][:100], version())
    raise ScannerAwayError(answer[:100])


def version() -> str:
    """The scanner with the number and the day of its signatures. Raises `ScannerAwayError`."""
    return _ask(b"zVERSION\0")[:100]


def _chunks(content: bytes) -> list[bytes]:
    """Each piece after its length; an empty one ends it."""
    pieces = [content[at : at + CHUNK] for at in range(0, len(content), CHUNK)]
    return [len(piece).to_bytes(4, "big") + piece for piece in [*pieces, b""]]


def _ask(*messages: bytes) -> str:
    try:
        with closing(_connection()) as line:
            for message in messages:
                line.sendall(message)
            answer = b""
            while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
                if not (more := line.recv(CHUNK)):
                    break
                answer += more
    except (OSError, ValueError) as error:
        raise ScannerAwayError(type(error).__name__) from error
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connection() -> socket.socket:
    """``unix:/run/clamav/clamd.ctl`` or ``tcp://host:3310``."""
    address, timeout = urlsplit(settings.CLAMAV_ADDRESS), settings.CLAMAV_TIMEOUT
    if address.scheme == "tcp":
        return socket.create_connection((address.hostname or "", address.port or 3310), timeout)
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(timeout)
        line.connect(address.path)
    except OSError:
        line.close()
        raise
    return line
