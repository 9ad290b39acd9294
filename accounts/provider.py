"""How allauth speaks OpenID Connect here. The name of this module is the library's: it looks
for ``provider_classes`` in every app's ``provider``.
"""

import base64
import hashlib
from typing import Any

from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

from accounts.openid.metadata import fail, fetch, metadata
from accounts.openid.providers import OpenIdProvider, provider_of
from accounts.openid.tokens import read_id_token

# RFC 9207: who answered, so that two providers cannot be mixed up.
SAYS_ISSUER = "authorization_response_iss_parameter_supported"


def nonce_of(verifier: str) -> str:
    """The nonce that belongs to a PKCE verifier, and says nothing about it.

    The verifier lies in the session until the answer comes; so the nonce needs no place of
    its own, and an ID token fits one sign-in of one browser.
    """
    digest = hashlib.sha256(f"nonce:{verifier}".encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class OpenIdExchange(OpenIDConnectOAuth2Adapter):
    """From the code in the callback to claims that were checked."""

    nonce = ""

    @property
    def openid(self) -> OpenIdProvider:
        """The provider as the settings describe it."""
        return provider_of(self.provider_id) or fail("no such provider")

    @property
    def openid_config(self) -> dict[str, Any]:
        """As `metadata`, once per request."""
        if not hasattr(self, "_openid_config"):
            self._openid_config = metadata(self.openid)
        return self._openid_config

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> Any:
        """Change the code for tokens, unless another provider answered."""
        self._check_issuer(request)
        if not pkce_code_verifier:
            fail("the sign-in was begun without PKCE")
        self.nonce = nonce_of(pkce_code_verifier)
        answer = super().get_access_token_data(request, app, client, pkce_code_verifier)
        return answer if isinstance(answer, dict) else fail("the token answer is no JSON object")

    def parse_token(self, data: Any) -> Any:
        """The access token; how long it lives does not matter, nothing keeps it."""
        return super().parse_token({"access_token": data["access_token"]})

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """A sign-in with checked claims: ``claims`` and ``id_token`` hang on it."""
        id_token = kwargs["response"].get("id_token")
        keys = fetch(self.openid_config["jwks_uri"])
        claims = read_id_token(id_token, provider=self.openid, keys=keys, nonce=self.nonce)
        if self.openid.userinfo:
            claims = self._userinfo(token.token, claims["sub"]) | claims
        login = self.get_provider().sociallogin_from_response(request, claims)
        login.claims, login.id_token = claims, id_token
        return login

    def _check_issuer(self, request: HttpRequest) -> None:
        said = request.GET.get("iss")
        if said is None and not self.openid_config.get(SAYS_ISSUER):
            return
        if said != self.openid.issuer:
            fail("another provider answered")

    def _userinfo(self, access_token: str, subject: str) -> dict[str, Any]:
        address = self.openid_config.get("userinfo_endpoint") or fail("no userinfo_endpoint")
        said = fetch(address, headers={"Authorization": f"Bearer {access_token}"})
        return said if said.get("sub") == subject else fail("userinfo: of another person")


class OpenIdSignIn(OpenIDConnectProvider):
    """A provider of the settings. People are known by issuer and subject, nothing else of what
    the provider tells about them is kept.
    """

    pkce_enabled_default = True
    oauth2_adapter_class = OpenIdExchange

    @property
    def sub_id(self) -> str:
        """Under which name people's links are kept: the issuer."""
        return str(self.app.settings["issuer"])

    def get_pkce_params(self) -> dict[str, str]:
        """The challenge, and the nonce that belongs to it."""
        params: dict[str, str] = super().get_pkce_params()
        return params | {"nonce": nonce_of(params["code_verifier"])}

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The subject of the ID token."""
        return str(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing."""
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing: nobody signs up, and nobody is found by an e-mail address."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """None, as above."""
        return []


provider_classes = [OpenIdSignIn]
