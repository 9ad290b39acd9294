"""How allauth behaves when people come from a provider."""

import logging
from typing import Any

import requests
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.http import HttpRequest
from django.urls import reverse

from accounts.openid.arriving import arrive, invitation_of
from accounts.openid.metadata import SignInFailed
from accounts.openid.organisations import comes_for_own
from accounts.openid.providers import OpenIdProvider, configured, provider_of
from accounts.openid.refusals import Refusal, refuse
from accounts.provider import OpenIdSignIn
from core.encryption import encrypt

logger = logging.getLogger(__name__)


class ProviderAdapter(DefaultSocialAccountAdapter):
    """The platform's choices in signing in through a provider."""

    def list_apps(
        self, request: HttpRequest, provider: Any = None, client_id: Any = None
    ) -> list[SocialApp]:
        """The settings' providers: never one that somebody wrote into the database."""
        return [
            _as_app(one)
            for one in configured()
            if provider in {None, OpenIdSignIn.id, one.key, one.issuer}
            and client_id in {None, one.client_id}
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: a provider vouches for who somebody is, not for a part in this platform."""
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Never: addresses are given to somebody else, and providers differ in checking them."""
        return False

    def get_requests_session(self) -> requests.Session:
        """Follow no redirect: it could carry the secret elsewhere."""
        session: requests.Session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Back to the list of links."""
        return reverse("provider-list")

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in who is linked, or was invited, and comes for an own organisation; nobody else."""
        provider = provider_of(sociallogin.account.provider)
        connecting = sociallogin.state.get("process") == AuthProcess.CONNECT
        if provider is None or (connecting and not request.user.is_authenticated):
            refuse(request, Refusal.STALE, provider)
        invitation = None if connecting else invitation_of(sociallogin)
        if invitation and sociallogin.is_existing:
            refuse(request, Refusal.TAKEN, provider)
        if not (connecting or invitation or sociallogin.is_existing):
            refuse(request, Refusal.UNKNOWN, provider)
        person = request.user if connecting else sociallogin.user
        if invitation:
            person = invitation.user
        if not comes_for_own(person, provider, sociallogin.claims):
            logger.warning("Sign-in through %s: for another organisation", provider.key)
            refuse(request, Refusal.ORGANISATION, provider)
        sociallogin.state["two_steps"] = provider.proves_two_steps(sociallogin.claims)
        sociallogin.state["id_token"] = encrypt(sociallogin.id_token)
        if invitation:
            arrive(request, sociallogin, invitation, provider)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        """Log what kind of trouble it was, never what the provider wrote, and say what to do."""
        openid = provider_of(provider.sub_id)
        if error == AuthError.CANCELLED:
            refuse(request, Refusal.CANCELLED, openid)
        if exception is None and "state" not in (extra_context or {}):
            refuse(request, Refusal.STALE, openid)
        report(provider.app.provider_id, exception)
        away = isinstance(exception, (requests.ConnectionError, requests.Timeout))
        refuse(request, Refusal.AWAY if away else Refusal.DISTRUSTED, openid)


def report(key: str, exception: Exception | None) -> None:
    """One line for the operator: our own words, or the kind of error."""
    if exception is None:
        said = "the provider answered with an error"
    else:
        said = exception.reason if isinstance(exception, SignInFailed) else type(exception).__name__
    logger.warning("Sign-in through %s failed: %s", key, said)


def _as_app(provider: OpenIdProvider) -> SocialApp:
    """The provider as the library wants it; never saved."""
    params = {"acr_values": " ".join(provider.acr_values)} if provider.acr_values else {}
    return SocialApp(
        provider=OpenIdSignIn.id,
        provider_id=provider.key,
        name=provider.label,
        client_id=provider.client_id,
        secret=provider.client_secret,
        settings={
            "issuer": provider.issuer,
            "server_url": provider.issuer,
            "scope": list(provider.scopes),
            "auth_params": params,
        },
    )
