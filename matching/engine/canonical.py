"""Canonical JSON (RFC 8785) for the types the engine stores, and its SHA-256.

Floats are refused: a mark that two machines print differently cannot be sealed. Integers stay
within what a JSON number carries exactly (RFC 8785, appendix D: plus or minus 2^53 - 1).
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

from .errors import DocumentError

LARGEST_INTEGER = 2**53 - 1


def canonical(document: Any) -> bytes:
    """Return the one UTF-8 spelling of a document of str, int, bool, None, list and dict.

    Raises DocumentError for any other type, a key that is no string, an integer that JSON cannot
    carry exactly, or half a surrogate pair; the place is a path such as `$.students[3].id`.
    """
    return _written(_ordered(document))


def digest(document: Any) -> str:
    """Return the SHA-256 of the canonical spelling, in 64 lower-case hexadecimal digits."""
    return hashlib.sha256(canonical(document)).hexdigest()


def spelled(document: Any) -> bytes:
    """Return what `canonical` returns, at the speed of the JSON library.

    For documents of our own making only: every key is ASCII, every value text, a whole number
    within plus or minus 2^53 - 1, a truth value, nothing, a list or an object. Raises DocumentError
    with the place for half a surrogate pair and for a number beyond that.
    """
    return _written(document, orjson.OPT_SORT_KEYS)


def assembled(parts: Mapping[str, bytes]) -> bytes:
    """Return the canonical spelling of an object whose values are spelled already."""
    rows = (b"%s:%s" % (spelled(name), parts[name]) for name in sorted(parts))
    return b"{%s}" % b",".join(rows)


def fingerprint(document: Any) -> str:
    """Return the SHA-256 of `spelled`, in 64 lower-case hexadecimal digits."""
    return hashlib.sha256(spelled(document)).hexdigest()


def _written(document: Any, option: int = 0) -> bytes:
    """As orjson spells it, which is how RFC 8785 wants text and whole numbers spelled."""
    try:
        return orjson.dumps(document, option=option | orjson.OPT_STRICT_INTEGER)
    except orjson.JSONEncodeError:
        _ordered(document)  # says where, which orjson does not
        raise


def _ordered(value: Any) -> Any:
    kind = type(value)
    if kind is bool or value is None:
        return value
    if kind is str:
        return value if value.isascii() else _whole(value)
    if kind is int:
        return _exact(value)
    if kind is list:
        return _list(value)
    if kind is dict:
        return _dict(value)
    raise DocumentError("wrong_type", "$", f"{kind.__name__} has no canonical form")


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        detail = "half a surrogate pair, which has no UTF-8"
        raise DocumentError("surrogate", "$", detail) from error
    return text


def _exact(value: int) -> int:
    if -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
        return value
    raise DocumentError("too_large", "$", "beyond 2^53 - 1, which JSON cannot carry exactly")


def _list(value: list[Any]) -> list[Any]:
    done: list[Any] = []
    try:
        done.extend(map(_ordered, value))
    except DocumentError as error:
        raise _inside(error, f"[{len(done)}]") from None
    return done


def _dict(value: dict[Any, Any]) -> dict[str, Any]:
    done: dict[str, Any] = {}
    key = None
    try:
        for key in _keys(value):
            done[key] = _ordered(value[key])
    except DocumentError as error:
        raise _inside(error, "" if key is None else f".{key}") from None
    return done


def _inside(error: DocumentError, step: str) -> DocumentError:
    """Put one step in front of the place: paths cost nothing until something is wrong."""
    return DocumentError(error.code, f"${step}{error.place[1:]}", error.detail)


def _keys(value: dict[Any, Any]) -> list[str]:
    for key in value:
        if type(key) is not str:
            raise DocumentError("wrong_type", "$", f"the key {key!r} is no string")
    if all(map(str.isascii, value)):
        return sorted(value)
    for key in value:
        _whole(key)
    # RFC 8785, 3.2.3: by UTF-16 code unit, which differs from Python's order beyond U+FFFF
    return sorted(value, key=lambda key: key.encode("utf-16-be"))
