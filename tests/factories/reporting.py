"""Makers for programs that fetch data."""

from base64 import b64encode
from datetime import date

from django.test import Client

from partnerships.clients import register_client
from partnerships.enums import Role
from tests.factories.partnerships import make_member, make_ministry

SCOPE = "datasets:trajectories"
VALUES = {
    "name": "Dataplatform",
    "purpose": "Evaluatie van de proeftrajecten",
    "protocol_reference": "PROTOCOL-2026-07",
    "protocol_url": "https://departement.example/protocollen/2026-07",
    "scopes": [SCOPE],
    "valid_to": date(2027, 12, 31),
}


def make_api_client(organisation=None, *, actor=None, **fields):
    """A client of a (new) ministry with its secret, registered by one of its analysts."""
    organisation = organisation or make_ministry()
    actor = actor or make_member(Role.ANALYST, organisation)
    return register_client(organisation, actor=actor, **(VALUES | fields))


def ask_token(client, secret: str, scope: str = SCOPE):
    """The answer of the token address to a program."""
    basic = b64encode(f"{client.client_id}:{secret}".encode()).decode()
    return Client().post(
        "/identity/o/api/token",
        {"grant_type": "client_credentials", "scope": scope},
        headers={"Authorization": f"Basic {basic}"},
    )


def token_for(client, secret: str, scope: str = SCOPE) -> str:
    """A token, as a program gets it."""
    return ask_token(client, secret, scope).json()["access_token"]


class Program:
    """A program with a token."""

    def __init__(self, token: str) -> None:
        self.headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}

    def get(self, address: str, **headers: str):
        return Client().get(address, headers=self.headers | headers)


def make_program(**fields) -> Program:
    """A program of a new ministry that may fetch trajectories."""
    return Program(token_for(*make_api_client(**fields)))


DATA = "/api/v1/datasets/trajectories/data/"


def body(response) -> str:
    """A streamed answer as text."""
    return b"".join(response.streaming_content).decode()
