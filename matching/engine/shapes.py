"""The pieces of which a JSON Schema is made."""

from collections.abc import Iterable
from types import NoneType
from typing import Any

from .record import Record

Document = dict[str, Any]

TYPES = {str: "string", int: "integer", bool: "boolean", NoneType: "null"}
TEXT: Document = {"type": "string"}
NAME: Document = {"type": "string", "minLength": 1}
NUMBER: Document = {"type": "integer", "minimum": 0}
YES_OR_NO: Document = {"type": "boolean"}
SHA256: Document = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
UUID: Document = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
DAY: Document = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def row_of(of: type[Record], /, **more: Document) -> Document:
    """The shape of one row, from the types of its fields."""
    shapes = {name: type_of(allowed) for name, allowed in of._types.items()} | more
    return object_of(shapes)


def type_of(allowed: tuple[type, ...]) -> Document:
    """A value of one of these types."""
    names = [TYPES[kind] for kind in allowed]
    return {"type": names[0] if len(names) == 1 else names}


def object_of(shapes: dict[str, Document], optional: Iterable[str] = ()) -> Document:
    """An object with exactly these keys; ``optional`` ones may lack."""
    return {
        "type": "object",
        "properties": shapes,
        "required": sorted(set(shapes) - set(optional)),
        "additionalProperties": False,
    }


def list_of(of: Document) -> Document:
    """A list of any length, also an empty one."""
    return {"type": "array", "items": of}


def map_of(of: Document) -> Document:
    """An object whose keys are names: of parties, of criteria."""
    return {"type": "object", "additionalProperties": of}


def one_of(*values: str) -> Document:
    """A word of a closed list."""
    return {"enum": list(values)}
