"""Around every request of an administrator who looks with somebody's eyes (ADR 0013)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from rest_framework.views import APIView
from structlog.contextvars import bind_contextvars

from accounts.enums import Ending
from accounts.impersonation import current, end, note_step, reason_to_end
from accounts.models import Impersonation
from core.api.errors import problem_page
from core.errors import Refused
from core.middleware import refusal_page
from core.permissions import ONLY_IN_PERSON

Handler = Callable[[HttpRequest], HttpResponse]
# Addresses about the person's own account, whatever is added there later; the people that
# this person looks after; what this person began to write, and wants to hear. What is signed
# or promised is closed by its rule (`core.permissions.Rule.in_person`), through both doors.
CLOSED = (
    "/account/",
    "/privacy/",
    "/people/",
    "/api/v1/people/",
    "/drafts/",
    "/api/v1/privacy/",
    "/notifications/preferences/",
    "/api/v1/notifications/preferences/",
    "/notifications/unsubscribe/",
)
STILL_OPEN = frozenset({"account_logout", "impersonation-end"})
OVER = {
    Ending.TIME: _("You looked for half an hour: that is over. You are yourself again."),
    Ending.RIGHT: _("You may not look with these eyes any more. You are yourself again."),
}


class ImpersonationMiddleware:
    """Names both on the request, closes what only the person may do, and ends it in time."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        look = current(request)
        if look is None:
            return self.get_response(request)
        request.impersonation = look  # type: ignore[attr-defined]
        request.user.impersonator = look.administrator  # type: ignore[union-attr]
        request.user.impersonation = look  # type: ignore[union-attr]
        bind_contextvars(impersonator=str(look.administrator.uuid))  # the log names both too
        response = self.get_response(request)
        note_step(look, request, response.status_code)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """End what is over, before the page runs for anybody; refuse what is closed."""
        look = getattr(request, "impersonation", None)
        if look is None:
            return None
        is_api = issubclass(getattr(view, "cls", object), APIView)
        if over := reason_to_end(look):
            return _stop(request, look, over, is_api=is_api)
        if is_closed(request):
            refused = Refused(ONLY_IN_PERSON)
            return problem_page(refused) if is_api else refusal_page(request, refused)
        return None


def is_closed(request: HttpRequest) -> bool:
    """True for addresses that only the person opens, reading included: they show secrets."""
    match = request.resolver_match
    name = match.url_name if match and not match.namespaces else ""
    return request.path.startswith(CLOSED) and name not in STILL_OPEN


def _stop(request: HttpRequest, look: Impersonation, how: Ending, *, is_api: bool) -> HttpResponse:
    end(request, look, how)
    if is_api:
        return problem_page(Refused(OVER[how]))
    messages.warning(request, OVER[how])
    return redirect("home")
