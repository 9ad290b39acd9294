"""For which organisation a person comes, as a provider says it, against the person's roles."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from accounts.openid.providers import OpenIdProvider, texts

Numbers = Callable[[Any], frozenset[str]]
_source: list[Numbers] = []
NOISE = re.compile(r"[\s.\-]")


def provide_numbers(source: Numbers) -> None:
    """Name the function that knows the numbers of the organisations where a person has a role
    today: filled by the room that knows memberships.
    """
    _source[:] = [source]


def bare(number: str) -> str:
    """A number without dots, spaces, dashes, the country before an enterprise number, or case."""
    plain = NOISE.sub("", number).upper()
    return plain.removeprefix("BE") if re.fullmatch(r"BE[01]\d{9}", plain) else plain


def comes_for_own(person: Any, provider: OpenIdProvider, claims: Mapping[str, Any]) -> bool:
    """True when the provider names an organisation where the person has a role today, or when
    the settings expect no organisation from this provider.
    """
    if not provider.organisation_claim:
        return True
    said = {bare(one) for one in texts(claims.get(provider.organisation_claim))} - {""}
    own = _source[0](person) if _source else frozenset()
    return bool(said & {bare(one) for one in own})
