"""Handing out bytes: as a file to keep or a picture on a page, never as a page of its own."""

from typing import IO, Any

from django.http import FileResponse, HttpResponse, HttpResponseBase

from core.documents.checks import TYPES
from core.documents.names import attachment
from core.documents.ranges import Part, Slice, part_of
from core.documents.service import bytes_of, open_version, require_readable
from core.models import DocumentVersion

HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Accept-Ranges": "none",
}
KEPT_A_DAY = "public, max-age=86400, immutable"


class _Bytes(FileResponse):
    """A file in pieces, under our own headers."""

    def set_headers(self, filelike: IO[bytes]) -> None:
        """Nothing is guessed from a name: `handed_out` says everything."""


def handed_out(version: DocumentVersion, request: Any) -> HttpResponseBase:
    """The bytes of a version as an attachment, or the part in the header Range.

    For HEAD the same headers, and nobody read it. A part is asked for by who may have the whole;
    with If-Range only while it is still the same file. Raises as `open_version`, `NoSuchPart`.
    """
    require_readable(version, actor=request.user)
    part = _wanted(version, request) if request.method == "GET" else None
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse()
    else:
        file: Any = open_version(version, actor=request.user)
        response = _Bytes(Slice(file, part) if part else file)
    response["Content-Disposition"] = attachment(version.name)
    response["ETag"] = _tag(version)
    _described(response, version, HEADERS | {"Accept-Ranges": "bytes"})
    if part:
        response.status_code = 206
        response["Content-Length"] = str(part.length)
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{version.size}"
    return response


def shown(version: DocumentVersion, *, method: str) -> HttpResponseBase:
    """A picture as part of a page. Its address never shows anything else, so it may be kept.

    Only for types that a browser draws and never runs. Raises `NotNow`.
    """
    response = HttpResponse() if method == "HEAD" else _Bytes(bytes_of(version))
    return _described(response, version, HEADERS | {"Cache-Control": KEPT_A_DAY})


def _described(
    response: HttpResponseBase, version: DocumentVersion, headers: dict[str, str]
) -> HttpResponseBase:
    for name, value in headers.items():
        response[name] = value
    response["Content-Type"] = TYPES[version.media].media_type
    response["Content-Length"] = str(version.size)
    return response


def _wanted(version: DocumentVersion, request: Any) -> Part | None:
    """The part; None for the whole, also for who has the beginning of another version."""
    if request.headers.get("If-Range", _tag(version)) != _tag(version):
        return None
    return part_of(request.headers.get("Range", ""), version.size)


def _tag(version: DocumentVersion) -> str:
    """The same bytes, the same tag."""
    return f'"{version.sha256}"'
