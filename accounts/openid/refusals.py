"""The page that says why a sign-in through a provider stopped, and what to do now."""

from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from typing import TYPE_CHECKING, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts.openid.providers import OpenIdProvider

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Words:
    """What happened, and how to go on; both name the provider as ``%(provider)s``."""

    status: HTTPStatus
    heading: "StrOrPromise"
    what: "StrOrPromise"
    how: "StrOrPromise"


class Refusal(Enum):
    """Why a sign-in stopped."""

    UNKNOWN = Words(
        HTTPStatus.FORBIDDEN,
        _("We do not know you yet"),
        _("You are signed in with %(provider)s, but nobody here is linked to that sign-in."),
        _(
            "Have you been here before? Sign in once as you did then, and choose “Your sign-in "
            "with other services” in the menu under your name. Is this your first time? Then "
            "open the link in your invitation; without one, ask the coordinator of your "
            "institution."
        ),
    )
    ORGANISATION = Words(
        HTTPStatus.FORBIDDEN,
        _("You came for another organisation"),
        _(
            "At %(provider)s you chose an organisation for which you have no role here at this "
            "moment."
        ),
        _(
            "Sign in again and choose the organisation for which you work here. Is that the "
            "right one already? Then its number is not known here, or your role has ended: ask "
            "the coordinator of your institution, or the platform administrator."
        ),
    )
    TAKEN = Words(
        HTTPStatus.FORBIDDEN,
        _("Somebody else here signs in this way"),
        _("Your sign-in with %(provider)s belongs to another account on this platform."),
        _(
            "Is that account yours? Then tell whoever invited you its e-mail address: your new "
            "role can be added there. Otherwise open your invitation again and choose a password."
        ),
    )
    OVER = Words(
        HTTPStatus.GONE,
        _("This invitation does not work any more"),
        _("You are signed in with %(provider)s, but the invitation was used, replaced or ended."),
        _("Use the newest e-mail, or ask whoever invited you for a new invitation."),
    )
    CANCELLED = Words(
        HTTPStatus.OK,
        _("You stopped signing in"),
        _("You are not signed in. Nothing has changed at %(provider)s or here."),
        _("You can begin again, or choose another way to sign in."),
    )
    STALE = Words(
        HTTPStatus.BAD_REQUEST,
        _("Please begin again"),
        _("This sign-in with %(provider)s was used already, took too long, or began elsewhere."),
        _("Begin again on the sign-in page, in this browser, and finish within ten minutes."),
    )
    AWAY = Words(
        HTTPStatus.SERVICE_UNAVAILABLE,
        _("Signing in does not work right now"),
        _("%(provider)s does not answer. That is not your fault."),
        _("Try again in a few minutes, or choose another way to sign in."),
    )
    DISTRUSTED = Words(
        HTTPStatus.BAD_GATEWAY,
        _("Signing in did not work"),
        _("The answer of %(provider)s could not be checked, so we did not sign you in."),
        _(
            "Try again. Does it happen once more? Tell the platform administrator at what time "
            "it happened, and choose another way to sign in for now."
        ),
    )


def refuse(request: HttpRequest, refusal: Refusal, provider: OpenIdProvider | None) -> NoReturn:
    """Stop here, with a page that helps."""
    raise ImmediateHttpResponse(refusal_page(request, refusal, provider))


def refusal_page(
    request: HttpRequest, refusal: Refusal, provider: OpenIdProvider | None
) -> HttpResponse:
    """The page, with the status that fits."""
    words = refusal.value
    names = {"provider": provider.label if provider else ""}
    context = {
        "heading": words.heading,
        "what": str(words.what) % names,
        "how": words.how,
        "provider": provider,
    }
    return render(request, "account/provider_refused.html", context, status=words.status)
