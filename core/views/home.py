"""The front page: what waits for you, or, for a visitor, what this is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core.access import PublicPage, SignedInPage
from core.people import SESSION_KEY, audience_of, capacities
from core.todo import figures_for, todos_for


class Home(PublicPage, TemplateView):
    """For a visitor the welcome page, for a person what waits for them."""

    def get_template_names(self) -> list[str]:
        """One page per kind of reader."""
        return ["home.html" if self.request.user.is_authenticated else "welcome.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The to-do list and at most three figures."""
        user = self.request.user
        if user.is_authenticated:
            kwargs["greeting"] = _("Hello, %(name)s") % {"name": user.first_name}
            kwargs["todos"] = todos_for(user)
            kwargs["figures"] = figures_for(user, audience_of(self.request))
        return super().get_context_data(**kwargs)


class SwitchRole(SignedInPage, View):
    """Look at the platform in another of one's own roles."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Remember the chosen role; one that is not the person's is left aside."""
        chosen = request.POST.get("key", "")
        for capacity in capacities(request.user):
            if capacity.key == chosen:
                request.session[SESSION_KEY] = chosen
                messages.success(request, _("You now act as %(role)s.") % {"role": capacity.label})
        return redirect("home")


class Accessibility(PublicPage, TemplateView):
    """The accessibility statement (domain.md 5: EU directive 2016/2102)."""

    template_name = "accessibility.html"
