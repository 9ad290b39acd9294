"""Who was invited comes in through a provider, and needs no password here."""

from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.invitations import accept
from accounts.models import Invitation
from accounts.openid.providers import OpenIdProvider
from accounts.openid.refusals import Refusal, refuse
from core.errors import NotNow

# In what the session remembers of a sign-in that is under way: never in an address.
STATE = "invitation"


def invitation_of(sociallogin: Any) -> Invitation | None:
    """The invitation with which this sign-in began; whether it still works is asked later."""
    identifier = sociallogin.state.get(STATE)
    rows = Invitation.objects.select_related("user")
    return rows.filter(uuid=identifier).first() if identifier else None


def arrive(
    request: HttpRequest, sociallogin: Any, invitation: Invitation, provider: OpenIdProvider
) -> None:
    """Accept the invitation and link the sign-in to its owner, both or neither.

    Stops with a page when it does not work any more: two browsers at once, one wins.
    """
    try:
        with transaction.atomic():
            person = accept(invitation)
            sociallogin.connect(request, person)
    except NotNow:
        refuse(request, Refusal.OVER, provider)
    except IntegrityError:
        refuse(request, Refusal.TAKEN, provider)
