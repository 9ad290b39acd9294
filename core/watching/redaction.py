"""Nothing personal in a log line: what nobody should have written, is taken out of it here.

The first belt is that our code logs keys and names of code only. This is the second one, for
what libraries say and for our own mistakes.
"""

import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from smtplib import SMTPException
from types import TracebackType
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import ConnectionError as CacheError

GONE = "[…]"
PATTERNS = (
    re.compile(r"[\w.+%-]+@[\w-]+(\.[\w-]+)+"),  # e-mail address
    # National number: bare, or as people write it (85.07.30-033.28).
    re.compile(r"(?<!\d)\d{2}[. ]?\d{2}[. ]?\d{2}[- .]?\d{3}[. -]?\d{2}(?!\d)"),
    re.compile(r"(?i)\b(bearer|basic|token)\s+[\w.~+/=-]{8,}"),
    re.compile(r"(?i)\b(password|passwd|secret|token|sessionid|csrftoken|key)=[^\s&;,]+"),
    re.compile(r"(?<=://)[^/\s@]+:[^/\s@]+(?=@)"),  # name and password in an address
    re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"),  # JSON Web Token
    re.compile(r"\?[^\s\"']*=[^\s\"']*"),  # query string
)
# Exceptions that speak of machines and code. What others say may repeat what a person typed.
OF_MACHINES = (
    OSError,
    OperationalError,
    InterfaceError,
    BrokerError,
    CacheError,
    ImproperlyConfigured,
    ImportError,
    AttributeError,
    TypeError,
    NameError,
)
# PostgreSQL's own lines with values of the row.
VALUES_OF_ROW = re.compile(r"\n?(DETAIL|CONTEXT|HINT|QUERY|LINE \d+):.*", re.DOTALL)


def clean(text: str) -> str:
    """The text without what looks like an address, a national number or a secret."""
    for pattern in PATTERNS:
        text = pattern.sub(GONE, text)
    return text


def redact(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Clean every value of a log line (a structlog processor)."""
    return {name: _clean(value) for name, value in event.items()}


def _clean(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value if clean(str(value)) == str(value) else GONE
    if isinstance(value, Mapping):
        return {name: _clean(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(inner) for inner in value]
    return clean(told(value) if isinstance(value, BaseException) else str(value))


def tell_exception(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Exchange exc_info for where it happened, without the values of any variable."""
    error = _error_of(event.pop("exc_info", None))
    # What a library made of it by itself repeats what the exception says.
    for name in ("error", "exception", "exc_text", "stack"):
        event.pop(name, None)
    if error is not None:
        event["exception"] = "".join(_lines(error, set()))
    return event


def told(error: BaseException) -> str:
    """The kind of an exception, and what it says where that can only be about machines."""
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, OF_MACHINES) and not isinstance(error, SMTPException):
        return f"{name}: {VALUES_OF_ROW.sub('', str(error)).strip()}"
    return name


def _error_of(info: Any) -> BaseException | None:
    if info is True:
        return sys.exc_info()[1]
    if isinstance(info, BaseException):
        return info
    if isinstance(info, tuple):
        return info[1] if isinstance(info[1], BaseException) else None
    return None


def _lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    """The chain of exceptions, the first cause first."""
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _lines(before, seen)
        yield "\nand then\n"
    yield from _frames(error.__traceback__)
    yield told(error) + "\n"


def _frames(found: TracebackType | None) -> Iterator[str]:
    # File, line and function: the line of code itself may hold a text.
    for frame in traceback.extract_tb(found, limit=-40):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}\n"
