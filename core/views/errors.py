"""Refusals of Django's own as pages in our look, for programs as problems, with their number."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import TimeoutError as NoAnswer

from core.api.errors import plain_problem
from core.requests import API

RETRY_SECONDS = 60
# The database is away or has no room, or the cache is away: that passes.
PASSING = (OperationalError, InterfaceError, NoConnection, NoAnswer)


def error_page(status: int) -> Any:
    """A handler for Django's own errors, in the same layout."""

    def handler(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        found = 413 if isinstance(exception, RequestDataTooBig) else status
        if request.path.startswith(API):
            return plain_problem(found)
        return render(request, f"{found}.html", status=found)

    return handler


def server_error(request: HttpRequest) -> HttpResponse:
    """The page when something broke: nothing of it asks the database or knows the person."""
    error = getattr(request, "_raised_exception", None)
    if isinstance(error, PASSING):
        headers = {"Retry-After": str(RETRY_SECONDS)}
        if request.path.startswith(API):
            return plain_problem(503, headers)
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
    if request.path.startswith(API):
        return plain_problem(500)
    return HttpResponse(render_to_string("500.html"), status=500)
