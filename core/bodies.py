"""Requests that are too large are refused before anything of them is kept.

Every address takes what Django takes without files (``DATA_UPLOAD_MAX_MEMORY_SIZE``). A view
that takes files says more with ``largest_body``, in bytes.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from core.api.errors import problem_page
from core.errors import TooLarge

MEGABYTE = 1024 * 1024
CHUNK = 64 * 1024
# What a form adds around a file.
AROUND = 256 * 1024
# Who is refused in the middle of sending sees a broken line instead of the reason, so this much
# more is taken from the line and thrown away.
DRAIN = 64 * MEGABYTE


def for_file(size: int) -> int:
    """The ``largest_body`` of a view that takes one file of this size."""
    return size + AROUND


class BodyLimitMiddleware:
    """413 for a request that says it is larger than its address takes.

    A body without a length cannot be larger than it says: the server hands none of it on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse before the form is read (the check against forged requests reads it)."""
        most = largest_body(view)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) <= most:
            return None
        _drain(request, int(length))
        sentence = _("At most %(most)s MB can be sent here at once. Send something smaller.")
        error = TooLarge(sentence % {"most": max(1, (most - AROUND) // MEGABYTE)})
        if request.path.startswith("/api/"):
            return problem_page(error)
        context = {"error": error, "back_url": request.path}
        return render(request, "413.html", context, status=error.status)


def largest_body(view: Any) -> int:
    """How many bytes the address takes."""
    known = getattr(view, "view_class", None) or getattr(view, "cls", None)
    most = getattr(known, "largest_body", None) or settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return int(most)


def _drain(request: HttpRequest, length: int) -> None:
    left = min(length, DRAIN)
    while left > 0:
        if not (piece := request.read(min(CHUNK, left))):
            break
        left -= len(piece)
