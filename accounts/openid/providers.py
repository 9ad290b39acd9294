"""The providers that the settings name, and what each of them is trusted for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

# Signatures that only the provider can make. With a shared secret (HS256) whoever knows it,
# or passes a public key off as one, could make them too.
ASYMMETRIC = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)


@dataclass(frozen=True)
class OpenIdProvider:
    """One provider. ``organisation_claim`` names the claim with the number of the organisation
    for which the person comes (empty: the provider does not say). ``second_step_acr`` and
    ``second_step_amr`` list the values of these claims that prove two steps (empty: none does).
    """

    key: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    label_nl: str
    label_en: str
    scopes: tuple[str, ...]
    algorithms: tuple[str, ...]
    organisation_claim: str = ""
    acr_values: tuple[str, ...] = ()
    second_step_acr: tuple[str, ...] = ()
    second_step_amr: tuple[str, ...] = ()
    userinfo: bool = False

    @property
    def label(self) -> str:
        """What people call it, in the reader's language."""
        return self.label_en if get_language() == "en" else self.label_nl

    def proves_two_steps(self, claims: Mapping[str, Any]) -> bool:
        """True when the provider says that it asked a second step that we accept as ours."""
        return claims.get("acr") in self.second_step_acr or bool(
            set(texts(claims.get("amr"))) & set(self.second_step_amr)
        )


def texts(claim: Any) -> list[str]:
    """The texts in a claim that is one text or a list of them."""
    values = claim if isinstance(claim, list) else [claim]
    return [value for value in values if isinstance(value, str)]


def configured() -> list[OpenIdProvider]:
    """Every provider of the settings, in their order."""
    return [OpenIdProvider(**values) for values in settings.OPENID_PROVIDERS]


def provider_of(name: str) -> OpenIdProvider | None:
    """The provider with this key or this issuer; None when the settings name none."""
    return next((one for one in configured() if name in {one.key, one.issuer}), None)
