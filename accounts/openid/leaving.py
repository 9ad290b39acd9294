"""On to a provider: to sign in there, or to sign out there as well."""

import logging
from typing import Any
from urllib.parse import urlencode

import requests
from allauth.socialaccount.providers.base.provider import ProviderException
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.openid.metadata import metadata
from accounts.openid.providers import OpenIdProvider, provider_of
from accounts.openid.sessions import issuer_and_token

logger = logging.getLogger(__name__)


def go_on_page(request: HttpRequest, provider: OpenIdProvider, address: str) -> HttpResponse:
    """A page that leads on by itself, and by a link where a browser does not.

    No redirect: our content security policy lets forms go nowhere else, browsers count the
    redirects after a form as part of it, and a provider may lead further to hosts that we
    cannot know.
    """
    context = {"provider": provider, "address": address}
    response = render(request, "account/provider_go_on.html", context)
    response["Cache-Control"] = "no-store"
    return response


def end_session_address(request: HttpRequest) -> tuple[OpenIdProvider, str] | None:
    """Where to end the session at the provider through which this one began (OpenID Connect
    RP-Initiated Logout 1.0); None when there is none, or it offers no such address.
    """
    noted: Any = issuer_and_token(request)
    provider = provider_of(noted[0]) if noted else None
    if provider is None:
        return None
    try:
        address = metadata(provider).get("end_session_endpoint")
    except (requests.RequestException, ProviderException) as error:
        # Signing out here must not wait for somebody else.
        logger.warning("Signing out at %s: %s", provider.key, type(error).__name__)
        return None
    if not address:
        return None
    said = {
        "id_token_hint": noted[1],
        "client_id": provider.client_id,
        "post_logout_redirect_uri": request.build_absolute_uri(reverse("home")),
    }
    return provider, f"{address}{'&' if '?' in address else '?'}{urlencode(said)}"
