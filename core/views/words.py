"""The words of the platform, explained for everybody."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core.access import PublicPage
from core.glossary import CHAPTERS
from core.views.pages import Page


class Words(PublicPage, Page, TemplateView):
    """What each word means here."""

    template_name = "core/words.html"
    heading = _("Words explained")
    lead = _("What the words of this platform mean, in plain language.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every chapter."""
        return super().get_context_data(chapters=CHAPTERS, **kwargs)
