"""What a visitor can open, and the gallery of every component, in light and in dark."""

import re

import pytest
from playwright.sync_api import expect

PAGES = [
    "/",
    "/account/sign-in/",
    "/account/password/reset/",
    "/pathways/",
    "/how-quality-is-assessed/",
    "/accessibility/",
    "/api/v1/",
    "/gallery/",
    "/this-page-does-not-exist/",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_for_everybody_are_accessible(someone, scheme):
    """V37, V40: no fault that axe can find, nothing that sticks out, in light and in dark."""
    visitor = someone(f"visitor-{scheme}")
    visitor.page.emulate_media(color_scheme=scheme)
    for path in PAGES:
        visitor.go(path)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_header_of_a_visitor_is_one_line_on_a_phone(looker, address, language):
    """Name, language and sign-in side by side, from 320 px on."""
    visitor = looker(address, f"header-{language}", viewport={"width": 320, "height": 780})
    visitor.speak(language)
    for width in (320, 360, 420):
        visitor.page.set_viewport_size({"width": width, "height": 780})
        visitor.go("/pathways/")
        places = [
            visitor.page.locator(f".site-header__bar > {part}").bounding_box()
            for part in (".brand", ".languages", ".site-header__sign-in")
        ]
        middles = [place["y"] + place["height"] / 2 for place in places]
        assert max(middles) - min(middles) < 4, (width, middles)


def test_wrong_password_keeps_the_address_and_says_what_to_do(someone):
    visitor = someone("visitor")
    visitor.go("/account/sign-in/")
    visitor.set(login="emmanuel.maes@hogeschool-leiezicht.example", password="fout")
    visitor.press("Aanmelden")
    expect(visitor.page.locator(".error-summary, .alert").first).to_be_visible()
    expect(visitor.page.locator('[name="login"]')).to_have_value(re.compile("^emmanuel.maes"))


def test_keyboard_reaches_the_content_first(someone):
    """WCAG 2.4.1: the first stop of the tab key skips to the content."""
    visitor = someone("visitor")
    visitor.go("/pathways/")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    expect(visitor.main).to_be_focused()


def test_pages_work_without_javascript(browser, address):
    """Everything works without JavaScript: signing in, a form, a menu."""
    context = browser.new_context(java_script_enabled=False, locale="nl-BE")
    page = context.new_page()
    page.goto(f"{address}/account/sign-in/")
    page.locator('[name="login"]').fill("emmanuel.maes@hogeschool-leiezicht.example")
    page.locator('[name="password"]').fill("werkplekleren")
    page.get_by_role("main").get_by_role("button").last.click()
    expect(page).to_have_url(f"{address}/")  # not only: no field is there between two pages
    page.goto(f"{address}/partners/hosts/")
    page.locator('[name="q"]').fill("Terhaegen")
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("link", name="Liftservice Terhaegen")).to_have_count(1)
    context.close()
