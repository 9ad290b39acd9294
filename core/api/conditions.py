"""ETag, If-None-Match and If-Match: which version a caller has, and which one it changes.

A tag is ``"<version>.<digest>"``. The digest is of the answer itself, which depends on the
reader's role and language, on ``fields`` and ``expand``, and on what can be done now: equal
tags are equal answers (304). A change compares the version only: whoever saw this version of
the row, in whatever words and fields, may change it (ADR 0017).
"""

import hashlib
from typing import Any

from django.db import models
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from core.errors import DomainError
from core.versions import Stale, expect


class IfMatchMissing(DomainError):
    """A change of something that exists must say which version it changes (428)."""

    status = 428
    code = "if-match-missing"


def tag(version: str, data: Any) -> str:
    """The ETag of an answer about a row."""
    content = JSONRenderer().render(data) + (get_language() or "").encode()
    return f'"{version}.{hashlib.sha256(content).hexdigest()[:20]}"'


def conditional(request: Any, version: str, data: Any) -> Response:
    """The answer with its tag, or 304 for a caller who has it already."""
    found = tag(version, data)
    known = [
        one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))
    ]
    if found in known or "*" in known:
        return Response(status=304, headers={"ETag": found})
    return Response(data, headers={"ETag": found})


def expect_match(request: Any, row: models.Model) -> None:
    """Only go on for the version in If-Match. Raises `IfMatchMissing`, and `Stale` when it is old.

    ``*`` is any version: for a caller who decides without having looked.
    """
    accepted = _accepted(request)
    if accepted is not None:
        expect(row, accepted)


def require_match(request: Any, version: str) -> None:
    """The same for what is no row, in the version that stands while the caller holds the lock."""
    accepted = _accepted(request)
    if accepted is not None and version not in accepted:
        raise Stale


def _accepted(request: Any) -> set[str] | None:
    """The versions in If-Match; None for any."""
    tags = parse_etags(request.headers.get("If-Match", ""))
    if not tags:
        raise IfMatchMissing(_("Read it first, and send its ETag as If-Match."))
    if tags == ["*"]:
        return None
    return {one.strip('"').split(".")[0] for one in tags if not one.startswith("W/")}
