"""The gallery shows every component that a page can use."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from core.gallery.views import PAGES

pytestmark = pytest.mark.django_db

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# The parts that pages are built of: of our own, of forms, and of lists.
PARTS = ("components/*.html", "bootstrap5/**/*.html", "django_tables2/*.html")


def test_no_component_is_forgotten(client):
    """A new part that the gallery does not show fails here: add it to the gallery."""
    addresses = [reverse("gallery")]
    addresses += [f"{reverse('gallery-page', args=[page])}?q=x&state=good" for page in PAGES]
    shown = set()
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        shown |= {template.name for template in answer.templates}
    parts = {
        str(path.relative_to(TEMPLATES)) for pattern in PARTS for path in TEMPLATES.glob(pattern)
    }
    assert len(parts) > 30
    assert parts - shown == set()


def test_unknown_page_is_not_there(client):
    assert client.get(reverse("gallery-page", args=["nothing"])).status_code == 404
