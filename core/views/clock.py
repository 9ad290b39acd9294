"""The clock: what fires in the coming nights, what fired, and which jobs run when."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core.access import SignedInPage
from core.deadlines.reports import AHEAD, next_night, nights, upcoming
from core.jobs import jobs
from core.views.pages import Page


class Clock(SignedInPage, Page, TemplateView):
    """For administrators: counts and kinds, never whom they are about."""

    permission = "core.see_clock"
    template_name = "core/clock.html"
    heading = _("Clock")
    lead = _("What the platform does by itself: the reminders of each night, and the other jobs.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Four weeks ahead, two weeks back."""
        first = next_night()
        return super().get_context_data(
            first=first,
            firings=upcoming(first, first + AHEAD),
            nights=nights(),
            jobs=jobs(),
            **kwargs,
        )
