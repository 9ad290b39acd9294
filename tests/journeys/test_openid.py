"""A coordinator links the account to a provider, and signs in and out through it."""

from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from config.demo.accounts import COORDINATOR
from tests.openid_provider import OF_OTHERS, honest, settings_for

pytestmark = OF_OTHERS


@pytest.fixture(autouse=True)
def issuer(settings):
    """A provider on localhost, and settings that name it."""
    cache.clear()
    with honest() as found:
        settings.OPENID_PROVIDERS = [settings_for(found)]
        yield found
    cache.clear()


def at_provider(person, subject: str) -> None:
    """The provider's own page: who are you?"""
    person.page.wait_for_url("**/oauth2/authorize?*")
    person.page.locator('input[name="sub"]').fill(subject)
    person.page.locator('input[name="sub"]').press("Enter")
    person.page.wait_for_url(f"{person.address}/**")
    person.look()


def test_coordinator_links_the_account_and_comes_back_through_the_provider(someone, issuer):
    """Under the platform's own content security policy a form leads to no other host: the
    page in between does.
    """
    maes = someone("coordinator")
    maes.go("/account/sign-in/")
    maes.page.get_by_role("button", name="Aanmelden met ACM/IDM").click()
    at_provider(maes, "maes")
    maes.reads("We kennen u nog niet")
    maes.sign_in(COORDINATOR)
    maes.go("/account/providers/")
    maes.page.get_by_role("button", name="Koppelen met ACM/IDM").click()
    at_provider(maes, "maes")
    maes.reads("Aanmelden met andere diensten")
    maes.sees("gekoppeld")
    maes.follow_like("Weghalen")
    maes.reads("Uw koppeling met ACM/IDM weghalen")

    later = someone("coordinator-later")
    later.go("/account/sign-in/?next=/partners/recognitions/")
    later.page.get_by_role("button", name="Aanmelden met ACM/IDM").click()
    at_provider(later, "maes")
    expect(later.page).to_have_url(f"{later.address}/partners/recognitions/")
    later.go("/account/sign-out/")
    later.main.get_by_role("button", name="Afmelden").click()
    later.page.wait_for_url("**/oauth2/end_session?*")
    assert urlsplit(later.page.url).netloc == urlsplit(issuer).netloc


def test_policy_of_the_pages_lets_the_button_through(browser, address):
    """Without the tests' own exception for axe."""
    context = browser.new_context(locale="nl-BE")
    page = context.new_page()
    page.goto(f"{address}/account/sign-in/")
    page.get_by_role("button", name="Aanmelden met ACM/IDM").click()
    page.wait_for_url("**/oauth2/authorize?*")
    context.close()
