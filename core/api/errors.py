"""problem+json (RFC 9457) for every refusal, with stable types and the fields to mend."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.errors import DomainError

TYPE = "urn:problem-type:wbl:"
CODES = {
    400: "invalid",
    401: "sign-in",
    403: "refused",
    404: "not-found",
    405: "method",
    406: "format",
    409: "not-now",
    415: "format",
    429: "too-often",
}


def problem_page(error: DomainError) -> JsonResponse:
    """The same answer where no API view runs: a middleware that refuses before it."""
    answer = _problem(error.status, error.code, str(error.title), str(error.detail), _more(error))
    return JsonResponse(answer.data, status=error.status, content_type=answer.content_type)


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to any exception of an API view (DRF's EXCEPTION_HANDLER)."""
    if isinstance(error, DomainError):
        return _problem(error.status, error.code, str(error.title), str(error.detail), _more(error))
    response = exception_handler(error, context)
    if response is None:
        return None
    answer = _problem(
        response.status_code,
        CODES.get(response.status_code, "error"),
        _title(error),
        _detail(error),
        _fields(error),
    )
    for name in ("WWW-Authenticate", "Retry-After", "Allow"):
        if name in response.headers:
            answer[name] = response[name]
    return answer


def _problem(status: int, code: str, title: str, detail: str, more: dict[str, Any]) -> Response:
    body = {"type": TYPE + code, "status": status, "title": title, "detail": detail} | more
    return Response(body, status=status, content_type="application/problem+json")


def _more(error: DomainError) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if reasons := getattr(error, "reasons", None):
        more["reasons"] = [str(reason) for reason in reasons]
    if errors := getattr(error, "errors", None):
        more["errors"] = {name: [str(s) for s in texts] for name, texts in errors.items()}
    return more


def _title(error: Exception) -> str:
    if isinstance(error, Http404):
        return _("Not found")
    if isinstance(error, exceptions.ValidationError):
        return _("Please check what you sent")
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        return _("Sign in first")
    if isinstance(error, PermissionDenied | exceptions.PermissionDenied):
        return _("You may not do this")
    if isinstance(error, exceptions.Throttled):
        return _("Too many requests")
    return _("This cannot be done")


def _detail(error: Exception) -> str:
    if isinstance(error, Http404):
        return _("Nothing with this address exists for you.")
    if seconds := getattr(error, "wait", None):  # exceptions.Throttled
        return ngettext(
            "Wait %(seconds)d second, then ask again.",
            "Wait %(seconds)d seconds, then ask again.",
            seconds,
        ) % {"seconds": seconds}
    detail = getattr(error, "detail", "")
    return str(detail) if isinstance(detail, str) else _("Some fields are not right.")


def _fields(error: Exception) -> dict[str, Any]:
    if isinstance(error, exceptions.ValidationError) and isinstance(error.detail, dict):
        return {"errors": error.detail}
    return {}
