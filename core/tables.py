"""Columns that the lists of every room share."""

from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.people import audience_of
from core.workflow import badge


class StateColumn(tables.Column):
    """A state as word, colour and icon.

    Without a function the record's own workflow says it, in the reader's words; a function
    of the record may say it otherwise (for rows that have a period instead of a workflow).
    """

    def __init__(self, words: Callable[[Any], Any] | None = None, **kwargs: Any) -> None:
        self.words = words
        defaults = {"verbose_name": _("State"), "empty_values": (), "orderable": words is None}
        super().__init__(**defaults | kwargs)

    def render(self, record: Any, table: Any) -> SafeString:
        """The badge, without date and owner: those stand on the thing's own page."""
        shown = self.words(record) if self.words else badge(record, audience_of(table.request))
        return SafeString(
            render_to_string(
                "components/state_badge.html",
                {
                    "badge": shown,
                    "tone": shown.tone,
                    "icon": getattr(shown, "icon", "") or "circle",
                },
            )
        )
