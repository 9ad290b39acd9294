"""The OpenID providers of the environment: a list of names, and variables for each name."""

import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config import env

NAME = re.compile(r"[a-z][a-z0-9]{0,19}")
DOCUMENTED = "see docs/operations.md."


def openid_providers() -> list[dict[str, Any]]:
    """What ``OPENID_PROVIDERS`` names, in that order: the fields of `OpenIdProvider`.

    Raises `ImproperlyConfigured` for a name that is no name, a variable that is missing, or
    two providers with one name or one issuer: people are known by issuer and subject, and
    two providers with one issuer could not be told apart.
    """
    found = [_provider(name) for name in env.words("OPENID_PROVIDERS")]
    for field in ("key", "issuer"):
        if len({provider[field] for provider in found}) < len(found):
            message = f"Two providers of OPENID_PROVIDERS have one {field}: {DOCUMENTED}"
            raise ImproperlyConfigured(message)
    return found


def _provider(key: str) -> dict[str, Any]:
    if not NAME.fullmatch(key):
        message = (
            f"OPENID_PROVIDERS: {key!r} must be a letter and at most 19 more small letters or"
            f" digits: {DOCUMENTED}"
        )
        raise ImproperlyConfigured(message)
    prefix = f"OPENID_{key.upper()}"
    label = env.text(f"{prefix}_LABEL_NL")
    return {
        "key": key,
        "issuer": env.text(f"{prefix}_ISSUER"),
        "client_id": env.text(f"{prefix}_CLIENT_ID"),
        "client_secret": env.text(f"{prefix}_CLIENT_SECRET"),
        "label_nl": label,
        "label_en": env.text(f"{prefix}_LABEL_EN", label),
        "scopes": env.text(f"{prefix}_SCOPES", "openid").split(),
        "algorithms": env.words(f"{prefix}_ALGORITHMS", "RS256"),
        "organisation_claim": env.text(f"{prefix}_ORGANISATION_CLAIM", ""),
        "acr_values": env.words(f"{prefix}_ACR_VALUES"),
        "second_step_acr": env.words(f"{prefix}_SECOND_STEP_ACR"),
        "second_step_amr": env.words(f"{prefix}_SECOND_STEP_AMR"),
        "userinfo": env.flag(f"{prefix}_USERINFO"),
    }
