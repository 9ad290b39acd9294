"""Is the server alive: for the start-up and for monitoring."""

from django.http import HttpRequest, HttpResponse
from django.views.generic import View

from core.access import PublicPage


class Live(PublicPage, View):
    """Answers as soon as the web process does."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Plain text, no database."""
        return HttpResponse("ok", content_type="text/plain")
