"""How people stand to signing in: one expression for lists, filters and pages."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.invitations import WITHOUT_WAY_IN as NO_WAY_IN
from accounts.models import Invitation
from accounts.second_factor import STEPS
from core.workflow import ATTENTION, GOOD, NEUTRAL, WAITING, StateLabel
from partnerships.enums import SignInState

TONES = {
    SignInState.BLOCKED: ATTENTION,
    SignInState.NOT_INVITED: NEUTRAL,
    SignInState.INVITED: WAITING,
    SignInState.EXPIRED: ATTENTION,
    SignInState.NEVER: WAITING,
    SignInState.SIGNS_IN: GOOD,
}


def with_sign_in(people: Any) -> Any:
    """Add to each person ``sign_in_state``, ``invited_at``, ``invited_until``, ``two_steps``."""
    newest = Invitation.objects.open().filter(user=OuterRef("pk")).order_by("-pk")
    steps = Authenticator.objects.filter(user=OuterRef("pk"), type__in=STEPS)
    dated = people.annotate(
        invited_at=Subquery(newest.values("created_at")[:1]),
        invited_until=Subquery(newest.values("expires_at")[:1]),
        two_steps=Exists(steps),
    )
    return dated.annotate(sign_in_state=_state())


def _state() -> Case:
    now = timezone.now()
    return Case(
        When(is_active=False, then=Value(SignInState.BLOCKED.value)),
        When(NO_WAY_IN & Q(invited_until__gt=now), then=Value(SignInState.INVITED.value)),
        When(NO_WAY_IN & Q(invited_until__lte=now), then=Value(SignInState.EXPIRED.value)),
        When(NO_WAY_IN, then=Value(SignInState.NOT_INVITED.value)),
        When(last_login__isnull=True, then=Value(SignInState.NEVER.value)),
        default=Value(SignInState.SIGNS_IN.value),
        output_field=CharField(),
    )


def without_invitation(people: QuerySet[Any]) -> Any:
    """People without a way in and without an invitation that works."""
    working = Invitation.objects.open().filter(user=OuterRef("pk"), expires_at__gt=timezone.now())
    return people.filter(NO_WAY_IN).exclude(Exists(working))


def sign_in_badge(person: Any) -> StateLabel:
    """The state in words, with its day where that helps; for people of `with_sign_in`."""
    state = SignInState(person.sign_in_state)
    if state == SignInState.INVITED:
        label: Any = _("Invited on %(day)s") % {"day": _day(person.invited_at)}
    elif state == SignInState.EXPIRED:
        label = _("Invitation ran out on %(day)s") % {"day": _day(person.invited_until)}
    else:
        label = state.label
    return StateLabel(label, TONES[state])


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "j F Y")
