"""What drf-spectacular cannot know: the problems and headers that every operation may answer."""

from typing import Any

from core.api.shape import FIELDS

PLACE = {
    "type": "object",
    "required": ["detail"],
    "properties": {
        "pointer": {"type": "string", "description": "Where in the body (RFC 6901)"},
        "parameter": {"type": "string", "description": "Which parameter of the address"},
        "detail": {"type": "string"},
    },
}
PROBLEM = {
    "type": "object",
    "required": ["type", "status", "title", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri"},
        "reasons": {"type": "array", "items": {"type": "string"}},
        "errors": {"type": "array", "items": PLACE},
    },
}
# The answers that every operation may give, by status: their words, and the name they share.
ALWAYS = {
    "400": ("NotRight", "A parameter, a header or the body is not right: with the places"),
    "401": ("SignIn", "Sign in first"),
    "403": ("Refused", "Refused, with the reason"),
    "404": ("NotFound", "Not found for you"),
    "406": ("NoSuchFormat", "No such format"),
    "429": ("TooOften", "Too many requests: wait as many seconds as Retry-After says"),
    "500": ("Fault", "A mistake of ours; nothing was carried out"),
    "503": ("Busy", "Others changed the same things: send it again"),
}
BODY = {
    "413": ("TooLarge", "The body is too large"),
    "415": ("MediaType", "This kind of body is not read here"),
}
WRITING = {"409": ("NotNow", "Not possible in this state, or the key belongs to another request")}
CHANGING = {
    "412": ("Stale", "Somebody changed it meanwhile"),
    "428": ("IfMatchMissing", "If-Match is missing"),
}
PARTS = {"416": ("NoSuchPart", "The file ends before the part that was asked for")}
RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}}}
ETAG = {"ETag": {"description": "The version that you have now", "schema": {"type": "string"}}}
LOCATION = {
    "Location": {
        "description": "Where the new thing is",
        "schema": {"type": "string", "format": "uri"},
    }
}


def complete(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Document statuses, headers and choices of every operation (post-processing hook)."""
    components = result.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    components["responses"] = {
        name: _problem(status, text)
        for status, (name, text) in (ALWAYS | BODY | WRITING | CHANGING | PARTS).items()
    }
    for path in result["paths"].values():
        for method, operation in path.items():
            _add_problems(method, operation)
            _add_headers(operation)
            if method == "get":
                _allow_choices(operation, schemas)
    return result


def _add_problems(method: str, operation: dict[str, Any]) -> None:
    statuses = dict(ALWAYS)
    names = {parameter["name"] for parameter in operation.get("parameters", ())}
    if method != "get":
        statuses |= WRITING | BODY
    if "If-Match" in names:
        statuses |= CHANGING
    if "Range" in names:
        statuses |= PARTS
    if "If-None-Match" in names:
        operation["responses"]["304"] = {"description": "You have it already", "headers": ETAG}
    for status, (name, __) in statuses.items():
        operation["responses"].setdefault(status, {"$ref": f"#/components/responses/{name}"})


def _add_headers(operation: dict[str, Any]) -> None:
    names = {parameter["name"] for parameter in operation.get("parameters", ())}
    for status in ("200", "201"):
        if status in operation["responses"] and names & {"If-Match", "If-None-Match"}:
            operation["responses"][status].setdefault("headers", {}).update(ETAG)
    if "201" in operation["responses"] and "Idempotency-Key" in names:
        operation["responses"]["201"].setdefault("headers", {}).update(ETAG | LOCATION)


def _allow_choices(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """With ``fields`` only the identifier is sure to be there."""
    if FIELDS not in {parameter["name"] for parameter in operation.get("parameters", ())}:
        return
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    shown = schemas[schema["$ref"].rsplit("/", 1)[1]]
    if "items" in shown["properties"]:
        shown = schemas[shown["properties"]["items"]["items"]["$ref"].rsplit("/", 1)[1]]
    shown["required"] = [name for name in shown.get("required", ()) if name == "id"]


def _problem(status: str, description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    answer = {
        "description": description,
        "content": {"application/problem+json": {"schema": schema}},
    }
    return answer | ({"headers": RETRY_AFTER} if status in {"429", "503"} else {})
