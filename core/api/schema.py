"""What drf-spectacular cannot know: the problems that every operation may answer."""

from typing import Any

PROBLEM = {
    "type": "object",
    "required": ["type", "status", "title", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "reasons": {"type": "array", "items": {"type": "string"}},
        "errors": {"type": "object", "additionalProperties": True},
    },
}
READING = {"401": "Sign in first", "403": "Refused, with the reason", "404": "Not found for you"}
TOO_OFTEN = "Too many requests: wait as many seconds as Retry-After says"
RETRY_AFTER = {
    "headers": {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}}}
}
WRITING = {"400": "Bad input, with the fields", "409": "Not possible in this state"}


def add_problem_responses(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Document problem+json on every operation (post-processing hook)."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for path in result["paths"].values():
        for method, operation in path.items():
            statuses = READING if method == "get" else READING | WRITING
            for status, description in statuses.items():
                operation["responses"].setdefault(status, _answer(description))
            operation["responses"].setdefault("429", _answer(TOO_OFTEN) | RETRY_AFTER)
    return result


def _answer(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": description,
        "content": {"application/problem+json": {"schema": schema}},
    }
