"""Where programs get their token: allauth's endpoint, behind our own rules."""

import math
from typing import Any

from allauth.core.internal.httpkit import extract_basic_auth
from allauth.idp.oidc.views import TokenView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from rest_framework.throttling import SimpleRateThrottle

from partnerships.models import ApiClient

WINDOW = 60  # seconds


class FailedTokens(SimpleRateThrottle):
    """How often an address may fail to get a token. Only failures count: programs behind one
    address do not stop each other.

    Not per client: its identifier is no secret, and whoever knows it could stop the program
    by guessing. Its secret has 256 random bits.
    """

    scope = "failed-tokens"

    def get_rate(self) -> str | None:
        """Read at every request, so that a setting is enough to change it; 0 is no limit."""
        allowed = settings.TOKEN_FAILURES_PER_MINUTE
        return f"{allowed}/min" if allowed else None

    def get_cache_key(self, request: Any, view: Any) -> str:
        """The visitor's address, behind as many proxies as the settings say."""
        return str(self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)})

    def throttle_success(self) -> bool:
        """Asking counts for nothing yet."""
        return True

    def note_failure(self) -> None:
        """One more."""
        if self.rate is None:
            return
        self.cache.set(self.key, [self.now, *self.history], WINDOW)


class ProgramToken(TokenView):
    """A token for a program that may fetch now: registered, in its period, not stopped, and
    somebody of its organisation answers for it.
    """

    public = True

    def post(self, request: HttpRequest) -> HttpResponse:
        """The token; 429 for whoever failed too often, 401 for whoever may not."""
        failures = FailedTokens()
        if not failures.allow_request(request, self):  # type: ignore[arg-type]
            too_often = refused("too_many_requests", 429)
            too_often["Retry-After"] = str(math.ceil(failures.wait() or 1))
            return too_often
        answer = self._answer(request)
        if answer.status_code >= 400:
            failures.note_failure()
        answer["Cache-Control"] = "no-store"
        return answer

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if "client_secret" in request.GET:
            # It stands in the logs of everything on the way: not even the right one is taken.
            return refused("invalid_request", 400)
        identifier = extract_basic_auth(request.headers)[0] or request.POST.get("client_id", "")
        if not ApiClient.objects.signing_in_as(str(identifier), timezone.now()).exists():
            return refused("invalid_client", 401)
        response: HttpResponse = super().post(request)
        return response


def refused(error: str, status: int) -> JsonResponse:
    """An error as OAuth 2.0 writes it (RFC 6749, 5.2)."""
    answer = JsonResponse({"error": error}, status=status)
    if status == 401:
        answer["WWW-Authenticate"] = "Basic"
    return answer
