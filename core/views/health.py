"""Is the server alive, is it ready: for the start-up and for monitoring."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.generic import View

from core.access import PublicPage
from core.health import readiness


class Live(PublicPage, View):
    """Answers as soon as the web process does."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Plain text, no database."""
        return HttpResponse("ok", content_type="text/plain")


class Ready(PublicPage, View):
    """Answers 200 when every part does its work, else 503 with the part that does not."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """One word for each part."""
        parts = readiness()
        ready = set(parts.values()) == {"ok"}
        status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
        return JsonResponse(parts, status=status, headers={"Cache-Control": "no-store"})
