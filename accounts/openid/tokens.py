"""Reading an ID token: who made it, for whom, when, and for which sign-in."""

import hmac
from typing import Any

import jwt
from allauth.socialaccount import app_settings

from accounts.openid.metadata import fail
from accounts.openid.providers import ASYMMETRIC, OpenIdProvider

CLOCKS_DIFFER = 30  # seconds
NEEDED = ["exp", "iat", "iss", "aud", "sub"]


def read_id_token(
    token: Any, *, provider: OpenIdProvider, keys: dict[str, Any], nonce: str
) -> dict[str, Any]:
    """The claims of a token that the provider signed for us, now, and for this sign-in.

    Everything of OpenID Connect Core 1.0, 3.1.3.7 is checked, the signature too: the library
    leaves it out where the token came straight from the provider. Raises `SignInFailed`.
    """
    allowed = [name for name in provider.algorithms if name in ASYMMETRIC]
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_key_of(token, keys),
            algorithms=allowed,
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=CLOCKS_DIFFER,
            options={"require": NEEDED},
        )
    except jwt.PyJWTError as error:
        fail(f"ID token: {type(error).__name__}")
    _check_parties(claims, provider)
    _check_subject(claims["sub"])
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        fail("ID token: made for another sign-in")
    return claims


def _key_of(token: Any, keys: dict[str, Any]) -> jwt.PyJWK:
    """The provider's key that the token names; the only one when it names none."""
    if not isinstance(token, str):
        fail("no ID token")
    header = jwt.get_unverified_header(token)
    listed = keys.get("keys")
    known = [key for key in listed if _signs(key)] if isinstance(listed, list) else []
    found = [key for key in known if header.get("kid") in {None, key.get("kid")}]
    if len(found) != 1:
        fail("ID token: signed with an unknown key")
    # A key for one algorithm is used with that one, whatever the token says.
    return jwt.PyJWK.from_dict(found[0], algorithm=found[0].get("alg") or header.get("alg"))


def _signs(key: Any) -> bool:
    return isinstance(key, dict) and key.get("use", "sig") == "sig"


def _check_parties(claims: dict[str, Any], provider: OpenIdProvider) -> None:
    """Made for us; a token for several parties must say that we asked for it."""
    party = claims.get("azp")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (party is not None or several) and party != provider.client_id:
        fail("ID token: asked for by another party")


def _check_subject(subject: Any) -> None:
    if not isinstance(subject, str) or not 0 < len(subject) <= app_settings.UID_MAX_LENGTH:
        fail("ID token: no usable subject")
