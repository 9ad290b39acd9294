"""A real server on a clone of the demonstration, a real browser, and axe on every page."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import time_machine
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest, HttpResponseBase
from django.test import Client
from django.test.testcases import LiveServerThread
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect
from playwright.sync_api import TimeoutError as WaitedInVain

from config.demo.accounts import PASSWORD
from tests.access import World
from tests.conftest import NOW
from tests.databases import let_all_join_as_written
from tests.journeys.looking import looked_at
from tests.test_access_matrix import ROOMS, build_world

# Playwright keeps an event loop in this thread; Django's guard cannot know that it waits.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
CHROMIUM = os.environ.get("CHROMIUM", "")
# A folder for a picture of every page, when somebody wants to look at them; without, none.
PICTURES = os.environ.get("JOURNEY_PICTURES", "")
WIDTHS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 780}}
PATIENCE = 10_000  # milliseconds
UNSEEN = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here is a journey; without a browser it is skipped, visibly."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="No Chromium: see the advice above."))


@pytest.fixture(autouse=True)
def frozen_clock() -> Iterator[time_machine.Traveller]:
    """The same morning, but time passes: browsers wait."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Journeys read Dutch, the default."""
    with translation.override("nl"):
        yield


class KeptByBrowsers(StaticFilesHandler):
    """The interface's own files with a long life, as in production: each is fetched once."""

    def serve(self, request: HttpRequest) -> HttpResponseBase:
        answer = super().serve(request)
        answer["Cache-Control"] = "max-age=315360000, public, immutable"
        return answer


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server on the database in use."""
    server = LiveServerThread("localhost", KeptByBrowsers)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://localhost:{server.port}"
    server.terminate()


@pytest.fixture
def address(demonstration) -> Iterator[str]:
    """The address of a server that serves the clone."""
    with serving() as where:
        yield where


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The system's Chromium, without the list below its address bar: a page of its own in every
    window, which nobody sees and which takes nearly a second to get ready.
    """
    return {"executable_path": CHROMIUM, "args": [f"--disable-features={','.join(UNSEEN)}"]}


class Person:
    """Somebody in front of a browser, who looks at every page that opens."""

    def __init__(self, context: BrowserContext, address: str, name: str) -> None:
        self.page: Page = context.new_page()
        self.refused: list[str] = []
        self.page.on("console", self.listen)
        self.address = address
        self.name = name
        self.looked = 0

    def listen(self, line: ConsoleMessage) -> None:
        """Keep what the browser refused to load or run: our own pages break no policy of ours."""
        if "Content Security Policy" in line.text:
            self.refused.append(line.text)

    def sign_in(self, email: str) -> None:
        """Open the sign-in page and sign in."""
        self.go("/account/sign-in/")
        self.page.get_by_label("E-mailadres").fill(email)
        self.page.get_by_label("Wachtwoord").fill(PASSWORD)
        self.press("Aanmelden")

    def is_signed_in(self, client: Client) -> None:
        """Take over the session of a test client."""
        session = client.cookies.get(settings.SESSION_COOKIE_NAME)
        self.give(settings.SESSION_COOKIE_NAME, session.value if session else "")

    def speak(self, language: str) -> None:
        """Read the pages in this language."""
        self.give(settings.LANGUAGE_COOKIE_NAME, language)

    def give(self, name: str, value: str) -> None:
        """A cookie of the platform."""
        self.page.context.add_cookies([{"name": name, "value": value, "url": self.address}])

    def go(self, path: str) -> None:
        """Open a page and look at it."""
        self.page.goto(f"{self.address}{path}")
        self.look()

    def follow(self, name: str, *, exact: bool = True) -> None:
        """Follow a link of the page's own content by its words."""
        self.click(self.main.get_by_role("link", name=name, exact=exact).first)

    def press(self, name: str) -> None:
        """Press a button of the page's own content by its words."""
        self.click(self.main.get_by_role("button", name=name, exact=True))

    @property
    def main(self) -> Locator:
        """The page's own content."""
        return self.page.get_by_role("main")

    def click(self, target: Locator) -> None:
        """Click, wait for the next page, look at it; a missing target says what is there."""
        try:
            # What comes after this is about the next page, and must not meet the one before.
            with self.page.expect_navigation():
                target.click()
        except WaitedInVain as missing:
            raise AssertionError(f"{target} is not on\n{self.describe()}") from missing
        self.look()

    def press_last(self) -> None:
        """Press the page's last button: the one that ends its form."""
        # "Keep as a draft" stands after it, and ends nothing.
        ending = self.page.locator(":not([name=keep_draft])")
        self.click(self.main.get_by_role("button").and_(ending).last)

    def follow_like(self, words: str) -> None:
        """Follow the first link whose text contains these words."""
        self.follow(words, exact=False)

    def set(self, **values: str) -> None:
        """Fill in fields by their names: text typed, lists by the words of the choice."""
        for name, value in values.items():
            field = self.main.locator(f'[name="{name}"]').first
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)

    def check_all(self, value: str) -> None:
        """Give every question with choices the same answer."""
        for choice in self.page.locator(f'main input[type=radio][value="{value}"]').all():
            choice.check(force=True)

    def write_all(self, text: str) -> None:
        """Write the same in every larger text field."""
        for field in self.page.locator("main textarea").all():
            field.fill(text)

    def check_boxes(self) -> None:
        """Tick every box."""
        for box in self.page.locator("main input[type=checkbox]").all():
            box.check()

    def open_rest(self) -> None:
        """Unfold what a long list keeps folded."""
        for fold in self.page.locator("main details:not([open]) > summary").all():
            fold.click()

    def sees(self, text: str | re.Pattern[str]) -> None:
        """The words stand on the page."""
        expect(self.main.get_by_text(text).first).to_be_visible()

    def reads(self, heading: str | re.Pattern[str]) -> None:
        """The page's one heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def describe(self) -> str:
        """Heading, links, buttons and fields, for the message of a failed step."""
        links = [link.inner_text() for link in self.main.get_by_role("link").all()]
        buttons = [button.inner_text() for button in self.main.get_by_role("button").all()]
        fields = self.page.locator("main [name]:not([type=hidden])").evaluate_all(
            "all => all.map(e => e.name)"
        )
        heading = self.page.get_by_role("heading", level=1).inner_text()
        return f"{self.page.url}: {heading}\n{links}\n{buttons}\n{fields}"

    def look(self) -> None:
        """Accessible, and nothing sticks out; a picture, when somebody wants one."""
        self.looked += 1
        self.page.wait_for_load_state()  # between two pages a browser has a document without any
        width = self.page.viewport_size["width"]
        if PICTURES:
            picture = Path(PICTURES) / f"{self.name}-{self.looked:02d}-{width}.png"
            self.page.screenshot(path=picture, full_page=True)
        assert self.refused == [], self.page.url
        found, wide = looked_at(self.page)
        assert found == [], self.page.url
        assert wide <= width, (
            f"{self.page.url} is {wide} px wide in a window of {width}: {self.wide_parts()}"
        )

    def wide_parts(self) -> list[str]:
        """What reaches over the edge, for the message of a failed look."""
        return self.page.locator("body *").evaluate_all(
            """all => all.filter(e => e.getBoundingClientRect().left + e.scrollWidth
                > document.documentElement.clientWidth + 1).map(e => e.outerHTML.slice(0, 120))"""
        )


@pytest.fixture
def world(committed) -> World:
    """The people and things of the access matrix, in a database of their own."""
    let_all_join_as_written(committed)
    return build_world(until=ROOMS[-1])


@pytest.fixture
def looker(browser: Browser):
    """Makes people at an address: each with a browser of their own, in a window of their own."""
    contexts = []

    def make(address: str, name: str, **window: Any) -> Person:
        context = browser.new_context(**{"locale": "nl-BE"} | window)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(AXE_SCRIPT)  # once: it is large, and wanted on every page
        contexts.append(context)
        return Person(context, address, name)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(params=WIDTHS.values(), ids=WIDTHS.keys())
def someone(request, looker, address: str):
    """Makes people on the demonstration, all at the same width."""
    test = re.sub(r"\W+", "-", request.node.originalname)
    return lambda name: looker(address, f"{test}-{name}", viewport=request.param)
