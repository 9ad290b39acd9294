"""Around every request: the person's language, the history's context, refusals as pages."""

from collections.abc import Callable
from typing import Any

import pghistory
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from core.errors import DomainError
from core.people import impersonator_of
from core.requests import API, request_id

Handler = Callable[[HttpRequest], HttpResponse]
DEVICES = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
NO_DEVICES = ", ".join(f"{device}=()" for device in DEVICES)
PAGES = {403: "403.html", 409: "409.html", 410: "410.html"}


def language_of_person(get_response: Handler) -> Handler:
    """Show the pages in the person's own language until a language is chosen here.

    A program chooses with every call of the API, by Accept-Language.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not _is_asked(request) and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return middleware


def _is_asked(request: HttpRequest) -> bool:
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES or not request.path.startswith(API):
        return settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return any(code.split("-")[0] in dict(settings.LANGUAGES) for code, __ in accepted)


def history_of_request(get_response: Handler) -> Handler:
    """Every change names the person and the number of the request, never its address.

    Who looks with another person's eyes is named beside that person, in pages and API alike.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return get_response(request)
        values = {"user": request.user.pk, "request": request_id()}
        if (administrator := impersonator_of(request.user)) is not None:
            values["impersonator"] = administrator.pk
        with pghistory.context(**values):
            return get_response(request)

    return middleware


def permissions_policy(get_response: Handler) -> Handler:
    """No page, and nothing it might ever embed, asks for the devices of who reads it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", NO_DEVICES)
        return response

    return middleware


def refusals_as_pages(get_response: Handler) -> Handler:
    """A bare "not with this verb" of Django becomes a page that says what to do."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or response.streaming or response.content:
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers.get("Allow", "")
        return page

    return middleware


class DomainErrorMiddleware:
    """A refusal that no page caught becomes the error page with its reason."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with the refusal's own status; other exceptions pass."""
        return refusal_page(request, exception) if isinstance(exception, DomainError) else None


def refusal_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The error page of a refusal with its reason, also for a middleware that refuses."""
    context: dict[str, Any] = {"error": error, "reasons": getattr(error, "reasons", [])}
    page = render(request, PAGES.get(error.status, "400.html"), context, status=error.status)
    for name, value in error.headers.items():
        page[name] = value
    return page
