"""People's links with providers: who has which, and taking one away."""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import ProviderLink, User
from accounts.openid.providers import provider_of
from core.errors import NotNow
from core.history import acting


def links_of(person: Any) -> list[tuple[ProviderLink, bool]]:
    """The person's links, with providers of now and of before, the oldest first; and whether
    the person could still sign in without each: with a password, with a passkey alone, or
    through another provider that the settings name.
    """
    links = list(ProviderLink.objects.filter(user=person).order_by("date_joined", "pk"))
    other = person.has_usable_password() or _has_passkey_alone(person)
    useful = {link.pk for link in links if provider_of(link.provider)}
    return [(link, other or bool(useful - {link.pk})) for link in links]


def _has_passkey_alone(person: Any) -> bool:
    passkeys = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    return any(WebAuthn(passkey).is_passwordless for passkey in passkeys)


@transaction.atomic
def take_away(link: ProviderLink, *, request: Any) -> None:
    """End a link, and tell its owner by letter. Raises `NotNow` when the person could not sign
    in any more. Two at once wait for each other, so that not both go.
    """
    person = User.objects.select_for_update().get(pk=link.user_id)
    if (link, True) not in links_of(person):
        raise NotNow(
            _(
                "This is your only way to sign in. First choose a password with “Forgot your "
                "password?” on the sign-in page, then take this link away."
            )
        )
    with acting(person, "accounts.providerlink.take_away"):
        link.delete()
    provider = provider_of(link.provider)
    get_account_adapter(request).send_notification_mail(
        "socialaccount/email/account_disconnected",
        person,
        context={"provider": provider.label if provider else link.host},
    )
