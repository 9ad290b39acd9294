"""The contract as one knows it who has things to ask about: with identifiers that exist."""

from copy import deepcopy
from typing import Any

from core.api.documentation import description
from core.api.pagination import CURSOR
from tests.access import World
from tests.api import JSON
from tests.contract.operations import Operation, operations

# Filters by a thing: one that whoever calls the operation sees.
FILTERS = {
    "about": "recognition",
    "agreement": "proposed_agreement",
    "pathway": "pathway",
    "person": "student",
    "programme": "programme",
    "round": "rating_round",
    "trajectory": "trajectory",
}


# Filters by one of a list that depends on the data.
CODES = {"academic_year": "2026-2027", "deadline": "agreements.sign", "importer": "people"}
# Which part a file has depends on its length (`tests.documents.test_parts`).
OF_A_FILE = {"Range", "If-Range"}
COMMON = {"Accept-Language", "If-None-Match", "If-Match", "Idempotency-Key"}
LONG_LISTS = {"fields", "sort", "expand"}
EVERY, FEW = 10, 2


def narrowed(world: World) -> dict[str, Any]:
    """The OpenAPI file with real identifiers where it can only say ``format: uuid``.

    An identifier that was never given out is answered 404, and so is tested elsewhere
    (`tests.attacks`). If-Match is ``*``; wrong versions have their own tests. Cursors are left
    out: only the address ``next`` of a page holds one (`tests.core.test_api_reading`).

    What is answered in one place for all operations (headers, and each name of ``fields`` and
    ``sort``) is tried at one of ten of them, so that there is time for what differs.
    """
    found = deepcopy(description())
    for number, one in enumerate(operations()):
        said = found["paths"][one.path][one.method]
        left_out = OF_A_FILE | ({CURSOR} if one.id != "datasets_data" else set())
        left_out |= COMMON if number % EVERY else set()
        kept = [p for p in said["parameters"] if p["name"] not in left_out]
        said["parameters"] = [_known(parameter, one, world) for parameter in kept]
        if number % EVERY:
            _shorten(said["parameters"])
        content = said.get("requestBody", {}).get("content", {}).get(JSON)
        if content:
            content["examples"] = {"Example": {"value": one.example(world)}}
    return found


def _known(parameter: dict[str, Any], one: Operation, world: World) -> dict[str, Any]:
    name, schema = parameter["name"], parameter["schema"]
    if name == "uuid":
        schema = schema | {"enum": [str(one.thing(world).uuid)]}
    elif name == "If-Match":
        schema = {"type": "string", "enum": ["*"]}
    elif name in CODES and "items" not in schema:
        schema = schema | {"enum": [CODES[name]]}
    elif schema.get("format") == "uuid":
        schema = schema | {"enum": [str(getattr(world, FILTERS[name]).uuid)]}
    return parameter | {"schema": schema}


def _shorten(parameters: list[dict[str, Any]]) -> None:
    for parameter in parameters:
        if parameter["name"] in LONG_LISTS:
            schema = parameter["schema"].get("items", parameter["schema"])
            schema["enum"] = schema["enum"][:FEW]
