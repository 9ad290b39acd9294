"""Inviting everybody who cannot sign in yet: what will happen, and how far it is."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import scope
from core.views.pages import Breadcrumb, ScopedDetailPage, ServiceFormPage
from partnerships.inviting import invite_everybody, to_invite
from partnerships.models import InvitationBatch
from partnerships.reports import roles_waiting
from partnerships.views.people import people_crumb


class InviteEverybody(ServiceFormPage):
    """Who cannot sign in yet, and what one press does."""

    permission = "partnerships.invite_person"
    template_name: str | None = "partnerships/invite_everybody.html"
    form_class = forms.Form
    heading = _("Invite who cannot sign in yet")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Straight on to the round that runs, when there is one."""
        running = scope(InvitationBatch, request.user).filter(finished_at=None).first()
        if running:
            return redirect("people:batch-detail", uuid=running.uuid)
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of people."""
        return [people_crumb()]

    def run(self, form: Any) -> InvitationBatch:
        """Begin."""
        return invite_everybody(actor=self.request.user)

    def get_success_url(self) -> str:
        """How far it is."""
        return reverse("people:batch-detail", args=[self.result.uuid])

    def get_cancel_url(self) -> str:
        """Back to the list."""
        return reverse("people:person-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many, in which roles, and the first of them by name."""
        people = to_invite(self.request.user)
        extra = {
            "number": people.count(),
            "roles": roles_waiting(self.request.user, people),
            "first": people[:10],
        }
        return super().get_context_data(**extra | kwargs)


class BatchDetail(ScopedDetailPage):
    """How far a round of invitations is, and what came of it."""

    model = InvitationBatch
    permission = "partnerships.manage_people"
    template_name = "partnerships/batch_detail.html"

    def get_queryset(self) -> Any:
        """With the numbers."""
        return super().get_queryset().with_progress()  # type: ignore[attr-defined]

    def get_heading(self) -> Any:
        """Whether it still runs."""
        over = self.object.finished_at
        return _("The invitations are sent") if over else _("The invitations are being sent")

    def get_breadcrumbs(self) -> Sequence[Breadcrumb]:
        """The list of people."""
        return [people_crumb()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Numbers in place of a history."""
        return super().get_context_data(**{"timeline": None} | kwargs)
