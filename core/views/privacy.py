"""Everybody's own data: what is known and why, a copy, being forgotten, who looked."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from core.access import PublicPage, SignedInPage, scope
from core.models import DataCopy, ErasureCase, FileRead
from core.privacy import services
from core.privacy.archive import read_archive
from core.privacy.preview import left_of
from core.privacy.register import holdings
from core.views.pages import Breadcrumb, Page, ServiceFormPage

LATEST = 50


def reads_of(person: Any, *, own: bool) -> list[tuple[FileRead, Any]]:
    """The latest looks at somebody's file, each with the part in words; one query."""
    names = {holding.model: holding.named(own=own) for holding in holdings()}
    rows = FileRead.objects.filter(person=person).select_related("reader", "impersonator")
    return [(look, names.get(look.part, "")) for look in rows[:LATEST]]


class PrivacyRegister(PublicPage, Page, TemplateView):
    """What the platform knows of people, and why, in plain words."""

    template_name = "privacy/register.html"
    heading = _("What we know of you, and why")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every table of the register."""
        rows = [
            {
                "holding": holding,
                "categories": sorted({str(c.category.label) for c in holding.data.values()}),
                "left": left_of(holding),
            }
            for holding in holdings()
        ]
        return super().get_context_data(rows=rows, **kwargs)


class OwnPrivacy(SignedInPage, Page, TemplateView):
    """One's own data: copy, erasure, who looked."""

    template_name = "privacy/own.html"
    heading = _("Your data")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was asked and what came of it."""
        user = self.request.user
        copies = scope(DataCopy, user)
        mine = ErasureCase.objects.filter(person=user.pk)
        return super().get_context_data(
            copy=copies.first(), case=mine.first(), reads=reads_of(user.pk, own=True), **kwargs
        )


class OwnPrivacyForm(ServiceFormPage):
    """A page of one's own data that first asks whether it is really you."""

    template_name = "privacy/confirm.html"
    form_class: type[forms.Form] = forms.Form

    @method_decorator(reauthentication_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the password or the second step, unless that was just done."""
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs(self) -> list[Breadcrumb]:
        """One's own data."""
        return [(OwnPrivacy.heading, self.get_success_url())]

    def get_success_url(self) -> str:
        """Back to one's own data, which says what happens next."""
        return reverse("core:privacy")

    def get_cancel_url(self) -> str:
        """The same."""
        return self.get_success_url()


class AskCopy(OwnPrivacyForm):
    """Ask for a copy of everything."""

    heading = _("Get a copy of your data")
    submit_label = _("Make the copy")
    success_message = _("The copy is being made. You hear it when it is ready.")
    extra_context = {
        "consequences": [
            _("You get one file with all that is known of you, to read and for a program."),
            _("It also says what changed, and who looked at your file."),
            _("Only you can fetch it, for seven days. Then it is deleted."),
        ]
    }

    def run(self, form: Any) -> Any:
        """Ask."""
        return services.ask_copy(self.request.user, actor=self.request.user)


class ForgetForm(forms.Form):
    """Why, if one likes to say."""

    note = forms.CharField(
        label=_("Do you want to say why?"),
        help_text=_("Only if you like. Whoever decides on it reads this."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskErasure(OwnPrivacyForm):
    """Ask to be forgotten."""

    heading = _("Ask to erase your data")
    submit_label = _("Ask to erase my data")
    success_message = _("Your request has arrived. You hear what was decided within a month.")
    form_class = ForgetForm
    extra_context = {
        "consequences": [
            _("Somebody of your institution or of the platform decides on it, within a month."),
            _(
                "What the law or a running trajectory still needs, cannot be erased yet: you then"
                " read until when."
            ),
            _(
                "Once it is done, your account is closed and your name, address and texts are gone."
                " This cannot be undone."
            ),
        ]
    }

    def run(self, form: Any) -> Any:
        """Ask."""
        return services.ask_erasure(self.request.user, actor=self.request.user, **form.cleaned_data)


class FetchCopy(SignedInPage, View):
    """The copy itself, piece by piece, for its person only."""

    @method_decorator(reauthentication_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """First: is it really you."""
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, uuid: Any) -> HttpResponseBase:
        """A zip file; 404 for others, and once its days are over."""
        mine: Any = scope(DataCopy, request.user)
        copy = get_object_or_404(mine.ready(), uuid=uuid)
        response = StreamingHttpResponse(read_archive(copy), content_type="application/zip")
        response["Content-Disposition"] = 'attachment; filename="my-data.zip"'
        response["Content-Length"] = str(copy.size)
        response["Cache-Control"] = "no-store, private"
        return response
