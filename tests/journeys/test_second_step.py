"""A member of staff sets up two-step sign-in, as in production, and comes back with it."""

import re

import pytest
from playwright.sync_api import expect

from config.demo.accounts import PASSWORD
from tests.accounts.second_step import code

COORDINATOR = "emmanuel.maes@hogeschool-leiezicht.example"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def required(settings):
    """As outside the demonstration; a browser trusts its own machine without https."""
    settings.SECOND_FACTOR_REQUIRED = True
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True


def test_coordinator_sets_up_an_app_and_signs_in_with_it(someone):
    """D5: the way in says what to do, step by step, and ends where it began."""
    maes = someone("coordinator")
    maes.sign_in(COORDINATOR)
    maes.reads("Aanmelden in twee stappen")
    maes.sees("Stel eerst een tweede stap in")
    maes.follow("Een app instellen")
    secret = maes.page.locator(".code-key").inner_text()
    maes.set(code="000000")
    maes.press("Instellen")
    maes.sees("Deze code klopt niet")
    assert maes.page.locator(".code-key").inner_text() == secret
    maes.set(code=code(secret))
    maes.press("Instellen")
    maes.reads("Herstelcodes")
    codes = maes.page.locator(".codes code")
    expect(codes).to_have_count(10)
    kept = codes.all_inner_texts()
    maes.follow("Ik heb ze bewaard")
    expect(maes.page).to_have_url(f"{maes.address}/")
    maes.go("/account/second-step/")
    maes.go("/account/second-step/codes/")
    maes.go("/account/sessions/")
    maes.sees("deze browser")

    later = someone("coordinator-later")
    later.sign_in(COORDINATOR)
    later.reads("Tweede stap")
    later.set(code=kept[0])
    later.press("Aanmelden")
    expect(later.page).to_have_url(f"{later.address}/")


def test_coordinator_signs_in_with_a_passkey(browser, address):
    """A passkey, under the platform's own content security policy."""
    context = browser.new_context(locale="nl-BE")
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    page.goto(f"{address}/account/sign-in/")
    page.locator('[name="login"]').fill(COORDINATOR)
    page.locator('[name="password"]').fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    page.get_by_role("link", name="Een passkey toevoegen").click()
    page.locator('[name="name"]').fill("Laptop van het werk")
    page.get_by_label(re.compile("met deze passkey alleen")).check()
    page.get_by_role("button", name="Een passkey toevoegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Herstelcodes")
    page.goto(f"{address}/account/second-step/passkeys/")
    expect(page.get_by_text("Laptop van het werk").first).to_be_visible()

    context.clear_cookies()
    page.goto(f"{address}/account/sign-in/")
    page.get_by_role("button", name="Aanmelden met uw passkey").click()
    expect(page).to_have_url(f"{address}/")

    context.clear_cookies()
    page.goto(f"{address}/account/sign-in/")
    page.locator('[name="login"]').fill(COORDINATOR)
    page.locator('[name="password"]').fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    page.get_by_role("button", name="Gebruik uw passkey").click()
    expect(page).to_have_url(f"{address}/")

    page.goto(f"{address}/account/second-step/passkeys/confirm/?next=/account/sessions/")
    page.get_by_role("button", name="Gebruik uw passkey").click()
    expect(page).to_have_url(f"{address}/account/sessions/")
    assert faults == []
    context.close()
