"""The version of a row that a page showed, and what is said when somebody changed it meanwhile.

The same rule as If-Match of the API (`core.versions`): a form holds the version that its page
showed, and is only carried out for that one. What was typed stays; saving again is a choice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.timeline import Entry, timeline
from core.versions import expect, expecting, version, version_now

NAME = "seen_version"
MEANWHILE = _("Somebody changed this while you had it open. Nothing is saved yet.")


class SeenVersionMixin:
    """For a form about a row that exists: the one in ``seen_attribute``."""

    request: HttpRequest
    seen_attribute = "object"
    is_stale = False
    # A page where something new is made within a row changes nothing that others wrote.
    makes_within = False

    def get_seen(self) -> models.Model | None:
        """The row that the page is about; None where something new is made."""
        found = getattr(self, self.seen_attribute, None)
        is_row = isinstance(found, models.Model) and found.pk is not None
        return found if is_row and not self.makes_within else None

    @contextmanager
    def for_what_was_seen(self) -> Iterator[None]:
        """Around the service. Raises `Stale` when the row is another than the page showed."""
        row, sent = self.get_seen(), self.request.POST.get(NAME, "")
        with expecting(at_the_end=False):
            if row is not None and sent:
                expect(row, {sent})
            yield

    def note_stale(self, form: forms.BaseForm) -> None:
        """Say it on top of the form."""
        self.is_stale = True
        form.add_error(None, str(MEANWHILE))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The version for the form; after a refusal the new one, with who made it and when."""
        row = self.get_seen()
        if row is None:
            return super().get_context_data(**kwargs)  # type: ignore[misc]
        extra: dict[str, Any] = {"seen_name": NAME}
        if self.is_stale:
            extra |= {"seen_version": version_now(row), "meanwhile": self._latest(row)}
        else:
            extra["seen_version"] = self.request.POST.get(NAME) or version(row)
        return super().get_context_data(**extra | kwargs)  # type: ignore[misc]

    @staticmethod
    def _latest(row: models.Model) -> list[Entry | None]:
        """Who changed it last, and how; nothing where that is not written down."""
        found: list[Entry | None] = [*timeline(row)[:1]]
        return found or [None]
