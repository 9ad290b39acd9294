"""Clients of the API: a program that fetches data for an organisation."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
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
from core.versions import locked
from partnerships.models import ApiClient, Organisation

SECRET_BYTES = 32
LONGEST_OVERLAP = 30  # days


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

    Raises `Refused` when the actor does not look after the organisation's programs, `Invalid`
    when a field is not right, `NotNow` when the identifier is taken.
    """
    require(actor, "partnerships.register_client", organisation)
    key, chosen = client_id or uuid4().hex, secret or secrets.token_urlsafe(SECRET_BYTES)
    if _is_known(key):
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


@transaction.atomic
def renew_client(
    client: ApiClient, *, actor: Any, overlap_days: int, client_id: str = ""
) -> tuple[ApiClient, str]:
    """A new identifier and secret for the same client; the old pair works ``overlap_days`` more.

    The actor answers for the client from now on: so a colleague takes it over from who left.
    Purpose, protocol, datasets and pseudonyms stay as they are, so that the program changes
    over without a gap. Zero days stop the old pair at once, with its tokens: for a secret that
    leaked. A pair that was already former stops in any case: never more than two work.

    ``client_id`` makes a repeated request fail instead of renewing twice. Raises `Refused`
    when the actor does not look after the organisation's programs, `Invalid` for an overlap
    that is not between 0 and 30 days, `NotNow` when the client was ended, or renewed by this
    request already.
    """
    client = locked(ApiClient, client.pk)
    require(actor, "partnerships.change_client", client)
    require_running(client)
    if not 0 <= overlap_days <= LONGEST_OVERLAP:
        sentence = _("Choose a number of days from 0 to %(most)d.") % {"most": LONGEST_OVERLAP}
        raise Invalid(sentence, {"overlap_days": [sentence]})
    key, chosen = client_id or uuid4().hex, secrets.token_urlsafe(SECRET_BYTES)
    if _is_known(key):
        raise NotNow(_("This secret was renewed already. The new one was shown then."))
    old = Client.objects.get(pk=client.client_id)
    Client.objects.filter(pk=client.former_client_id).delete()
    client.client_id, client.former_client_id, client.former_until = key, None, None
    client.responsible = actor  # who holds the new secret answers for the program from now on
    if overlap_days:
        client.former_client_id = old.pk
        client.former_until = timezone.now() + timedelta(days=overlap_days)
    else:
        old.delete()
    _save_sign_in(client, chosen, old.get_scopes())
    with acting(actor, "partnerships.apiclient.renew"):
        client.save()
    return client, chosen


@transaction.atomic
def end_client(client: ApiClient, *, actor: Any) -> ApiClient:
    """Stop a client for good, at this moment: its secrets and its tokens go.

    What it fetched stays on record. Raises `Refused` when the actor does not look after the
    organisation's programs, `NotNow` when it was ended before.
    """
    client = locked(ApiClient, client.pk)
    require(actor, "partnerships.change_client", client)
    require_running(client)
    Client.objects.filter(pk__in=[client.client_id, client.former_client_id or ""]).delete()
    client.ended_at = timezone.now()
    client.former_client_id, client.former_until = None, None
    with acting(actor, "partnerships.apiclient.end"):
        client.save()
    return client


def _is_known(key: str) -> bool:
    return (
        Client.objects.filter(pk=key).exists() or ApiClient.objects.filter(client_id=key).exists()
    )


def require_running(client: ApiClient) -> None:
    """Raises `NotNow` when the client was ended: nothing can be done with it any more."""
    if client.ended_at:
        raise NotNow(_("This client was ended. Register a new one."))


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
