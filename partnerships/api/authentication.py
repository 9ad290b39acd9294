"""Machines sign in with a token from allauth; what they are for stands in `ApiClient`."""

from typing import Any

from allauth.idp.oidc.contrib.rest_framework.authentication import TokenAuthentication
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed

from partnerships.models import ApiClient


class ClientTokenAuthentication(TokenAuthentication):
    """Client credentials (OAuth 2.0): the request's person is the client's responsible.

    ``request.auth`` is the token and ``request.api_client`` the client. A wrong or expired
    token, a client whose period is over, or whose responsible may not sign in, answers 401.
    """

    def authenticate(self, request: Any) -> tuple[Any, Any] | None:
        """The responsible person and the token; None when no token was sent."""
        if not request.headers.get("Authorization", "").lower().startswith("bearer "):
            return None
        found = super().authenticate(request)
        if found is None:
            raise AuthenticationFailed(_("This token is not valid (any more)."))
        token = found[1]
        clients = ApiClient.objects.valid_on(timezone.localdate()).select_related("responsible")
        client = clients.filter(client_id=token.client_id, responsible__is_active=True).first()
        if client is None:
            raise AuthenticationFailed(_("This client is not valid (any more)."))
        request.api_client = client
        return client.responsible, token

    def authenticate_header(self, request: Any) -> str:
        """So that a refusal is a 401 and not a 403."""
        return "Bearer"
