"""What a provider says about itself, fetched over HTTP and trusted for its own issuer only."""

from typing import Any, NoReturn
from urllib.parse import urlsplit

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.provider import ProviderException
from django.core.cache import cache

from accounts.openid.providers import OpenIdProvider

WELL_KNOWN = "/.well-known/openid-configuration"
KEPT = 600  # seconds; long enough for one sign-in, short enough for a provider that moves
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
OPTIONAL = ("userinfo_endpoint", "end_session_endpoint")


class SignInFailed(ProviderException):
    """The provider's answer cannot be trusted. ``reason`` is for the log: no personal data."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def fail(reason: str) -> NoReturn:
    """Raise `SignInFailed`."""
    raise SignInFailed(reason)


def fetch(address: str, **more: Any) -> dict[str, Any]:
    """A JSON object of the provider. Raises `SignInFailed`, or requests' own errors."""
    with get_adapter().get_requests_session() as session:
        response = session.get(address, **more)
        response.raise_for_status()
        answer = response.json()
    return answer if isinstance(answer, dict) else fail("an answer is no JSON object")


def metadata(provider: OpenIdProvider) -> dict[str, Any]:
    """The provider's description of itself (OpenID Connect Discovery 1.0), checked.

    It must name the issuer of the settings, letter for letter, and lead nowhere without https
    unless the issuer itself does (a provider on one's own machine).
    """
    key = f"openid-metadata:{provider.issuer}"
    found = cache.get(key)
    if found is None:
        found = fetch(provider.issuer.rstrip("/") + WELL_KNOWN)
        _check(found, provider)
        cache.set(key, found, KEPT)
    return dict(found)


def _check(found: dict[str, Any], provider: OpenIdProvider) -> None:
    if found.get("issuer") != provider.issuer:
        fail("the description names another issuer")
    allowed = {"https", urlsplit(provider.issuer).scheme}
    for name in (*NEEDED, *OPTIONAL):
        address = found.get(name)
        if address is None and name in OPTIONAL:
            continue
        if not isinstance(address, str) or urlsplit(address).scheme not in allowed:
            fail(f"the description has no safe {name}")
