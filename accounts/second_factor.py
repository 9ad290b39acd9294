"""The second step of signing in: who must have one, and what happens when it is lost."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.notices import SECOND_STEP_RESET
from accounts.sessions import end_sessions
from core.drafts import renew_drafts
from core.encryption import renewals, renewed
from core.errors import Refused
from core.history import acting
from core.notifications.outbox import renew_sealed
from core.notifications.service import notify
from core.people import capacities
from core.privacy.archive import renew_copies
from core.workflow import ADMINISTRATOR, INSTITUTION, MINISTRY

# They see files of many people; who guesses one password must not see them all.
STAFF = frozenset({INSTITUTION, MINISTRY, ADMINISTRATOR})
STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
SECRETS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


class SecondFactorMissing(Refused):
    """The person works with many files and signs in with a password alone."""

    code = "second-factor"

    def __init__(self) -> None:
        super().__init__(_("First set up a second step for signing in, in the browser."))


def is_required(user: Any) -> bool:
    """True for people of institutions and the ministry, and administrators (setting)."""
    held = capacities(user) if settings.SECOND_FACTOR_REQUIRED else ()
    return any(capacity.audience in STAFF for capacity in held)


def has_second_factor(user: Any) -> bool:
    """True for somebody with an app or a passkey."""
    return bool(is_mfa_enabled(user, STEPS))


def is_missing(user: Any) -> bool:
    """True when the person must have a second step and has none."""
    return is_required(user) and not has_second_factor(user)


def may_remove(step: Authenticator) -> bool:
    """False for the last second step of somebody who must have one."""
    if step.type not in STEPS or not is_required(step.user):
        return True
    return Authenticator.objects.filter(user=step.user, type__in=STEPS).exclude(pk=step.pk).exists()


@transaction.atomic
def reset_second_factor(user: User, *, actor: User | None = None) -> int:
    """Take away every second step of a person who lost them; returns how many there were.

    The person is signed out everywhere, and sets up a new step at the next sign-in.
    """
    with acting(actor, "reset_second_factor"):
        steps = Authenticator.objects.filter(user=user)
        found = steps.count()
        steps.delete()
    who = actor or _("An operator of the platform")
    notify(SECOND_STEP_RESET, [user], path=reverse("mfa_index"), who=who)
    end_sessions(user)
    return found


@transaction.atomic
def renew_encryption() -> int:
    """Encrypt all stored secrets with the newest key; returns how many.

    What no key opens stays as it is and stands in the log; the others do not wait for it.
    """
    rows = Authenticator.objects.select_for_update().filter(type__in=SECRETS)
    steps = sum(_renew(row) for row in rows)
    kept = renew_sealed() + renew_drafts() + renew_copies()
    return steps + kept + sum(renew_all() for renew_all in renewals)


def _renew(step: Authenticator) -> bool:
    field = SECRETS[Authenticator.Type(step.type)]
    secret = renewed(step.data[field], f"the second step ({step.type})", step.pk)
    if secret:
        step.data[field] = secret
        step.save(update_fields=["data"])
    return bool(secret)
