"""The second step once more, before what could harm many."""

import time
from datetime import timedelta
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


def confirmed_lately(request: HttpRequest, within: timedelta) -> bool:
    """True when this browser gave a second step (code or passkey) no longer ago than that."""
    oldest = time.time() - within.total_seconds()
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" and record["at"] >= oldest for record in records)


def confirm_first(request: HttpRequest) -> HttpResponse:
    """On to the page that asks the second step, and from there back to this one."""
    app = Authenticator.objects.filter(user=request.user.pk, type=Authenticator.Type.TOTP)
    page = "mfa_reauthenticate" if app.exists() else "mfa_reauthenticate_webauthn"
    messages.info(request, _("First confirm with your second step that it is you."))
    return redirect(f"{reverse(page)}?{urlencode({'next': request.path})}")
