"""Columns that the lists of every room share: how they look, and what a file of them holds."""

from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.people import audience_of
from core.templatetags.words import human_datetime, human_day, number
from core.workflow import badge

NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}
DATE = {"td": {"class": "date"}}


class NumberColumn(tables.Column):
    """A number at the right, with the reader's separators; in a file the number itself."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"attrs": NUMBER} | kwargs)

    def render(self, value: Any) -> str:
        """As a person writes it."""
        return number(value)

    def value(self, value: Any, **kwargs: Any) -> Any:
        """The number."""
        return value


class DayColumn(tables.Column):
    """A day as people say it; in a file the day itself."""

    def render(self, value: Any) -> str:
        """Such as "15 November"."""
        return human_day(value)

    def value(self, value: Any, **kwargs: Any) -> Any:
        """The day, or the moment."""
        return value


class MomentColumn(tables.Column):
    """A moment as people say it; in a file the moment itself."""

    def render(self, value: Any) -> str:
        """Such as "23 November 2026 at 14:05"."""
        return human_datetime(value)

    def value(self, value: Any, **kwargs: Any) -> Any:
        """The moment."""
        return value


class YesNoColumn(tables.Column):
    """Yes or no, in words."""

    def render(self, value: Any) -> str:
        """One word."""
        return str(_("Yes") if value else _("No"))


class StateColumn(tables.Column):
    """A state as word, colour and icon.

    Without a function the record's own workflow says it, in the reader's words; a function
    of the record may say it otherwise (for rows that have a period instead of a workflow).
    """

    def __init__(self, words: Callable[[Any], Any] | None = None, **kwargs: Any) -> None:
        self.words = words
        defaults = {"verbose_name": _("State"), "empty_values": (), "orderable": words is None}
        super().__init__(**defaults | kwargs)

    def shown(self, record: Any, table: Any) -> Any:
        """The label for this reader."""
        return self.words(record) if self.words else badge(record, audience_of(table.request))

    def render(self, record: Any, table: Any) -> SafeString:
        """The badge, without date and owner: those stand on the thing's own page."""
        shown = self.shown(record, table)
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

    def value(self, record: Any, table: Any, **kwargs: Any) -> str:
        """The word alone."""
        return str(self.shown(record, table).label)
