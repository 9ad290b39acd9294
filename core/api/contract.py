"""What programs rely on, as lines of text, so that a broken promise cannot pass unseen.

``GET /rounds/`` is there; ``GET /rounds/ takes sort``; ``GET /rounds/ answers name``. A line
that is gone breaks programs. ``needs`` works the other way: a new one breaks them, where the
operation was there before.
"""

from collections.abc import Iterable, Iterator
from typing import Any

NEEDS = " needs "
# As it was at the last release: `manage.py generate --contract` writes it, and only then.
CONTRACT = "docs/reference/api-contract.txt"


def promises(description: dict[str, Any]) -> list[str]:
    """Every line about the operations of an OpenAPI description, sorted."""
    found: set[str] = set()
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            name = f"{method.upper()} {path}"
            found |= {
                name,
                *_taken(name, operation, description),
                *_answered(name, operation, description),
            }
    return sorted(found)


def broken(old: Iterable[str], new: Iterable[str]) -> list[str]:
    """The lines that break a program that was written for the old description."""
    before, now = set(old), set(new)
    gone = {line for line in before - now if NEEDS not in line}
    added = {line for line in now - before if NEEDS in line and line.split(NEEDS)[0] in before}
    return sorted(gone | added)


def _taken(name: str, operation: dict[str, Any], description: dict[str, Any]) -> Iterator[str]:
    for parameter in operation.get("parameters", ()):
        yield f"{name} takes {parameter['name']}"
        if parameter.get("required") and parameter["in"] != "path":
            yield f"{name}{NEEDS}{parameter['name']}"
    content = operation.get("requestBody", {}).get("content", {})
    for kind, body in content.items():
        yield f"{name} reads {kind}"
        for field, needed in _fields(body.get("schema", {}), description):
            yield f"{name} takes body {field}"
            if needed:
                yield f"{name}{NEEDS}body {field}"


def _answered(name: str, operation: dict[str, Any], description: dict[str, Any]) -> Iterator[str]:
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            yield f"{name} answers {status}"
            for kind, body in answer.get("content", {}).items():
                yield f"{name} answers {kind}"
                for field, __ in _fields(body.get("schema", {}), description):
                    yield f"{name} answers {field}"


def _fields(schema: Any, description: dict[str, Any], depth: int = 3) -> Iterator[tuple[str, bool]]:
    """The fields of a schema and of what it holds, by dotted name; and whether each is required."""
    schema = _resolved(schema, description)
    if "items" in schema and schema.get("type") == "array":
        yield from _fields(schema["items"], description, depth)
    for name, inner in schema.get("properties", {}).items():
        needed = name in schema.get("required", ())
        yield name, needed
        if depth > 1:
            for more, also in _fields(inner, description, depth - 1):
                yield f"{name}.{more}", needed and also


def _resolved(schema: Any, description: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return _resolved(
            description["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], description
        )
    return dict(schema)
