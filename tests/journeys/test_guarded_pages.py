"""The pages that the matrix cannot open: behind a confirmation, with a second step, refusals."""

from collections.abc import Iterator
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from tests.access import World
from tests.accounts.second_step import first_step, just_confirmed, with_app
from tests.factories import partnerships as make
from tests.journeys.conftest import serving
from tests.journeys.test_every_page import NARROW
from tests.people import sign_in

REFUSALS = (400, 403, 404, 405, 409, 410, 413, 429, 500, 503)
SET_UP = ("mfa_activate_totp", "mfa_add_webauthn", "core:privacy-copy", "core:privacy-forget")
WITH_APP = ("mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes")
WITH_PASSKEY = ("mfa_edit_webauthn", "mfa_remove_webauthn")


def confirmed(person: Any) -> Client:
    """A browser in which this person has just given the password."""
    client = Client()
    sign_in(client, person)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, person, "password")
    request.session.save()
    return client


def guarded(world: World) -> Iterator[tuple[str, Client, list[str]]]:
    """(who, browser, addresses), one after another."""
    yield "newcomer", confirmed(world.coach), [reverse(name) for name in SET_UP]
    careful = with_app(make.make_user())
    yield "with an app", confirmed(careful), [reverse(name) for name in WITH_APP]
    half = Client()
    first_step(half, careful)
    yield "half way", half, [reverse("mfa_authenticate")]
    keyed = make.make_user()
    key = Authenticator.objects.create(user=keyed, type="webauthn", data={"name": "Laptop"})
    addresses = [reverse(name, args=[key.pk]) for name in WITH_PASSKEY]
    yield "with a passkey", confirmed(keyed), addresses
    without = make.make_user()
    without.set_unusable_password()
    without.save()
    yield "without a password", confirmed(without), [reverse("account_set_password")]
    looking = reverse("people:person-look", args=[world.mentor.uuid])
    administrator = confirmed(world.administrator)
    just_confirmed(administrator, world.administrator)
    yield "administrator", administrator, [looking]


def test_pages_behind_a_confirmation_are_accessible_and_narrow(world, looker):
    """V37, V40: what people see once they gave a password or a code, at 320 px."""
    seen = []
    with serving() as address:
        for who, client, addresses in guarded(world):
            person = looker(address, f"guarded-{who}", **NARROW)
            person.is_signed_in(client)
            for path in addresses:
                person.go(path)
                seen.append(path)
                shown = person.page.url.removeprefix(address)
                assert shown == path, f"{who}: {path} led on to {shown}"
    assert len(seen) == 12


def test_every_refusal_is_an_accessible_page_that_says_how_to_go_on(world, looker, settings):
    """V37, V40: with a heading of its own, and a way back to the platform."""
    settings.ROOT_URLCONF = "tests.journeys.error_urls"
    with serving() as address:
        for theme in ("light", "dark"):
            person = looker(address, f"refusals-{theme}", color_scheme=theme, **NARROW)
            for status in REFUSALS:
                person.go(f"/refused/{status}/")
                assert person.main.get_by_role("heading", level=1).inner_text()
                assert person.page.locator('a[href="/"]').count()
