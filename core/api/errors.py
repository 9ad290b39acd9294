"""problem+json (RFC 9457) for every refusal, with stable types and the places to mend."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import OperationalError
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from psycopg2 import errors as database
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.api.problems import PROBLEMS, USUAL
from core.errors import DomainError
from core.requests import request_id

MEDIA_TYPE = "application/problem+json"
# Who met others at the same rows: the request was undone whole and can be sent again.
CROSSED = (database.DeadlockDetected, database.SerializationFailure, database.LockNotAvailable)
BUSY_SECONDS = 1


class Busy(DomainError):
    """Others hold the rows (503); nothing was done."""

    status = 503
    code = "busy"
    seconds = BUSY_SECONDS


class UnknownParameter(exceptions.APIException):
    """The address has a parameter that the operation does not know (400)."""

    status_code = 400
    default_code = "unknown-parameter"

    def __init__(self, name: str, known: list[str]) -> None:
        self.name = name
        text = _("This operation does not know the parameter “%(name)s”.") % {"name": name[:50]}
        more = _("It knows: %(names)s.") % {"names": ", ".join(known)} if known else ""
        super().__init__(f"{text} {more}".strip())


def problem_page(error: DomainError) -> JsonResponse:
    """The same answer where no API view runs: a middleware that refuses before it."""
    body = problem(error.status, error.code, str(error.detail), **_more(error))
    page = JsonResponse(body, status=error.status, content_type=MEDIA_TYPE)
    for name, value in _headers(error).items():
        page[name] = value
    return page


def plain_problem(status: int, headers: dict[str, str] | None = None) -> JsonResponse:
    """The answer where Django itself refuses, or where something broke, with its number."""
    code = {500: "fault", 503: "unavailable"}.get(status) or USUAL[status]
    body = problem(status, code, str(PROBLEMS[code].meaning))
    body["instance"] = f"urn:request:{request_id()}"
    return JsonResponse(body, status=status, headers=headers, content_type=MEDIA_TYPE)


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to any exception of an API view (DRF's EXCEPTION_HANDLER)."""
    if isinstance(error, OperationalError) and isinstance(error.__cause__, CROSSED):
        error = Busy(_("Others were changing the same things. Send it again."))
    if isinstance(error, DomainError):
        return _of_domain(error, context.get("request"))
    response = exception_handler(error, context)
    if response is None:
        return None
    body = problem(response.status_code, _code(error, response), _detail(error))
    body |= _places(error, context.get("request"))
    headers = {k: v for k, v in response.headers.items() if k.lower() != "content-type"}
    return Response(body, response.status_code, headers=headers, content_type=MEDIA_TYPE)


def problem(status: int, code: str, detail: str, **more: Any) -> dict[str, Any]:
    """A refusal as data."""
    known = PROBLEMS[code]
    return {
        "type": known.type,
        "status": status,
        "title": str(known.title),
        "detail": detail,
    } | more


def _of_domain(error: DomainError, request: Any) -> Response:
    body = problem(error.status, error.code, str(error.detail), **_more(error, request))
    return Response(body, error.status, headers=_headers(error), content_type=MEDIA_TYPE)


def _headers(error: DomainError) -> dict[str, str]:
    seconds = getattr(error, "seconds", None)
    return {**error.headers, **({"Retry-After": str(seconds)} if seconds else {})}


def _more(error: DomainError, request: Any = None) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if reasons := getattr(error, "reasons", None):
        more["reasons"] = [str(reason) for reason in reasons]
    if errors := getattr(error, "errors", None):
        more["errors"] = list(places(errors, in_address=_is_reading(request)))
    return more


def _code(error: Exception, response: Response) -> str:
    if isinstance(error, exceptions.ParseError):
        return "unreadable-body"
    named = getattr(error, "default_code", "")
    return named if named in PROBLEMS else USUAL.get(response.status_code, "invalid")


def _detail(error: Exception) -> str:
    if isinstance(error, Http404):
        return _("Nothing with this address exists for you.")
    if seconds := getattr(error, "wait", None):  # exceptions.Throttled
        return ngettext(
            "Wait %(seconds)d second, then ask again.",
            "Wait %(seconds)d seconds, then ask again.",
            seconds,
        ) % {"seconds": seconds}
    detail = getattr(error, "detail", None)
    if detail is None:  # Django's own PermissionDenied
        return str(PROBLEMS["refused"].meaning)
    return str(detail) if isinstance(detail, str) else _("Some fields are not right.")


def _places(error: Exception, request: Any) -> dict[str, Any]:
    if isinstance(error, UnknownParameter):
        return {"errors": [{"parameter": error.name, "detail": str(error.detail)}]}
    if not isinstance(error, exceptions.ValidationError):
        return {}
    return {"errors": list(places(error.detail, in_address=_is_reading(request)))}


def _is_reading(request: Any) -> bool:
    return request is not None and request.method in {"GET", "HEAD"}


def places(found: Any, *, in_address: bool = False) -> Iterator[dict[str, str]]:
    """What is not right, each with its place: a JSON pointer in the body, or a parameter."""
    for steps, text in _leaves(found, ()):
        name = "/".join(step.replace("~", "~0").replace("/", "~1") for step in steps)
        place = {"parameter": name} if in_address else {"pointer": f"#/{name}" if name else "#"}
        yield place | {"detail": text}


def _leaves(found: Any, steps: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(found, Mapping):
        for name, inner in found.items():
            here = steps if name in {"non_field_errors", "__all__"} else (*steps, str(name))
            yield from _leaves(inner, here)
    elif isinstance(found, list | tuple):
        for number, inner in enumerate(found):
            nested = isinstance(inner, Mapping | list | tuple)
            yield from _leaves(inner, (*steps, str(number)) if nested else steps)
    else:
        yield steps, str(found)
