"""Keeping a list as one left it, and letting it go."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from core.access import SignedInPage, scope
from core.errors import Invalid
from core.lists.saved import address_of, lasting, list_at, save_view
from core.models import SavedView


class SavedViewSave(SignedInPage, View):
    """Keep the list that the reader looks at."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save it and show it; a refusal is told on the list, as it was."""
        name = list_at(request.POST.get("path", ""))
        query = lasting(QueryDict(request.POST.get("query", "")))
        try:
            view = save_view(
                request.user,
                list_name=name,
                name=request.POST.get("name", ""),
                query=query,
            )
        except Invalid as refusal:
            messages.error(request, str(refusal.detail))
            return redirect(f"{reverse(name)}?{query}")
        messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
        return redirect(address_of(view))


class SavedViewForget(SignedInPage, View):
    """Take one of the reader's own views away."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        """Delete it; back to the list."""
        view = get_object_or_404(scope(SavedView, request.user), uuid=uuid)
        view.delete()
        messages.success(request, _("The view “%(name)s” is taken away.") % {"name": view.name})
        return redirect(view.list_name)
