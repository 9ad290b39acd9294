"""Where programs get their token: allauth's endpoint, behind our own rules."""

from contextlib import suppress
from typing import Any

from allauth.core.internal.httpkit import extract_basic_auth
from allauth.idp.oidc.views import TokenView
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from core.api.throttling import MinuteThrottle
from partnerships.models import ApiClient


class FailedTokens(MinuteThrottle):
    """How often an address may fail to get a token. What succeeds gives its place back, so programs
    behind one address do not stop each other.

    Attempts under way hold a place too: otherwise guesses at the very same moment would all pass.
    Not per client: its identifier is no secret, and whoever knows it could stop the program
    by guessing. Its secret has 256 random bits.
    """

    scope = "failed-tokens"

    def allowed(self) -> int:
        """As the operator says."""
        return int(settings.TOKEN_FAILURES_PER_MINUTE)

    def allow_request(self, request: Any, view: Any) -> bool:
        """Take a place, if there is one; whoever is refused holds none."""
        there_was_one = super().allow_request(request, view)
        if not there_was_one:
            self.give_back()
        return there_was_one

    def give_back(self) -> None:
        """This was no failure."""
        if self.limit:
            with suppress(ValueError):  # somebody emptied the cache meanwhile
                cache.decr(self.counter)


class ProgramToken(TokenView):
    """A token for a program that may fetch now: registered, in its period, not stopped, and
    somebody of its organisation answers for it.
    """

    public = True

    def post(self, request: HttpRequest) -> HttpResponse:
        """The token; 429 for whoever failed too often, 401 for whoever may not."""
        failures = FailedTokens()
        if not failures.allow_request(request, self):
            too_often = refused("too_many_requests", 429)
            too_often["Retry-After"] = str(failures.wait())
            return too_often
        answer = self._answer(request)
        if answer.status_code < 400:
            failures.give_back()
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
