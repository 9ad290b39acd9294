"""Addresses as the log may hold them: without links that let somebody in."""

import re

from django.http import HttpRequest

# Parts of an address that name a row or a kind; every other one may be a secret.
SAFE_PARTS = frozenset({"uuid", "pk", "kind", "code", "number"})
PART = re.compile(r"(?:\(\?P)?<(?:\w+:)?(\w+)>(?:[^()/]*\))?")
HIDDEN = "…"
UNKNOWN = "unknown"


def view_name(request: HttpRequest) -> str:
    """The name of the address, from the finite list of ours."""
    match = request.resolver_match
    return (match and match.view_name) or UNKNOWN


def safe_path(request: HttpRequest) -> str:
    """The path without query string; keys of links, and what we do not know, are left out."""
    match = request.resolver_match
    if match is None:
        return _beginning(request.path)

    def part(found: re.Match[str]) -> str:
        name = found[1]
        return str(match.kwargs[name]) if name in SAFE_PARTS and name in match.kwargs else HIDDEN

    return "/" + PART.sub(part, match.route or "").lstrip("^").rstrip("$")


def _beginning(path: str) -> str:
    """The first step of an address that is none of ours: the rest may be a damaged key."""
    first, _, rest = path.lstrip("/").partition("/")
    return f"/{first[:40]}/{HIDDEN}" if rest else f"/{first[:40]}"
