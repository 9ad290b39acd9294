"""The world of the access matrix: its people and things, and browsers of its people."""

import importlib
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.access import Row, World
from tests.access.people import people_of, rows_of
from tests.accounts.second_step import just_confirmed
from tests.databases import join_as_written
from tests.people import sign_in

ROOMS = (
    "core",
    "partnerships",
    "trajectories",
    "matching",
    "agreements",
    "quality",
    "reporting",
    "imports",
    "identity",
)


def table(room: str) -> Any:
    """The module of a room's rows."""
    return importlib.import_module(f"tests.access.{room}")


def build_world(until: str = ROOMS[-1]) -> World:
    """The people, and the objects of every room up to and including this one: a few rows each."""
    join_as_written()
    world = World()
    people_of(world)
    rows_of(world)
    for room in ROOMS[: ROOMS.index(until) + 1]:
        if hasattr(table(room), "build"):
            table(room).build(world)
    return world


def address_of(row: Row, world: World) -> str:
    """The address of a row's object."""
    kwargs = dict(row.kwargs(world) if callable(row.kwargs) else row.kwargs)
    if row.obj:
        kwargs["uuid"] = getattr(world, row.obj).uuid
    return reverse(row.name, kwargs=kwargs)


def client_of(role: str, world: World, *, confirmed: bool = False) -> Client:
    """A browser of this role; ``confirmed``: nothing asks once more who it is."""
    client = Client(raise_request_exception=False)
    if role != "visitor":
        person = getattr(world, role)
        sign_in(client, person)
        if confirmed:
            just_confirmed(client, person)
    return client
