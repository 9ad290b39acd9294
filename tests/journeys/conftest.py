"""A real server on a clone of the demonstration, a real browser, and axe on every page."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from playwright.sync_api import TimeoutError as WaitedInVain

from config.demo.accounts import PASSWORD
from tests.conftest import NOW, drop_database, run_as_owner, use_database

# Playwright keeps an event loop in this thread; Django's guard cannot know that it waits.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
CHROMIUM = os.environ.get("CHROMIUM", "")
PICTURES = Path(__file__).resolve().parent.parent.parent / "test-pictures"
WIDTHS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 780}}
AXE = Axe()
PATIENCE = 10_000  # milliseconds
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


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


@pytest.fixture
def demonstration(sample_database: str, django_db_setup, django_db_blocker) -> Iterator[None]:
    """A clone of the demonstration for this journey alone; no flush, no leftovers."""
    own = connections["default"].settings_dict["NAME"]
    name = f"{own}_journey"
    drop_database(name)
    run_as_owner("CREATE DATABASE {} TEMPLATE {}", name, sample_database)
    use_database(name)
    with django_db_blocker.unblock():
        yield
        connections.close_all()
    use_database(own)
    drop_database(name)


@pytest.fixture
def address(demonstration) -> Iterator[str]:
    """The address of a server that serves the clone."""
    server = LiveServerThread("localhost", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://localhost:{server.port}"
    server.terminate()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The system's Chromium."""
    return {"executable_path": CHROMIUM}


class Person:
    """Somebody in front of a browser, who looks at every page that opens."""

    def __init__(self, context: BrowserContext, address: str, name: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.name = name
        self.looked = 0

    def sign_in(self, email: str) -> None:
        """Open the sign-in page and sign in."""
        self.go("/account/sign-in/")
        self.page.get_by_label("E-mailadres").fill(email)
        self.page.get_by_label("Wachtwoord").fill(PASSWORD)
        self.press("Aanmelden")

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
            target.click()
        except WaitedInVain as missing:
            raise AssertionError(f"{target} is not on\n{self.describe()}") from missing
        self.page.wait_for_load_state()
        self.look()

    def press_last(self) -> None:
        """Press the page's last button: the one that ends its form."""
        self.click(self.main.get_by_role("button").last)

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
        """Accessible, nothing sticks out, in the language of the reader; keep a picture."""
        self.looked += 1
        width = self.page.viewport_size["width"]
        PICTURES.mkdir(parents=True, exist_ok=True)
        picture = PICTURES / f"{self.name}-{self.looked:02d}-{width}.png"
        self.page.screenshot(path=picture, full_page=True)
        found = AXE.run(self.page, options=WCAG).response["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == [], self.page.url
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{self.page.url} is {wide} px wide in a window of {width}"


@pytest.fixture(params=WIDTHS.values(), ids=WIDTHS.keys())
def someone(request, browser: Browser, address: str):
    """Makes people: each with a browser of their own, all at the same width."""
    contexts = []

    def make(name: str) -> Person:
        context = browser.new_context(viewport=request.param, locale="nl-BE", bypass_csp=True)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        test = re.sub(r"\W+", "-", request.node.originalname)
        return Person(context, address, f"{test}-{name}")

    yield make
    for context in contexts:
        context.close()
