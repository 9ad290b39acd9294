"""Clients of the API: a program that fetches data for an organisation."""

import secrets
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from allauth.idp.oidc.models import Client
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, NotNow
from core.history import acting
from core.permissions import require
from partnerships.models import ApiClient, Organisation

SECRET_BYTES = 32


@transaction.atomic
def register_client(
    organisation: Organisation,
    *,
    actor: Any,
    scopes: Sequence[str],
    client_id: str = "",
    secret: str = "",
    **values: Any,
) -> tuple[ApiClient, str]:
    """A client of the organisation, and its secret: the only time that anyone sees it.

    ``values`` are the fields of `ApiClient` that say what it is for: name, purpose, protocol
    and last day.

    The secret is kept as a hash by the token endpoint (OAuth 2.0 client credentials). A
    ``client_id`` that was given before makes a repeated request fail instead of making a
    second client; ``secret`` is for demonstrations, otherwise a random one is made.

    Raises `Refused` when the actor does not analyse for the organisation, `Invalid` when a
    field is not right, `NotNow` when the identifier is taken.
    """
    require(actor, "partnerships.register_client", organisation)
    key, chosen = client_id or uuid4().hex, secret or secrets.token_urlsafe(SECRET_BYTES)
    if Client.objects.filter(pk=key).exists():
        raise NotNow(_("This client was registered already. Its secret was shown then."))
    client = ApiClient(
        organisation=organisation,
        client_id=key,
        responsible=actor,
        valid_from=timezone.localdate(),
        **values,
    )
    _check(client)
    _save_sign_in(client, chosen, scopes)
    with acting(actor, "partnerships.apiclient.register"):
        client.save()
    return client, chosen


def _check(client: ApiClient) -> None:
    wrong = _("Please check what you filled in.")
    if client.valid_to < client.valid_from:
        raise Invalid(wrong, {"valid_to": [_("Choose today or a later day.")]})
    try:
        client.full_clean()
    except ValidationError as error:
        raise Invalid(wrong, error.message_dict) from error


def _save_sign_in(client: ApiClient, secret: str, scopes: Sequence[str]) -> None:
    """The half that allauth keeps: identifier, hash of the secret, allowed scopes."""
    sign_in = Client(
        id=client.client_id,
        name=client.name,
        scopes="\n".join(scopes),
        default_scopes="",
        type=Client.Type.CONFIDENTIAL,
        grant_types=Client.GrantType.CLIENT_CREDENTIALS,
        response_types="",
        owner=None,
    )
    sign_in.set_secret(secret)
    sign_in.save()
