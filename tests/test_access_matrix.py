"""Every address × every role × own and others' objects, through both doors."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access import ROLES, Row
from tests.access.world import ROOMS, address_of, build_world, client_of, table
from tests.api import JSON, writing
from tests.headers import lacking

pytestmark = pytest.mark.django_db

# Served by allauth's provider: machines' own sign-in, tested in tests/reporting.
OUTSIDE = "idp:oidc:"


def every_address(patterns=None, prefix: str = "") -> Iterator[str]:
    """The names of all addresses, with their namespaces."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from every_address(pattern.url_patterns, space)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"


def answer_to(row: Row, client: Client, address: str) -> HttpResponse:
    """The answer to this client; whatever it changed is rolled back."""
    with transaction.atomic():
        send = getattr(client, row.method)
        if row.method == "get":
            response = send(address)
        else:
            kind = {"content_type": JSON, "headers": writing()} if row.api else {}
            response = send(address, dict(row.data), **kind)
        transaction.set_rollback(True)
    return response


@pytest.mark.long
@pytest.mark.parametrize("room", ROOMS)
def test_everybody_gets_exactly_what_the_matrix_says(room):
    """D4, D5: the same answer to the same person, in the browser and over the API, and every
    answer with the strict headers and a number.
    """
    world = build_world(until=room)
    clients = {role: client_of(role, world, confirmed=True) for role in ROLES}
    wrong = []
    for row in table(room).ROWS:
        address = address_of(row, world)
        for role, client in clients.items():
            answer = answer_to(row, client, address)
            line = f"{row.method} {row.name} as {role}"
            if answer.status_code not in row.expected(role):
                expected = sorted(row.expected(role))
                wrong.append(f"{line}: {answer.status_code}, not {expected}")
            if missing := lacking(answer):
                wrong.append(f"{line} lacks {sorted(missing)}")
    assert not wrong, "\n".join(wrong)


def test_every_address_stands_in_the_matrix():
    """A new address without a row fails the suite."""
    known = {row.name for room in ROOMS for row in table(room).ROWS}
    addresses = {name for name in every_address() if not name.startswith(OUTSIDE)}
    assert addresses - known == set()
    assert known - addresses == set()
