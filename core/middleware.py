"""Around every request: the person's language, the history's context, refusals as pages."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pghistory
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from core.errors import DomainError

Handler = Callable[[HttpRequest], HttpResponse]
DEVICES = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
NO_DEVICES = ", ".join(f"{device}=()" for device in DEVICES)
PAGES = {403: "403.html", 409: "409.html"}


def language_of_person(get_response: Handler) -> Handler:
    """Show the pages in the person's own language until a language is chosen here."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return middleware


def history_of_request(get_response: Handler) -> Handler:
    """Every change of a request names the person and the request, never its address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return get_response(request)
        with pghistory.context(user=request.user.pk, request=str(uuid4())):
            return get_response(request)

    return middleware


def permissions_policy(get_response: Handler) -> Handler:
    """No page, and nothing it might ever embed, asks for the devices of who reads it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", NO_DEVICES)
        return response

    return middleware


class DomainErrorMiddleware:
    """A refusal that no page caught becomes the error page with its reason."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with the refusal's own status; other exceptions pass."""
        if not isinstance(exception, DomainError):
            return None
        context: dict[str, Any] = {"error": exception, "reasons": getattr(exception, "reasons", [])}
        page = PAGES.get(exception.status, "400.html")
        return render(request, page, context, status=exception.status)
