"""Every operation of the API's contract, called as somebody whom it lets through.

Who calls it, and on which thing of the world of the access matrix, follows from the matrix;
the body is the example of the contract, with real identifiers in the place of its examples.
``NEEDS`` says what the matrix does not tell: which identifiers, and where another thing of the
world is needed to get through.
"""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import resolve

from core.api.documentation import description
from core.api.examples import SOME_ID
from tests.access import Row, World
from tests.access.world import ROOMS, table
from tests.api import JSON, writing
from tests.contract.needs import NEEDS, Need

ROLE_ORDER = (
    "coordinator",
    "analyst",
    "director",
    "contact",
    "student",
    "mentor",
    "administrator",
)
CHANGING = frozenset({"post", "put", "patch", "delete"})


@dataclass(frozen=True)
class Operation:
    """One operation of the contract, and how it is called."""

    id: str
    method: str
    path: str
    spec: Mapping[str, Any] = field(repr=False, hash=False, compare=False)

    @cached_property
    def name(self) -> str:
        """The name of its address."""
        plain = self.path.replace("{uuid}", str(UUID(int=0))).replace("{code}", "trajectories")
        return str(resolve(plain).view_name)

    @cached_property
    def need(self) -> Need:
        """What the matrix does not tell."""
        return NEEDS.get(self.id, Need())

    @cached_property
    def row(self) -> Row | None:
        """The row of the matrix that lets somebody through."""
        rows = [row for room in ROOMS for row in table(room).ROWS if row.api and row.ok]
        mine = [row for row in rows if (row.name, row.method) == (self.name, self.method)]
        return mine[0] if mine else None

    @property
    def success(self) -> str:
        """The status of an answer to whom it lets through."""
        return next(status for status in self.spec["responses"] if status.startswith("2"))

    @property
    def changes_existing(self) -> bool:
        """Whether it needs If-Match."""
        return any(one["name"] == "If-Match" for one in self.spec["parameters"])

    @property
    def media(self) -> Mapping[str, Any]:
        """What it reads, by media type."""
        return self.spec.get("requestBody", {}).get("content", {})

    def role(self) -> str:
        """Who calls it."""
        allowed = self.row.ok if self.row else frozenset()
        return self.need.role or next(role for role in ROLE_ORDER if role in allowed)

    def thing(self, world: World) -> Any:
        """The row that the address names; None for a collection."""
        name = self.need.obj or (self.row.obj if self.row else None)
        return getattr(world, name) if name and "{uuid}" in self.path else None

    def address(self, world: World) -> str:
        """The address of the call."""
        thing = self.thing(world)
        return self.path.format(uuid=thing.uuid if thing else "", code="trajectories")

    def fields(self) -> list[str]:
        """The names that its body takes."""
        name = self.media[JSON]["schema"]["$ref"].rsplit("/", 1)[-1]
        return list(description()["components"]["schemas"][name]["properties"])

    def found(self, world: World, name: str) -> Any:
        """A thing of the world, or of one of its things."""
        found: Any = world
        for part in name.split("."):
            found = getattr(found, part)
        return found

    def example(self, world: World) -> Any:
        """The example body of the contract, with identifiers of the world; None without body."""
        if self.need.body:
            return self.need.body(world)
        shown = self.media.get(JSON, {}).get("examples", {})
        if not shown:
            return None
        value = deepcopy(next(iter(shown.values()))["value"])
        for path, name in self.need.ids.items():
            _put(value, path.split("."), str(self.found(world, name).uuid))
        return value | {name: find(world) for name, find in self.need.values.items()}


def operations() -> Iterator[Operation]:
    """Every operation, in the order of the contract."""
    for path, methods in description()["paths"].items():
        for method, spec in methods.items():
            yield Operation(spec["operationId"], method, path, spec)


def call(
    operation: Operation,
    client: Client,
    world: World,
    headers: Mapping[str, str] | None = None,
    body: Any = None,
) -> Any:
    """The answer to the operation, with its example and `tests.api.writing` unless others."""
    address = operation.address(world)
    if operation.need.query:
        address = f"{address}?{operation.need.query}"
    if operation.method not in CHANGING:
        return client.get(address, headers=headers)
    body = operation.example(world) if body is None else body
    headers = writing() | dict(headers or {})
    if operation.need.form:
        return client.post(address, body, headers=headers)
    content = b"" if body is None else json.dumps(body)
    kind = "" if body is None else JSON
    return client.generic(operation.method.upper(), address, content, kind, headers=headers)


def _put(value: Any, path: list[str], new: str) -> None:
    """Replace the example identifier at a place; a place ``*`` is the key of a mapping."""
    *before, last = path
    for step in before:
        value = value[int(step) if isinstance(value, list) else step]
    if last == "*":
        value[new] = value.pop(SOME_ID)
    elif isinstance(value, list):
        value[int(last)] = new
    else:
        value[last] = new


def marked_otherwise(one: Operation, answer: Any) -> str:
    """How an answer tells another end of its operation than the description; empty when alike."""
    said = {name for name in ("Deprecation", "Sunset") if name in answer.headers}
    promised = {"Deprecation", "Sunset"} if one.spec.get("deprecated") else set()
    return "" if said == promised else f"{one.id}: marked {promised}, sent {said}"
