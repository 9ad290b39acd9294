"""Everything that somebody began to write and did not send yet."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core.access import SignedInPage, scope
from core.drafts import name_of, note_drafts
from core.models import FormDraft
from core.views.drafts import with_draft
from core.views.pages import Breadcrumb, Page, ServiceFormPage

HEADING = _("Your drafts")


class MyDrafts(SignedInPage, Page, TemplateView):
    """One's own drafts, the latest first, each with the way to go on."""

    template_name = "core/drafts.html"
    heading = HEADING
    lead = _("What you began to write and did not send yet. Nobody but you can read it.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each draft by the name of its form."""
        drafts = scope(FormDraft, self.request.user).order_by("-kept_at", "-pk")
        rows = [(draft, *name_of(draft), with_draft(draft.place)) for draft in drafts]
        return super().get_context_data(rows=rows, **kwargs)


class DraftThrowAway(ServiceFormPage):
    """Throw one of them away, after a confirmation."""

    template_name = "components/confirm.html"
    form_class: type[forms.Form] = forms.Form
    keeps_drafts: ClassVar[bool] = False
    heading = _("Throw this draft away?")
    submit_label = _("Throw the draft away")
    success_message = _("The draft is thrown away.")

    @cached_property
    def row(self) -> FormDraft:
        """The reader's own draft (404 for others)."""
        drafts = scope(FormDraft, self.request.user)
        found: FormDraft = get_object_or_404(drafts, uuid=self.kwargs["uuid"])
        return found

    def check_page(self, request: HttpRequest) -> None:
        """Somebody else's draft is not there."""
        self.row  # noqa: B018  asked for its refusal

    def run(self, form: Any) -> None:
        """Forget it."""
        self.row.delete()
        note_drafts(self.request, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which one, and what it means."""
        which = ": ".join(part for part in name_of(self.row) if part)
        gone = _("What you wrote there is gone. This cannot be undone.")
        return super().get_context_data(lead=which, consequences=[gone], **kwargs)

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """All drafts."""
        return [(HEADING, self.get_success_url())]

    def get_success_url(self) -> str:
        """All drafts."""
        return reverse("my-drafts")

    get_cancel_url = get_success_url
