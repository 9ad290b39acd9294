"""Signing in through a real OpenID provider on localhost, which others wrote."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import ProviderLink, User
from core.history import event_model
from partnerships.enums import Role
from partnerships.models import Organisation
from tests.accounts.second_step import code, is_signed_in, second_step, with_app
from tests.factories import partnerships as make
from tests.mail import delivered
from tests.openid_provider import (
    CLAIM,
    OF_OTHERS,
    begin,
    come_back,
    honest,
    link,
    settings_for,
    tell,
)
from tests.people import sign_in

pytestmark = [pytest.mark.django_db, OF_OTHERS]
LIST = "/account/providers/"


@pytest.fixture(scope="session")
def issuer():
    """One provider for all tests."""
    with honest() as found:
        yield found


@pytest.fixture(autouse=True)
def configured(settings, issuer):
    """The platform knows the provider; it checks no organisation unless a test says so."""
    cache.clear()
    settings.OPENID_PROVIDERS = [settings_for(issuer)]
    yield
    cache.clear()


@pytest.fixture
def expects(settings, issuer):
    """More of what the settings say about the provider."""

    def change(**more):
        settings.OPENID_PROVIDERS = [settings_for(issuer, **more)]

    return change


def test_person_links_the_provider_and_signs_in_with_it_from_then_on(client, issuer):
    """D5: linked by who is signed in already; afterwards no password is needed."""
    person = make.make_coordinator()
    sign_in(client, person)
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    response = come_back(client, begin(client, connect=True), "subject-1")
    assert (response.status_code, response.url) == (302, LIST)
    assert list(ProviderLink.objects.values_list("user", "provider", "uid", "extra_data")) == [
        (person.pk, issuer, "subject-1", {})
    ]
    assert [event.pgh_label for event in event_model(ProviderLink).objects.all()] == ["insert"]
    assert [mail.subject for mail in delivered()] == ["Uw account is gekoppeld aan ACM/IDM"]
    page = client.get(LIST)
    assert "ACM/IDM" in page.text
    client.post(reverse("account_logout"))

    wanted = reverse("partnerships:recognition-list")
    response = come_back(client, begin(client, next=wanted), "subject-1")
    assert (response.status_code, response.url) == (302, wanted)
    assert client.get(wanted).context["user"] == person


def test_linking_asks_first_who_it_is(client, issuer):
    """A browser left open links nothing."""
    sign_in(client, make.make_coordinator())
    response = client.post(reverse("provider-connect", args=["acm"]))
    assert response.url == f"{reverse('account_reauthenticate')}?next={LIST}"


def test_request_says_exactly_what_is_needed(client, expects):
    """State, nonce, PKCE, the scopes and the assurance of the settings, nothing of the visitor."""
    expects(acr_values=["high", "higher"])
    address = urlsplit(begin(client, scope="rrn", auth_params="prompt=none", process="redirect"))
    asked = parse_qs(address.query)
    fresh = [asked.pop(name)[0] for name in ("state", "nonce", "code_challenge")]
    assert min(len(one) for one in fresh) >= 16
    assert set(asked.pop("scope")[0].split()) == {"openid", "profile"}
    assert asked == {
        "client_id": ["werkplekleren"],
        "redirect_uri": ["http://testserver/account/providers/acm/callback/"],
        "response_type": ["code"],
        "code_challenge_method": ["S256"],
        "acr_values": ["high higher"],
    }


def test_nobody_signs_up_and_nobody_is_found_by_an_address(client, issuer):
    """The same e-mail address at the provider opens no account here (domain.md 3.7)."""
    person = make.make_coordinator()
    tell(issuer, "impostor", email=person.email, email_verified=True)
    before = User.objects.count()
    response = come_back(client, begin(client), "impostor")
    assert response.status_code == 403
    assert response.context["heading"] == "We kennen u nog niet"
    assert not is_signed_in(client)
    assert (User.objects.count(), ProviderLink.objects.count()) == (before, 0)


def test_somebody_who_left_cannot_sign_in_through_a_provider(client, issuer):
    link(make.make_user(is_active=False), issuer, "left")
    response = come_back(client, begin(client), "left")
    assert response.url == reverse("account_inactive")
    assert not is_signed_in(client)


def test_person_who_stops_at_the_provider_is_told_that_nothing_happened(client, issuer):
    answer = requests.post(begin(client), data={"action": "deny"}, allow_redirects=False, timeout=5)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    # This provider forgets the state; a good one sends it back.
    state = next(iter(client.session["socialaccount_states"]))
    response = client.get(
        reverse("openid_connect_callback", args=["acm"]),
        {"error": query["error"][0], "state": state},
    )
    assert response.status_code == 200
    assert response.context["heading"] == "U bent gestopt met aanmelden"


@pytest.mark.parametrize(
    ("claimed", "status"),
    [
        ("own", 302),
        ("dotted", 302),
        ("access code", 302),
        (["0000000000", "own"], 302),
        ("other", 403),
        ("", 403),
        (None, 403),
        ({"own": True}, 403),
    ],
)
def test_organisation_at_the_provider_must_be_one_of_the_person(
    client, issuer, expects, claimed, status
):
    """The code of the organisation is checked against today's roles (domain.md 3.7)."""
    expects(organisation_claim=CLAIM)
    institution = make.make_institution(access_code="123456")
    number = institution.enterprise_number
    known = {
        "own": number,
        "dotted": f"BE {number[:4]}.{number[4:7]}.{number[7:]}",
        "access code": "123456",
        "other": make.make_host().enterprise_number,
    }
    link(make.make_coordinator(institution), issuer, "of-somewhere")
    if isinstance(claimed, list):
        claimed = [known.get(one, one) for one in claimed]
    elif isinstance(claimed, str):
        claimed = known.get(claimed, claimed)
    tell(issuer, "of-somewhere", **{CLAIM: claimed})
    response = come_back(client, begin(client), "of-somewhere")
    assert response.status_code == status
    assert is_signed_in(client) == (status == 302)


def test_role_of_the_past_is_none(client, issuer, expects):
    expects(organisation_claim=CLAIM)
    person = make.make_coordinator()
    membership = person.memberships.get()
    link(person, issuer, "retired")
    tell(issuer, "retired", **{CLAIM: membership.organisation.enterprise_number})
    person.memberships.update(valid_to=date(2026, 9, 13))
    response = come_back(client, begin(client), "retired")
    assert (response.status_code, response.context["heading"]) == (
        403,
        "U kwam voor een andere organisatie",
    )


def test_link_with_another_organisation_is_not_made(client, issuer, expects):
    expects(organisation_claim=CLAIM)
    person = make.make_member(Role.CONTACT, make.make_host())
    sign_in(client, person)
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    tell(issuer, "elsewhere", **{CLAIM: make.make_host().enterprise_number})
    response = come_back(client, begin(client, connect=True), "elsewhere")
    assert (response.status_code, ProviderLink.objects.count()) == (403, 0)


@pytest.mark.parametrize("proof", [{"acr": "high"}, {"amr": ["pwd", "mfa"]}])
def test_second_step_of_the_provider_counts_where_the_settings_say_so(
    client, issuer, expects, settings, proof
):
    """Staff need two steps: the provider's own are enough when it proves them."""
    settings.SECOND_FACTOR_REQUIRED = True
    expects(second_step_acr=["high"], second_step_amr=["mfa"])
    link(with_app(make.make_coordinator()), issuer, "strong")
    tell(issuer, "strong", **proof)
    come_back(client, begin(client), "strong")
    assert client.get(reverse("partnerships:host-list")).status_code == 200


@pytest.mark.parametrize("proof", [{}, {"acr": "low"}, {"amr": ["pwd"]}, {"acr": ["high"]}])
def test_our_second_step_is_asked_when_the_provider_proves_less(
    client, issuer, expects, settings, proof
):
    settings.SECOND_FACTOR_REQUIRED = True
    expects(second_step_acr=["high"], second_step_amr=["mfa"])
    link(with_app(make.make_coordinator()), issuer, "weak")
    tell(issuer, "weak", **proof)
    response = come_back(client, begin(client), "weak")
    assert response.url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    second_step(client, code())
    assert is_signed_in(client)


def test_without_any_second_step_staff_set_one_up_first(client, issuer, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    link(make.make_coordinator(), issuer, "none-yet")
    come_back(client, begin(client), "none-yet")
    assert client.get(reverse("partnerships:host-list")).url == reverse("mfa_index")


def test_steps_at_the_provider_say_nothing_about_a_later_password(
    client, issuer, expects, settings
):
    """What a session proved goes with that sign-in."""
    settings.SECOND_FACTOR_REQUIRED = True
    expects(second_step_acr=["high"])
    person = make.make_coordinator()
    link(person, issuer, "later-password")
    tell(issuer, "later-password", acr="high")
    come_back(client, begin(client), "later-password")
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": person.email, "password": make.PASSWORD})
    assert client.get(reverse("partnerships:host-list")).url == reverse("mfa_index")


def test_claims_may_come_from_userinfo(client, issuer, expects):
    expects(organisation_claim=CLAIM, userinfo=True)
    person = make.make_coordinator()
    link(person, issuer, "told-later")
    tell(issuer, "told-later", **{CLAIM: person.memberships.get().organisation.enterprise_number})
    assert come_back(client, begin(client), "told-later").status_code == 302


def test_signing_out_ends_the_session_at_the_provider_too(client, issuer):
    """RP-initiated logout, where the provider has an address for it."""
    link(make.make_coordinator(), issuer, "leaving")
    come_back(client, begin(client), "leaving")
    page = client.post(reverse("account_logout"))
    assert not is_signed_in(client)
    address = urlsplit(page.context["address"])
    said = parse_qs(address.query)
    assert address.geturl().startswith(f"{issuer}/oauth2/end_session?")
    assert (said["client_id"], said["post_logout_redirect_uri"]) == (
        ["werkplekleren"],
        ["http://testserver/"],
    )
    assert requests.get(page.context["address"], timeout=5).status_code == 200


def test_signing_out_is_plain_after_a_password(client):
    person = make.make_coordinator()
    client.post(reverse("account_login"), {"login": person.email, "password": make.PASSWORD})
    assert client.post(reverse("account_logout")).url == reverse("home")


def test_link_is_taken_away_with_a_letter(client, issuer):
    person = make.make_coordinator()
    link(person, issuer, "goes")
    sign_in(client, person)
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    address = reverse("provider-disconnect", args=[ProviderLink.objects.get().pk])
    assert client.get(address).context["heading"] == "Uw koppeling met ACM/IDM weghalen"
    assert client.post(address).url == LIST
    assert ProviderLink.objects.count() == 0
    assert [mail.subject for mail in delivered()] == ["Uw koppeling met ACM/IDM is weggehaald"]


def test_only_way_to_sign_in_is_not_taken_away(client, issuer, settings):
    """Not without a password, nor with a link that no provider of today answers."""
    person = make.make_coordinator()
    person.set_unusable_password()
    person.save()
    link(person, issuer, "only")
    link(person, "https://of-before.example", "only")
    sign_in(client, person)
    first = ProviderLink.objects.get(provider=issuer)
    address = reverse("provider-disconnect", args=[first.pk])
    assert client.get(address).url == LIST
    response = client.post(address)
    assert (response.status_code, ProviderLink.objects.count()) == (409, 2)
    page = client.get(LIST)
    assert [removable for __, __, removable in page.context["rows"]] == [False, True]


def test_sign_in_page_offers_the_providers_first(client):
    page = client.get(reverse("account_login")).text
    assert page.index("Aanmelden met ACM/IDM") < page.index('name="password"')


def test_without_providers_nothing_of_it_is_shown(client, settings):
    settings.OPENID_PROVIDERS = []
    assert "ACM/IDM" not in client.get(reverse("account_login")).text
    assert client.post(reverse("provider-sign-in", args=["acm"])).status_code == 404
    sign_in(client, make.make_coordinator())
    assert LIST not in client.get(reverse("home")).text


def test_number_of_queries_does_not_grow_with_links(client, issuer, django_assert_num_queries):
    person = make.make_coordinator()
    sign_in(client, person)
    client.get(LIST)
    for number in (1, 3):
        while person.socialaccount_set.count() < number:
            link(person, f"https://p{person.socialaccount_set.count()}.example", "me")
        with django_assert_num_queries(6):
            client.get(LIST)


def test_operator_writes_down_the_code_of_an_organisation(capsys):
    ministry = make.make_ministry()
    call_command("set_access_code", ministry.code, "ovo001234")
    assert Organisation.objects.get(pk=ministry.pk).access_code == "OVO001234"
    for code_, words in [("0566988259", "is not a code"), ("OVO001234", "already exists")]:
        with pytest.raises(CommandError, match=words):
            call_command("set_access_code", make.make_host().code, code_)
    with pytest.raises(CommandError):
        call_command("set_access_code", "nobody", "123456")
    call_command("set_access_code", ministry.code, "")
    assert Organisation.objects.get(pk=ministry.pk).access_code is None
