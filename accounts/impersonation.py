"""Looking with somebody's eyes: begun with a reason, noted for good, over by itself (ADR 0013).

The sign-in as somebody else and back is django-hijack's; when it may begin, what stays closed
and when it ends is ours. The session names the row that says who looks.
"""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from hijack.views import AcquireUserView, ReleaseUserView

from accounts.enums import Ending
from accounts.models import Impersonation, ImpersonationEnd, ImpersonationStep
from accounts.notices import LOOKED
from accounts.second_factor import has_second_factor
from core.errors import Invalid, Refused
from core.notifications.service import notify
from core.permissions import refusal, require
from core.watching.paths import safe_path

KEY = "impersonation"

# Between the second step and the page, and between it and the button: time to write a reason.
CONFIRMED_TO_OPEN, CONFIRMED_TO_BEGIN = timedelta(minutes=5), timedelta(minutes=20)

MISSING_STEP = _("First set up a second step for signing in yourself.")


class _Begin(AcquireUserView):
    """The library's way in, for the person that we name; nothing of the form decides."""

    def get_object(self, queryset: Any = None) -> Any:
        return self.kwargs["person"]


@transaction.atomic
def note_begin(person: Any, *, actor: Any, reason: str) -> Impersonation:
    """Write down who looks with whose eyes and why, and tell the person.

    Raises `Refused` for who is no administrator, for another administrator's eyes, and
    without a second step of one's own; `Invalid` without a reason.
    """
    require(actor, "accounts.impersonate", person)
    require_second_step(actor)
    reason = " ".join(reason.split())
    if not reason:
        missing = _("Say why: the person reads it.")
        raise Invalid(missing, {"reason": [missing]})
    look = Impersonation.objects.create(administrator=actor, person=person, reason=reason)
    since, closed = look.created_at, reason if reason[-1] in ".!?" else f"{reason}."
    path = reverse("impersonation-list")
    notify(LOOKED, [person], path=path, who=actor, since=since, reason=closed)
    return look


def require_second_step(actor: Any) -> None:
    """Raises `Refused` for who signs in with a password alone."""
    if not has_second_factor(actor):
        raise Refused(MISSING_STEP)


def begin(request: HttpRequest, look: Impersonation) -> None:
    """Go on in this browser as the person. A new session: nothing of the old one is kept."""
    view = _Begin()
    view.setup(request, person=look.person)
    view.post(request)
    request.session[KEY] = look.pk
    request.session.save()
    # The browser stays the administrator's: who ends that person's sign-ins ends this one too.
    UserSession.objects.create(
        user_id=look.administrator_id,
        session_key=request.session.session_key,
        ip=get_adapter().get_client_ip(request),
        user_agent=request.headers.get("User-Agent", "")[:200],
    )


def end(request: HttpRequest, look: Impersonation, how: Ending) -> None:
    """Go on in this browser as the administrator again."""
    note_end(look, how)
    view = ReleaseUserView()
    view.setup(request)
    view.post(request)


def note_end(look: Impersonation, how: Ending) -> None:
    """Write down that it is over; a second time changes nothing."""
    ImpersonationEnd.objects.get_or_create(impersonation=look, defaults={"how": how})


def current(request: HttpRequest) -> Impersonation | None:
    """The look that this browser is in; None for everybody's own session."""
    if KEY not in request.session:
        return None
    rows = Impersonation.objects.select_related("administrator", "person", "end")
    return rows.get(pk=request.session[KEY])


def reason_to_end(look: Impersonation) -> Ending | None:
    """Why it cannot go on: the time is over, or the administrator's right or step is gone."""
    if timezone.now() >= look.ends_at or hasattr(look, "end"):
        return Ending.TIME
    allowed = refusal(look.administrator, "accounts.impersonate", look.person) is None
    if not allowed or not has_second_factor(look.administrator):
        return Ending.RIGHT
    return None


def note_step(look: Impersonation, request: HttpRequest, status: int) -> None:
    """Write down one request, without query and secrets: under both names, read or write."""
    ImpersonationStep.objects.create(
        impersonation=look,
        method=request.method or "",
        path=safe_path(request)[:300],
        status=status,
    )


@receiver(user_logged_out)
def _signed_out(request: HttpRequest, **kwargs: Any) -> None:
    look = current(request)
    if look:
        note_end(look, Ending.SIGN_OUT)
