"""Fixtures: the world of the access matrix, ready for every operation, and who calls them."""

import pytest
from django.test import Client

from tests.access.world import build_world, client_of
from tests.contract.needs import prepare
from tests.contract.operations import operations
from tests.documents.clamav import scanner
from tests.factories.reporting import make_api_client, token_for


@pytest.fixture
def virus_scanner(settings):
    """A scanner that answers: without one nothing can be scanned again."""
    with scanner(settings):
        yield


@pytest.fixture(name="world")
def ready_world(db, virus_scanner):
    """Everything that an operation needs to succeed."""
    found = build_world()
    prepare(found)
    return found


@pytest.fixture(name="clients")
def callers(world) -> dict[str, Client]:
    """A browser of everybody who calls an operation, and a program with a token."""
    roles = {one.role() for one in operations()} - {"program"}
    token = token_for(*make_api_client(world.ministry, actor=world.analyst))
    program = Client(headers={"Authorization": f"Bearer {token}"})
    return {role: client_of(role, world, confirmed=True) for role in roles} | {"program": program}
