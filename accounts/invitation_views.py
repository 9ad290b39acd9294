"""The page behind an invitation: a first password, a provider, or what to do when it is over."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.ratelimit import consume_or_429
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, View

from accounts.invitations import accept, ask_again, may_ask_again, read_link
from accounts.models import Invitation, User
from accounts.openid.arriving import STATE
from accounts.openid.views import leave
from core.access import PublicPage
from core.errors import NotNow
from core.views.pages import Page

ACTION = "invitation"


class WelcomeForm(SetPasswordForm):
    """The first password of somebody who was invited."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = gettext_lazy("Password")
        again = self.fields["new_password2"]
        again.label, again.help_text = gettext_lazy("The same password once more"), ""


@method_decorator(never_cache, name="dispatch")
class InvitationAccept(PublicPage, Page, FormView):
    """The first password of somebody who was invited, and straight on to the platform."""

    template_name = "account/invitation.html"
    form_class = WelcomeForm

    @cached_property
    def invitation(self) -> Invitation | None:
        """The invitation of the link; None for a link that we never wrote."""
        return read_link(self.kwargs["token"])

    @property
    def works(self) -> bool:
        """Can the person come in by it now?"""
        return self.invitation is not None and self.invitation.works()

    @property
    def can_ask(self) -> bool:
        """May its owner have a new one, at the same address?"""
        return self.invitation is not None and may_ask_again(self.invitation)

    def get_heading(self) -> Any:
        """Welcome, or what is wrong."""
        if not self.works or self.invitation is None:
            return _("This invitation does not work any more")
        return _("Welcome, %(name)s") % {"name": self.invitation.user.first_name}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The password must not look like the person's own data."""
        person = self.invitation.user if self.invitation else User()
        return super().get_form_kwargs() | {"user": person}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, or what to do when the link is over (410)."""
        response = super().get(request, *args, **kwargs)
        response.status_code = 200 if self.works else 410
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Accept it; a link that got too old can be asked anew, to the same address."""
        limited = consume_or_429(request, action=ACTION)
        if limited:
            return limited
        if self.works:
            return super().post(request, *args, **kwargs)
        if "again" in request.POST and self.can_ask and self.invitation is not None:
            if ask_again(self.invitation):
                messages.success(request, _("We sent you a new invitation. Look in your mailbox."))
            else:
                messages.warning(
                    request, _("You got several invitations today. Use the newest e-mail.")
                )
            return redirect("home")
        return self.get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the password and sign the person in: where needed, the second step follows."""
        invitation = self.invitation
        if invitation is None:
            return self.get(self.request)
        try:
            person = accept(invitation, form.cleaned_data["new_password1"])
        except NotNow:
            # Another browser was faster: what the page says then is for them as well.
            del self.invitation
            return self.get(self.request)
        if self.request.user.is_authenticated:
            logout(self.request)
        record_authentication(self.request, person, method="password")
        messages.success(self.request, _("Your password is saved. You are signed in."))
        return perform_login(self.request, person, redirect_url=reverse("home"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """For whom it is, whether it works, and who sits here already."""
        user = self.request.user
        extra = {
            "invitation": self.invitation,
            "works": self.works,
            "can_ask": not self.works and self.can_ask,
            "somebody_else": user.is_authenticated and self.works,
            "token": self.kwargs["token"],
        }
        return super().get_context_data(**extra | kwargs)


class InvitationThrough(View):
    """Come in through a provider instead of with a password."""

    public = True

    def get(self, request: HttpRequest, token: str, key: str) -> HttpResponse:
        """Where the button is."""
        return redirect("invitation", token)

    def post(self, request: HttpRequest, token: str, key: str) -> HttpResponse:
        """On to the provider; an invitation that is over says so on its own page."""
        limited = consume_or_429(request, action=ACTION)
        if limited:
            return limited
        invitation = read_link(token)
        if invitation is None or not invitation.works():
            return redirect("invitation", token)
        remembered = {STATE: invitation.uuid.hex}
        return leave(request, key, AuthProcess.LOGIN, reverse("home"), **remembered)
