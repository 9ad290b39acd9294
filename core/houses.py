"""For which organisations a person keeps data: filled by the room that knows memberships."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

Houses = Mapping[UUID, str]
_source: list[Callable[[Any], Houses]] = []


def provide_houses(source: Callable[[Any], Houses]) -> None:
    """Name the function that lists a person's organisations, the most important first."""
    _source[:] = [source]


def houses_of(user: Any) -> Houses:
    """Identifiers and names; empty for a visitor and for who keeps data of the platform itself."""
    return _source[0](user) if _source and user.is_authenticated else {}


def house_of(user: Any) -> UUID | None:
    """The organisation for which this person does something now."""
    return next(iter(houses_of(user)), None) if user is not None else None
