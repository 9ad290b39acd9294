"""Machines sign in with a token from allauth; what they are for stands in `ApiClient`."""

from datetime import datetime, timedelta
from typing import Any

from allauth.idp.oidc.contrib.rest_framework.authentication import TokenAuthentication
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed

from partnerships.models import ApiClient

# How exactly the page tells when a program last came by: a write per request would be waste.
NOTED_EVERY = timedelta(minutes=5)


class ClientTokenAuthentication(TokenAuthentication):
    """Client credentials (OAuth 2.0): the request's person is the client's responsible.

    ``request.auth`` is the token and ``request.api_client`` the client. A wrong or expired
    token, a client that was ended or whose period is over, a former identifier after its
    overlap, or a client for which nobody answers any more, answers 401.
    """

    def authenticate(self, request: Any) -> tuple[Any, Any] | None:
        """The responsible person and the token; None when no token was sent."""
        if not request.headers.get("Authorization", "").lower().startswith("bearer "):
            return None
        found = super().authenticate(request)
        if found is None:
            raise AuthenticationFailed(_("This token is not valid (any more)."))
        token = found[1]
        now = timezone.now()
        clients = ApiClient.objects.signing_in_as(token.client_id, now)
        client = clients.select_related("responsible").first()
        if client is None:
            raise AuthenticationFailed(_("This client is not valid (any more)."))
        note_use(client, now)
        request.api_client = client
        return client.responsible, token

    def authenticate_header(self, request: Any) -> str:
        """So that a refusal is a 401 and not a 403."""
        return "Bearer"


def note_use(client: ApiClient, now: datetime) -> None:
    """Remember that the client came by, to about five minutes."""
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - NOTED_EVERY)
    ApiClient.objects.filter(stale, pk=client.pk).update(last_used_at=now)
