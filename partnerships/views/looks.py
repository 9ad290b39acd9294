"""Pages about the colour and the logo of an institution, and the logo itself."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, View
from django.views.generic.detail import SingleObjectMixin

from core.access import PublicPage, ScopedPage, SignedInPage
from core.documents.sections import section_of
from core.views.downloads import shown
from core.views.pages import ServiceFormMixin
from partnerships.accents import CHANGE, set_accent
from partnerships.attachments import LOGO
from partnerships.enums import Accent, Role
from partnerships.looks import logo_of, look_of, shown_logos
from partnerships.models import Organisation
from partnerships.standing import standing_of

OWN = ("", _("petrol, the platform’s own"))


class LookForm(forms.Form):
    """One colour of the list."""

    accent = forms.ChoiceField(
        label=_("Colour"),
        help_text=_(
            "Of links, buttons and marks, on every page of your people. Every colour of the list"
            " can be read well, in light and in dark; that is why others cannot be chosen."
        ),
        choices=[OWN, *Accent.choices],
        required=False,
        widget=forms.RadioSelect,
    )


class LookPage(ScopedPage, ServiceFormMixin, SingleObjectMixin, FormView):
    """The colour to choose, the logo to add, replace or remove."""

    model = Organisation
    permission = CHANGE
    form_class = LookForm
    template_name = "partnerships/look.html"
    lead = _("How the platform looks for the people of %(institution)s.")
    submit_label = _("Use this colour")
    success_message = _("The colour is changed.")
    heading = _("Colour and logo")

    @cached_property
    def object(self) -> Any:
        """The institution, after the rule."""
        return self.get_object()

    def get_queryset(self) -> Any:
        """With its logo."""
        return super().get_queryset().annotate(logo=logo_of("uuid"))

    def get_initial(self) -> dict[str, Any]:
        """As it is now."""
        return {"accent": self.object.accent}

    def run(self, form: Any) -> Organisation:
        """Choose it."""
        accent = form.cleaned_data["accent"]
        return set_accent(self.object, accent=accent, actor=self.request.user)

    def get_success_url(self) -> str:
        """The page itself, in its new colour."""
        return reverse("partnerships:look", args=[self.object.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The logo with its verbs, and the person's other institutions."""
        keys = standing_of(self.request.user).institutions({Role.COORDINATOR})
        others = Organisation.objects.filter(pk__in=set(keys) - {self.object.pk})
        return super().get_context_data(
            lead=self.lead % {"institution": self.object},
            own=look_of(self.object, self.object.logo),
            section=section_of(self.object, LOGO, self.request.user),
            others=others if len(keys) > 1 else [],
            **kwargs,
        )


class LookHome(SignedInPage, View):
    """From the menu to the page of the institution that the person coordinates."""

    permission: ClassVar[str | None] = CHANGE

    def get(self, request: HttpRequest) -> HttpResponse:
        """The first one; its page leads to the others."""
        keys = standing_of(request.user).institutions({Role.COORDINATOR})
        first = Organisation.objects.get(pk=keys[0])
        return redirect("partnerships:look", first.uuid)


class Logo(PublicPage, View):
    """A logo, for whoever sees a page on which it stands."""

    public: ClassVar[bool] = True
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, uuid: Any) -> HttpResponseBase:
        """The picture (404 when it is shown no longer)."""
        version = get_object_or_404(shown_logos(), uuid=uuid)
        return shown(version, method=str(request.method))

    head = get
