"""The platform's addresses, and each of its pages for when something is refused or broken."""

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500, urlpatterns
from core.views.errors import error_page, server_error

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def broken(request: HttpRequest, status: int) -> HttpResponse:
    """What is shown after an accident (500), or while the database is away (503)."""
    request._raised_exception = OperationalError() if status == 503 else ValueError()
    return server_error(request)


def refused(request: HttpRequest, status: int) -> HttpResponse:
    """What is shown for a refusal."""
    return broken(request, status) if status >= 500 else error_page(status)(request)


urlpatterns = [*urlpatterns, path("refused/<int:status>/", refused)]
