"""The gate of both doors: what exists for you (404), what you may do (403).

Every page and every API view stands on one of these, or says ``public = True``; a test
walks the addresses and fails any that does neither.
"""

from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import models
from django.http import HttpRequest, HttpResponseBase

from core.permissions import require
from core.privacy.enums import Door
from core.privacy.reads import note_read
from core.querysets import ScopedQuerySet
from core.versions import RowVersion


def scope(model: type[models.Model], user: Any) -> ScopedQuerySet:
    """The rows of a model that exist for this person: where both doors begin."""
    manager = model._default_manager
    return manager.visible_to(user)  # type: ignore[attr-defined]


class SignedInPage(LoginRequiredMixin):
    """A page for people who are signed in.

    ``permission`` names the rule that opens it: asked without an object here, and with the
    object by `ScopedPage`.
    """

    public: ClassVar[bool] = False
    permission: ClassVar[str | None] = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for a sign-in first, then the rule of the page as a whole."""
        if request.user.is_authenticated:
            self.check_page(request)
        return super().dispatch(request, *args, **kwargs)

    def check_page(self, request: HttpRequest) -> None:
        """Raise `Refused` (403) when the person may not open this page."""
        if self.permission:
            require(request.user, self.permission)


class ScopedPage(SignedInPage):
    """A page about rows of one model, seen through the reader's own scope."""

    model: type[models.Model]
    slug_field = "uuid"
    slug_url_kwarg = "uuid"
    queryset_related: ClassVar[tuple[str, ...]] = ()

    def check_page(self, request: HttpRequest) -> None:
        """The rule of an object page is asked with the object, after the scope."""
        if self.permission and self.slug_url_kwarg not in self.kwargs:  # type: ignore[attr-defined]
            require(request.user, self.permission)

    def get_queryset(self) -> ScopedQuerySet:
        """The reader's rows, with what the page shows of other tables."""
        rows = scope(self.model, self.request.user)  # type: ignore[attr-defined]
        return rows.select_related(*self.queryset_related) if self.queryset_related else rows

    def get_object(self, queryset: Any = None) -> Any:
        """The row (404 outside the scope), after its rule (403 with the reason); a look at
        somebody's file is noted.
        """
        rows = self.get_queryset() if queryset is None else queryset
        row = super().get_object(rows.annotate(row_version=RowVersion()))  # type: ignore[misc]
        if self.permission:
            require(self.request.user, self.permission, row)  # type: ignore[attr-defined]
        note_read(self.request, row, Door.PAGE)  # type: ignore[attr-defined]
        return row


class PublicPage:
    """A page for everyone, signed in or not."""

    public: ClassVar[bool] = True
