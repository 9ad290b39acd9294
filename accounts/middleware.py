"""Around every request of a signed-in person: the second step, and where they are signed in.

Looking with somebody else's eyes has a module of its own.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from rest_framework.views import APIView

from accounts.openid.sessions import proved_two_steps
from accounts.second_factor import SecondFactorMissing, is_missing
from accounts.sessions import note_activity
from core.api.errors import problem_page
from core.people import impersonator_of

Handler = Callable[[HttpRequest], HttpResponse]
# Pages that a person needs on the way to a second step, or that tell nothing.
OPEN = ("mfa_", "account_", "second-step", "sessions", "health-", "set_language", "accessibility")
WANTED = "wanted_before_second_step"


def activity_of_person(get_response: Handler) -> Handler:
    """Keep the list of where the person is signed in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # An administrator who looks is noted under the administrator's own name instead.
        if request.user.is_authenticated and impersonator_of(request.user) is None:
            note_activity(request)
        return get_response(request)

    return middleware


class SecondStepMiddleware:
    """Nothing but the set-up of a second step, for who must have one and has none."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Lead to the set-up, or refuse a call of the API, where the second step is missing."""
        if not request.user.is_authenticated or self._is_open(request):
            return None
        if impersonator_of(request.user) is not None:
            return None  # Who looks with these eyes did two steps.
        if not is_missing(request.user) or proved_two_steps(request):
            return None
        if issubclass(getattr(view, "cls", object), APIView):
            return problem_page(SecondFactorMissing())
        if request.method == "GET":
            request.session[WANTED] = request.get_full_path()
        return redirect("mfa_index")

    @staticmethod
    def _is_open(request: HttpRequest) -> bool:
        match = request.resolver_match
        return bool(match and not match.namespaces and (match.url_name or "").startswith(OPEN))
