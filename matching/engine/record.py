"""Rows that go to and from JSON without losing or guessing anything."""

from collections.abc import Iterable, Mapping
from inspect import get_annotations
from typing import Any, ClassVar, Self, TypeVar, get_args, get_type_hints

from .errors import DocumentError

Row = TypeVar("Row", bound="Record")


class Record:
    """A flat frozen dataclass of str, int, bool and None with exact types."""

    __slots__ = ()
    _types: ClassVar[dict[str, tuple[type, ...]]] = {}

    def __init_subclass__(cls) -> None:
        """Note the types every field allows, from its annotation."""
        hints = {name: get_type_hints(cls)[name] for name in get_annotations(cls)}
        cls._types = {name: get_args(hint) or (hint,) for name, hint in hints.items()}

    def to_dict(self) -> dict[str, Any]:
        """Return the fields by name, ready for JSON."""
        return {name: getattr(self, name) for name in self._types}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any], place: str = "$") -> Self:
        """Read what `to_dict` wrote; DocumentError when a field lacks, is unknown or mistyped."""
        require_keys(document, cls._types, place)
        row = cls(**document)
        row.require_types(place)
        return row

    def require_types(self, place: str) -> None:
        """Raise DocumentError where a value has another type than its field: True is no integer."""
        for name, allowed in self._types.items():
            value = getattr(self, name)
            if (
                type(value) not in allowed
            ):  # asked here first, for speed: the place is rarely needed
                require_type(value, f"{place}.{name}", *allowed)


def require_type(value: Any, place: str, *allowed: type) -> None:
    """Raise DocumentError unless the value has exactly one of these types."""
    if type(value) not in allowed:
        expected = " or ".join(kind.__name__ for kind in allowed)
        raise DocumentError("wrong_type", place, f"must be {expected}, is {value!r}")


def require_keys(document: Any, names: Iterable[str], place: str) -> None:
    """Raise DocumentError unless the document is an object with exactly these keys."""
    require_type(document, place, dict)
    wanted, found = set(names), set(document)
    if wanted != found:
        lacking = ", ".join(sorted(wanted - found)) or "none"
        unknown = ", ".join(sorted(map(str, found - wanted))) or "none"
        raise DocumentError("wrong_keys", place, f"lacking: {lacking}; unknown: {unknown}")


def require_format(document: Any, expected: str, names: Iterable[str]) -> None:
    """Raise DocumentError unless the document has these keys and announces this format."""
    require_keys(document, ["format", *names], "$")
    if document["format"] != expected:
        detail = f"must be {expected}, is {document['format']!r}"
        raise DocumentError("unknown_format", "$.format", detail)


def read_rows(cls: type[Row], rows: Any, place: str) -> tuple[Row, ...]:
    """Read a list of rows; DocumentError names the row by its number, counted from 0."""
    require_type(rows, place, list)
    return tuple(cls.from_dict(row, f"{place}[{number}]") for number, row in enumerate(rows))
