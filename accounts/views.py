"""Pages of one's own account beside allauth's: second step, and where one is signed in."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from accounts.middleware import WANTED
from accounts.second_factor import is_missing, may_remove
from accounts.sessions import device, end_sessions, sessions_of
from core.access import SignedInPage
from core.views.pages import Page


class SecondStepPage(IndexView):
    """What stands for the second step of signing in, and what is still to do."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the person's work waits for it."""
        missing = is_missing(self.request.user)
        return super().get_context_data(second_step_missing=missing, **kwargs)


class SecondStepSignIn(AuthenticateView):
    """The second step itself."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which steps this person has, to show no button that cannot work."""
        held = Authenticator.objects.filter(user=self.stage.login.user)
        return super().get_context_data(**kwargs) | {
            "held": set(held.values_list("type", flat=True))
        }


class SecondStepDone(SignedInPage, View):
    """On to the page where the set-up interrupted."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Redirect there, or to the start page."""
        return redirect(request.session.pop(WANTED, "home"))


class PasskeyRemove(RemoveWebAuthnView):
    """Take a passkey away, unless work needs it."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Refuse the last step of somebody who must have one."""
        if may_remove(self.get_object()):
            return super().form_valid(form)
        messages.error(self.request, get_adapter().error_messages["cannot_delete_authenticator"])
        return HttpResponseRedirect(self.get_success_url())


class Sessions(SignedInPage, Page, TemplateView):
    """Where the person is signed in; each of it can be ended."""

    template_name = "account/sessions.html"
    heading = gettext_lazy("Where you are signed in")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sessions, each with its device in words."""
        rows = [
            {
                "session": session,
                "device": device(session.user_agent),
                "here": session.session_key == self.request.session.session_key,
            }
            for session in sessions_of(self.request.user)
        ]
        return super().get_context_data(rows=rows, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """End one session, or all others; the page shows what is left."""
        key = request.POST.get("session", "")
        if key == "others":
            ended = end_sessions(request.user, but=request.session.session_key)
        else:
            number = int(key) if key.isdecimal() and len(key) < 19 else 0
            get_object_or_404(UserSession, pk=number, user=request.user).end()
            ended = 1
        words = ngettext("%(count)d sign-in was ended.", "%(count)d sign-ins were ended.", ended)
        messages.success(request, words % {"count": ended})
        return redirect("sessions")
