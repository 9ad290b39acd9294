"""Every component in every state, and every kind of page, looked at with axe."""

import pytest

from core.gallery.views import PAGES
from tests.journeys.conftest import serving

ALL = ["/gallery/", *(f"/gallery/{page}/?q=Peeters&state=waiting" for page in PAGES)]
# A window of 1280 by 1024 px enlarged to 400 % holds 320 by 256 CSS pixels (WCAG 1.4.10).
ENLARGED = {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}
WIDE = {"viewport": {"width": 1280, "height": 1024}}


@pytest.mark.parametrize(
    ("window", "scheme", "language"),
    [
        (ENLARGED, "light", "nl"),
        (WIDE, "light", "en"),
        (ENLARGED, "dark", "en"),
        (WIDE, "dark", "nl"),
    ],
    ids=["enlarged-light-nl", "wide-light-en", "enlarged-dark-en", "wide-dark-nl"],
)
def test_gallery_has_no_fault_in_any_window_theme_or_language(
    looker, committed, window, scheme, language
):
    """V37, V40: at 400 % and 320 px nothing sticks out, and axe finds nothing."""
    with serving() as address:
        visitor = looker(address, f"gallery-{scheme}-{language}", **window)
        visitor.speak(language)
        visitor.page.emulate_media(color_scheme=scheme)
        for path in ALL:
            visitor.go(path)
