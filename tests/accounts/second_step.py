"""A person with an app with codes, as the tests of the second step need one."""

import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.http import HttpRequest
from django.urls import reverse

from tests.factories import partnerships as make

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def with_app(user: Any) -> Any:
    """Give a person an app with codes and recovery codes."""
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def code(secret: str = SECRET, *, periods: int = 0) -> str:
    """The code that the app shows now, or some periods of half a minute from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def recovery_codes(user: Any) -> list[str]:
    """The person's unused recovery codes."""
    return user.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()


def first_step(client: Any, user: Any, **more: Any) -> Any:
    """Address and password."""
    sent = {"login": user.email, "password": make.PASSWORD} | more
    return client.post(reverse("account_login"), sent)


def second_step(client: Any, given: str) -> Any:
    """The code."""
    return client.post(reverse("mfa_authenticate"), {"code": given})


def just_confirmed(client: Any, user: Any) -> None:
    """The second step was given in this browser a moment ago."""
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, "mfa", type="totp")
    request.session.save()


def is_signed_in(client: Any) -> bool:
    """True when the start page knows the person."""
    return client.get(reverse("accessibility")).context["user"].is_authenticated
