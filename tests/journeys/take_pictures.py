"""The pictures of the tutorials: `python3 bootstrap.py pictures`. No test: it writes in docs/.

The same directions as in tests/tutorials, played in a real browser on the demonstration.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page
from playwright.sync_api import TimeoutError as WaitedInVain

from tests.journeys.conftest import PATIENCE
from tests.tutorials.acting import Theatre
from tests.tutorials.script import LANGUAGES, PICTURES, play, squeeze

WINDOW = {"width": 1000, "height": 620}
COLOURS = 48
# A frame around what the text is about.
FRAME = "e => { e.style.outline = '3px solid #c2410c'; e.style.outlineOffset = '3px'; }"
UNFOLD = "e => { for (; (e = e.closest('details')); e = e.parentElement) e.open = true; }"
# Not in a picture: what would make the next one of the same page another. The history is told by
# the database, whose clock nobody stops.
CALM = """
* { caret-color: transparent !important; scroll-behavior: auto !important; }
.timeline time { visibility: hidden !important; }
"""
# This browser writes days as Americans do; a reader's does not.
OUR_DAYS = """
document.querySelectorAll('input[type=date]').forEach(e => {
  e.dataset.day = e.value; e.type = 'text'; e.value = e.value.split('-').reverse().join('/');
})
"""
THEIR_DAYS = """
document.querySelectorAll('input[data-day]').forEach(e => {
  e.type = 'date'; e.value = e.dataset.day;
})
"""


class Photographer:
    """Plays the directions in a browser, and takes the pictures."""

    def __init__(self, context: BrowserContext, address: str, album: str) -> None:
        context.set_default_timeout(PATIENCE)
        self.page: Page = context.new_page()
        self.address = address
        self.album = album

    @property
    def main(self) -> Locator:
        """The page's own content."""
        return self.page.get_by_role("main")

    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(f"{self.address}{path}")

    def follow(self, words: str) -> None:
        """Follow a link of the page's own content."""
        self.click(self.best("link", words))

    def press(self, words: str) -> None:
        """Press a button."""
        self.click(self.best("button", words))

    def best(self, role: Any, words: str) -> Locator:
        """The first with exactly these words, else with these among others; the seen ones first."""
        ways = [
            self.main.get_by_role(role, name=words, exact=exact, include_hidden=hidden)
            for hidden in (False, True)
            for exact in (True, False)
        ]
        found = next((way for way in ways if way.count()), ways[-1])
        return found.first

    def click(self, target: Locator) -> None:
        """Unfold what hides it, click, and wait for the next page."""
        try:
            target.evaluate(UNFOLD)
            target.click()
        except WaitedInVain as missing:
            message = f"{target} is not on {self.page.url}"
            raise AssertionError(message) from missing
        self.page.wait_for_load_state()

    def write(self, name: str, value: str) -> None:
        """Fill in the field of this name, or else with this label."""
        named = self.main.locator(f'[name="{name}"]')
        control = named.first if named.count() else self.main.get_by_label(name).first
        if control.evaluate("e => e.tagName") == "SELECT":
            control.select_option(label=value)
        else:
            control.fill(value)

    def answer(self, value: str) -> None:
        """Give every question with choices the same answer."""
        for radio in self.main.locator(f'input[type=radio][value="{value}"]').all():
            radio.check(force=True)

    def notes(self, text: str) -> None:
        """Write the same in every larger field."""
        for area in self.main.locator("textarea").all():
            area.fill(text)

    def tick(self) -> None:
        """Tick every box."""
        for box in self.main.locator("input[type=checkbox]").all():
            box.check()

    def picture(self, name: str, words: str) -> None:
        """The window, around these words, which get a frame; in this album only."""
        if not name.startswith(f"{self.album}-"):
            return
        self.page.add_style_tag(content=CALM)
        self.page.mouse.move(0, 0)
        self.page.evaluate("document.activeElement?.blur()")
        self.page.evaluate(OUR_DAYS)
        if words:
            self.point_at(words)
        else:
            self.page.evaluate("window.scrollTo(0, 0)")
        save(self.page.screenshot(animations="disabled"), name)
        self.page.evaluate(THEIR_DAYS)

    def point_at(self, words: str) -> None:
        """Bring these words to the middle of the window, with a frame around them."""
        pattern = re.compile(rf"^\s*{re.escape(words)}\s*$")
        for found in (
            self.main.get_by_role("button", name=words, exact=True),
            self.main.get_by_role("link", name=words, exact=True),
            self.main.get_by_text(pattern),
            self.main.get_by_text(words),
        ):
            if found.count():
                found.first.evaluate("e => e.scrollIntoView({block: 'center'})")
                found.first.evaluate(FRAME)
                return
        message = f"“{words}” is not on {self.page.url}"
        raise AssertionError(message)

    def read(self) -> str:
        """All that can be read."""
        return squeeze(self.page.locator("body").evaluate("e => e.textContent"))


def save(picture: bytes, name: str) -> None:
    """As a small file: few colours, none mixed."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    few = image.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)


@pytest.fixture
def engage(browser: Browser, address: str) -> Iterator:
    """Makes people in front of a browser of their own; it counts as a quiet, light one."""
    contexts: list[BrowserContext] = []

    def make(language: str, album: str) -> Photographer:
        locale = {"nl": "nl-BE", "en": "en-GB"}[language]
        context = browser.new_context(
            viewport=WINDOW,
            locale=locale,
            color_scheme="light",
            reduced_motion="reduce",
            bypass_csp=True,
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        contexts.append(context)
        return Photographer(context, address, album)

    yield make
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_take_pictures(engage, frozen_clock, language: str) -> None:
    """Play the tutorials of a language from the first scene to the last."""
    theatre = Theatre(lambda spoken: engage(spoken, language), frozen_clock.move_to)
    for scene in play(language):
        theatre.play(scene)
