"""One search box for everything that the reader may see."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core.access import SignedInPage
from core.finding import find
from core.views.pages import Page

LONGEST = 100


class SearchPage(SignedInPage, Page, TemplateView):
    """The first rows of every list that have the words."""

    template_name = "core/search.html"
    heading = _("Search")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The words, and what they find; nothing is asked without a word."""
        words = " ".join(self.request.GET.get("q", "").split())[:LONGEST]
        asked = any(sign.isalnum() for sign in words)
        found = list(find(self.request, words)) if asked else []
        return super().get_context_data(words=words, asked=asked, found=found, **kwargs)


class Shortcuts(SignedInPage, Page, TemplateView):
    """The keys that spare a click, and how to switch them off."""

    template_name = "core/shortcuts.html"
    heading = _("Keyboard shortcuts")
