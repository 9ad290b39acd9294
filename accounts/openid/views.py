"""Signing in, linking and signing out through a provider."""

from typing import Any

import requests
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LogoutView
from allauth.core.exceptions import ReauthenticationRequired
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.base.provider import ProviderException
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from accounts.models import ProviderLink
from accounts.openid.adapter import report
from accounts.openid.leaving import end_session_address, go_on_page
from accounts.openid.links import links_of, take_away
from accounts.openid.providers import OpenIdProvider, configured, provider_of
from accounts.openid.refusals import Refusal, refusal_page
from accounts.provider import OpenIdExchange
from core.access import SignedInPage
from core.views.pages import Breadcrumb, Page, ServiceFormPage


def provider_or_404(key: str) -> OpenIdProvider:
    """The provider of this address."""
    provider = provider_of(key)
    if provider is None:
        raise Http404
    return provider


def leave(
    request: HttpRequest, key: str, process: str, next_url: str | None, **remembered: str
) -> HttpResponse:
    """On to the provider with a fresh state, nonce and PKCE challenge; nothing of the visitor's
    request goes along but where to come back, on this platform. The session remembers the rest.
    """
    provider = provider_or_404(key)
    through = get_adapter(request).get_provider(request, key)
    try:
        response = through.redirect(request, process, next_url=next_url, **remembered)
    except (requests.RequestException, ProviderException) as error:
        report(key, error)
        away = isinstance(error, (requests.ConnectionError, requests.Timeout))
        return refusal_page(request, Refusal.AWAY if away else Refusal.DISTRUSTED, provider)
    return go_on_page(request, provider, response.url)


class SignInThrough(View):
    """Begin to sign in through a provider. A form of ours only: no link elsewhere begins it."""

    public = True

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Where the button is."""
        provider_or_404(key)
        return redirect("account_login")

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """On to the provider; who is signed in already is where they wanted to be."""
        provider_or_404(key)
        onward = get_next_redirect_url(request)
        if request.user.is_authenticated:
            return redirect(onward or "home")
        return leave(request, key, AuthProcess.LOGIN, onward)


class Callback(View):
    """The way back from a provider, checked from the state onwards."""

    public = True

    def get(self, request: HttpRequest, provider_id: str) -> HttpResponse:
        """Sign in, link, or say why not."""
        provider_or_404(provider_id)
        exchange = OpenIdExchange(request, provider_id)
        response: HttpResponse = OAuth2CallbackView.adapter_view(exchange)(request)
        return response


class ProviderList(SignedInPage, Page, TemplateView):
    """With which providers the person can sign in, and which are still open."""

    template_name = "account/provider_list.html"
    heading = _("Your sign-in with other services")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every link, and every provider without one."""
        links = links_of(self.request.user)
        linked = {link.provider for link, __ in links}
        return super().get_context_data(
            rows=[(link, provider_of(link.provider), may) for link, may in links],
            offered=[one for one in configured() if one.issuer not in linked],
            **kwargs,
        )


class Connect(SignedInPage, View):
    """Begin to link a sign-in with a provider to one's own account."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Where the button is."""
        return redirect("provider-list")

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """First make sure that it is really the owner, then on to the provider."""
        provider_or_404(key)
        back = reverse("provider-list")
        try:
            raise_if_reauthentication_required(request, app="allauth.socialaccount")
        except ReauthenticationRequired:
            return redirect(f"{reverse('account_reauthenticate')}?next={back}")
        return leave(request, key, AuthProcess.CONNECT, back)


class Disconnect(ServiceFormPage):
    """Take a link away, after saying what that means."""

    form_class = Form
    submit_label = _("Take the link away")
    lead = _("You then no longer sign in this way. Nothing changes at the other service.")

    link: ProviderLink

    def check_page(self, request: HttpRequest) -> None:
        """One's own link (404 otherwise), and only by who confirmed who they are."""
        super().check_page(request)
        links = ProviderLink.objects.filter(user=request.user)
        self.link = get_object_or_404(links, pk=self.kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Ask once more who it is, as for every step that touches signing in."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except ReauthenticationRequired:
            return redirect(f"{reverse('account_reauthenticate')}?next={request.path}")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for who can still sign in without it; the list says so to anybody else."""
        raise_if_reauthentication_required(request, app="allauth.socialaccount")
        if (self.link, True) not in links_of(request.user):
            return redirect("provider-list")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it away."""
        raise_if_reauthentication_required(request, app="allauth.socialaccount")
        return super().post(request, *args, **kwargs)

    def get_heading(self) -> str:
        """Which link, by the provider's name."""
        provider = provider_of(self.link.provider)
        name = provider.label if provider else self.link.host
        return _("Take away your link with %(provider)s") % {"provider": name}

    def get_breadcrumbs(self) -> list[Breadcrumb]:
        """The list first."""
        return [(ProviderList.heading, reverse("provider-list"))]

    def get_cancel_url(self) -> str:
        """Back to the list."""
        return reverse("provider-list")

    get_success_url = get_cancel_url

    def run(self, form: Any) -> None:
        """End the link."""
        take_away(self.link, request=self.request)
        messages.success(self.request, _("The link is gone."))


class SignOut(LogoutView):
    """Sign out here, and where the session began, when that can be done."""

    public = True

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """End the session here first, whatever the provider does."""
        elsewhere = end_session_address(self.request)
        response: HttpResponse = super().post(*args, **kwargs)
        return go_on_page(self.request, *elsewhere) if elsewhere else response
