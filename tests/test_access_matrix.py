"""Every address × every role × own and others' objects, through both doors."""

import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access import ROLES, Row, World
from tests.access.people import people_of, rows_of
from tests.people import sign_in

pytestmark = pytest.mark.django_db

ROOMS = (
    "core",
    "partnerships",
    "trajectories",
    "matching",
    "agreements",
    "quality",
    "reporting",
    "imports",
)
# Served by allauth's provider: machines' own sign-in, tested in tests/reporting.
OUTSIDE = "idp:oidc:"


def table(room: str) -> Any:
    return importlib.import_module(f"tests.access.{room}")


def every_address(patterns=None, prefix: str = "") -> Iterator[str]:
    """The names of all addresses, with their namespaces."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from every_address(pattern.url_patterns, space)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"


def build_world(until: str) -> World:
    """The people, and the objects of every room up to and including this one."""
    world = World()
    people_of(world)
    rows_of(world)
    for room in ROOMS[: ROOMS.index(until) + 1]:
        if hasattr(table(room), "build"):
            table(room).build(world)
    return world


def address_of(row: Row, world: World) -> str:
    kwargs = dict(row.kwargs(world) if callable(row.kwargs) else row.kwargs)
    if row.obj:
        kwargs["uuid"] = getattr(world, row.obj).uuid
    return reverse(row.name, kwargs=kwargs)


def client_of(role: str, world: World) -> Client:
    """A browser in which this role is signed in."""
    client = Client(raise_request_exception=False)
    if role != "visitor":
        sign_in(client, getattr(world, role))
    return client


def status_for(row: Row, client: Client, address: str) -> int:
    """The answer to this client; whatever it changed is rolled back."""
    with transaction.atomic():
        send = getattr(client, row.method)
        if row.method == "get":
            response = send(address)
        else:
            kind = {"content_type": "application/json"} if row.api else {}
            response = send(address, dict(row.data), **kind)
        transaction.set_rollback(True)
    return response.status_code


@pytest.mark.parametrize("room", ROOMS)
def test_everybody_gets_exactly_what_the_matrix_says(room):
    """D4, D5: the same answer to the same person, in the browser and over the API."""
    world = build_world(until=room)
    clients = {role: client_of(role, world) for role in ROLES}
    wrong = []
    for row in table(room).ROWS:
        address = address_of(row, world)
        for role, client in clients.items():
            found = status_for(row, client, address)
            if found not in row.expected(role):
                expected = sorted(row.expected(role))
                wrong.append(f"{row.method} {row.name} as {role}: {found}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_every_address_stands_in_the_matrix():
    """A new address without a row fails the suite."""
    known = {row.name for room in ROOMS for row in table(room).ROWS}
    addresses = {name for name in every_address() if not name.startswith(OUTSIDE)}
    assert addresses - known == set()
    assert known - addresses == set()
