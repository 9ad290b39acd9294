"""The keys that the page of shortcuts lists, each pressed; and pages as they come on paper."""

import re

from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.conftest import serving
from tests.test_access_matrix import client_of

KEYS = "main kbd"
SWITCH = "[data-shortcuts-switch] button"
# What somebody with paper in hand cannot use, or must be able to read whole.
ON_PAPER = """() => {
  const shown = e => e.getClientRects().length > 0;
  const idle = [...document.querySelectorAll("button, .btn, input, select, textarea, nav a")]
    .filter(shown).map(e => e.outerHTML.slice(0, 100));
  const cut = [...document.querySelectorAll("main *:not(.visually-hidden)")]
    .filter(e => shown(e) && getComputedStyle(e).overflowX !== "visible"
      && e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML.slice(0, 100));
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  const heads = [...document.querySelectorAll("thead")]
    .filter(e => shown(e) && getComputedStyle(e).display !== "table-header-group").length;
  return {idle, cut, wide, heads};
}"""
WHOLE = {"idle": [], "cut": [], "wide": False, "heads": 0}
PAPER = {"width": 718, "height": 1000}  # A4 with margins of 10 mm, at 96 dots per inch


def test_every_listed_key_does_what_the_list_says(world, looker):
    """Issue 3, V40 (WCAG 2.1.4): each key, never while typing, and a way to switch them off."""
    with serving() as address:
        coordinator = looker(address, "keys")
        coordinator.is_signed_in(client_of("coordinator", world))
        page = coordinator.page
        leads = {"/": "search", "h": "home", "n": "notifications", "?": "shortcuts"}
        coordinator.go(reverse("shortcuts"))
        listed = page.locator(KEYS).all_inner_texts()
        assert {key.lower() for key in listed} == {*leads, "esc"}
        for key, name in leads.items():
            page.goto(address + reverse("accessibility"))
            page.keyboard.press(key)
            expect(page).to_have_url(re.compile(re.escape(address + reverse(name)) + "$"))

        page.goto(address + reverse("search"))
        page.locator("main [name=q]").click()
        page.keyboard.type("hn?")
        expect(page.locator("main [name=q]")).to_have_value("hn?")

        page.goto(address + reverse("home"))
        menu = page.locator(".site-header details[data-menu]:has(> summary:visible)").first
        menu.locator("summary").click()
        page.keyboard.press("Escape")
        expect(menu).not_to_have_attribute("open", re.compile(""))

        page.goto(address + reverse("shortcuts"))
        page.locator(SWITCH).click()
        page.keyboard.press("h")
        page.wait_for_timeout(300)
        assert page.url == address + reverse("shortcuts")


def test_list_agreement_and_result_are_whole_on_paper(world, looker):
    """Issue 3, print: nothing to press, nothing cut off, heads of tables on every sheet."""
    pages = [
        ("coordinator", reverse("trajectories:student-list")),
        ("coordinator", reverse("agreements:agreement-detail", args=[world.draft_agreement.uuid])),
        ("student", reverse("matching:application-detail", args=[world.placed_application.uuid])),
    ]
    wrong = []
    with serving() as address:
        for role, path in pages:
            reader = looker(address, f"paper-{role}", viewport=PAPER)
            reader.is_signed_in(client_of(role, world))
            reader.page.emulate_media(media="print")
            reader.page.goto(address + path)
            found = reader.page.evaluate(ON_PAPER)
            if found != WHOLE:
                wrong.append(f"{path}: {found}")
    assert not wrong, "\n".join(wrong)
