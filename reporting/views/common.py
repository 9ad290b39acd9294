"""What the pages of this room share."""

from typing import Any

from django.urls import reverse

from core.views.pages import Breadcrumb

READER = "reporting.see_datasets"


def crumb(label: Any, name: str) -> Breadcrumb:
    """A list as a step of the way here."""
    return (label, reverse(f"reporting:{name}"))
