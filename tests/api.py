"""Calling the API in tests, as a program that keeps to its rules does."""

from typing import Any
from uuid import uuid4

JSON = "application/json"


def writing(*, version: str = "*", key: str = "") -> dict[str, str]:
    """The headers of a change: any version unless one is named, and a key of its own."""
    return {"If-Match": version, "Idempotency-Key": key or str(uuid4())}


def post(client: Any, address: str, /, *, version: str = "*", key: str = "", **data: Any) -> Any:
    """Send a verb, or make something."""
    headers = writing(version=version, key=key)
    return client.post(address, data, content_type=JSON, headers=headers)


def places(answer: Any) -> list[str]:
    """Where a refusal says that something is not right, sorted."""
    found = answer.json().get("errors", [])
    return sorted(one.get("pointer", one.get("parameter", "")) for one in found)


def code(answer: Any) -> str:
    """Which problem it is, by the last part of its type."""
    return answer.json()["type"].strip("/").rsplit("/", 1)[-1]
