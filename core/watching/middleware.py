"""Around every request: its number, one line about it in the log, and the figures about it."""

import time
from typing import Any

import structlog
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.functional import LazyObject
from django_structlog.middlewares import RequestMiddleware

from core.requests import id_from_proxy, new_request_id, request_id
from core.watching.metrics import count_queries, count_request
from core.watching.paths import safe_path, view_name
from core.watching.queries import QueryWatch

HEADER = "X-Request-ID"


class WatchMiddleware(RequestMiddleware):
    """The library's line about a request, without what is personal or secret in it."""

    sync_capable, async_capable = True, False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Watch the request; no question of ours goes to the database."""
        request.watch = watch = QueryWatch()  # type: ignore[attr-defined]
        request.began = time.perf_counter()  # type: ignore[attr-defined]
        with connection.execute_wrapper(watch):
            response: HttpResponse = super().__call__(request)  # type: ignore[assignment]
        view = view_name(request)
        seconds = time.perf_counter() - request.began  # type: ignore[attr-defined]
        count_request(view, request.method or "", response.status_code, seconds)
        count_queries(view, watch.count, watch.seconds)
        return response

    def prepare(self, request: HttpRequest) -> None:
        """Take the proxy's number where a setting trusts it, or make one."""
        trusted = settings.REQUEST_ID_HEADER.upper().replace("-", "_")
        # Not request.headers: that keeps what it read once.
        given = id_from_proxy(request.META.get(f"HTTP_{trusted}")) if trusted else None
        # The library reads this header: whatever a visitor sent is gone from here on.
        request.META["HTTP_X_REQUEST_ID"] = given or new_request_id()
        structlog.contextvars.clear_contextvars()
        super().prepare(request)

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        """Tell the number, then log the line."""
        response.headers[HEADER] = request_id()
        super().handle_response(request, response)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Method and address without query string and without secrets."""
        return f"{request.method} {safe_path(request)}"

    @staticmethod
    def bind_user_id(request: HttpRequest) -> None:
        """Name the person by an opaque key, if somebody asked already who it is."""
        user = getattr(request, "_cached_user", None) or request.__dict__.get("user")
        key = None if isinstance(user, LazyObject) else getattr(user, "uuid", None)
        if key is not None:
            structlog.contextvars.bind_contextvars(user=str(key))


def add_figures(request: HttpRequest, log_kwargs: dict[str, Any], **kwargs: Any) -> None:
    """Complete the line: which view, how long, how many questions to the database."""
    watch = getattr(request, "watch", None)
    if watch is None:
        return
    milliseconds = (time.perf_counter() - request.began) * 1000  # type: ignore[attr-defined]
    log_kwargs |= {
        "view": view_name(request),
        "duration_ms": round(milliseconds),
        "queries": watch.count,
        "queries_ms": round(watch.seconds * 1000),
    }
    if milliseconds >= settings.SLOW_REQUEST_MS:
        log_kwargs["slow"] = True
