"""CSV or JSON: by ``?format=`` or by Accept; anything else is 406."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer


class CsvRenderer(JSONRenderer):
    """Lets a client ask for CSV. The rows are streamed; a refusal stays problem+json."""

    media_type = "text/csv"
    format = "csv"


class FormatNegotiation(DefaultContentNegotiation):
    """An unknown format is not a missing page."""

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> Any:  # noqa: A002
        """The renderer of that name. Raises NotAcceptable (406)."""
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            raise NotAcceptable(_("Choose the format json or csv."))
        return found
