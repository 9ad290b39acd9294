"""Attacks on signing in through a provider: forged tokens, mixed-up providers, stolen answers.

The provider of these tests answers over HTTP on localhost and can be told to lie.
"""

import base64
import json
import re

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import ProviderLink
from tests.accounts.second_step import is_signed_in
from tests.factories import partnerships as make
from tests.openid_provider import CLIENT_ID, CLIENT_SECRET, Crafted, begin, link, settings_for
from tests.people import sign_in

pytestmark = pytest.mark.django_db
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def servers():
    """Two providers that speak HTTP."""
    both = Crafted(), Crafted()
    yield both
    for server in both:
        server.close()


@pytest.fixture
def provider(servers, settings):
    """The first one, linked to a person as subject s-1; the platform knows both."""
    cache.clear()
    for server in servers:
        server.reset()
    settings.OPENID_PROVIDERS = [
        settings_for(servers[0].issuer),
        settings_for(servers[1].issuer, key="other", client_id="other-client"),
    ]
    link(make.make_coordinator(), servers[0].issuer, "s-1")
    yield servers[0]
    cache.clear()


@pytest.fixture
def other(servers):
    """The second one."""
    return servers[1]


def finish(client, provider):
    """The whole sign-in, with whatever the provider was told to answer."""
    return client.get(provider.authorise(begin(client)))


def refused(client, response, status: int = 502) -> bool:
    """A page that helps, and nobody is signed in."""
    assert (response.status_code, is_signed_in(client)) == (status, False)
    return "account/provider_refused.html" in [one.name for one in response.templates]


def test_honest_answer_signs_in(client, provider):
    """So that every refusal below is about the attack and nothing else; PKCE was checked."""
    assert finish(client, provider).status_code == 302
    assert is_signed_in(client)
    assert provider.received == [
        ("GET", "/.well-known/openid-configuration"),
        ("POST", "/token"),
        ("GET", "/jwks"),
    ]


@pytest.mark.parametrize(
    ("what", "claims"),
    [
        ("another issuer", {"iss": "https://evil.example"}),
        ("issuer but for a slash", {"iss": "https://evil.example/"}),
        ("no issuer", {"iss": None}),
        ("another audience", {"aud": "somebody-else"}),
        ("no audience", {"aud": None}),
        ("several audiences without a party", {"aud": [CLIENT_ID, "somebody-else"]}),
        ("asked for by another party", {"azp": "somebody-else"}),
        ("over", {"exp": 1_789_000_000}),
        ("without an end", {"exp": None}),
        ("made in the future", {"iat": 4_000_000_000, "exp": 4_000_000_060}),
        ("without a beginning", {"iat": None}),
        ("not valid yet", {"nbf": 4_000_000_000}),
        ("another sign-in's", {"nonce": "of-another-browser"}),
        ("no sign-in's", {"nonce": None}),
        ("no subject", {"sub": None}),
        ("an empty subject", {"sub": ""}),
        ("a subject that is a number", {"sub": 1}),
        ("a subject that is too long", {"sub": "s" * 192}),
    ],
)
def test_token_that_says_something_else_is_refused(client, provider, what, claims):
    """Issuer, audience, party, time, nonce, subject."""
    provider.claims = claims
    assert refused(client, finish(client, provider)), what


def test_token_for_several_parties_that_we_asked_for_is_good(client, provider):
    provider.claims = {"aud": [CLIENT_ID, "a-service-behind"], "azp": CLIENT_ID}
    assert finish(client, provider).status_code == 302


def unsigned(provider, nonce: str, name: str = "none") -> str:
    """A token with the right claims and no signature, however the word is written."""
    __, claims, __ = provider.sign(nonce).split(".")
    head = json.dumps({"alg": name, "kid": "one", "typ": "JWT"}).encode()
    return f"{base64.urlsafe_b64encode(head).rstrip(b'=').decode()}.{claims}."


def with_token(client, provider, make_token):
    """A sign-in in which the provider's token is replaced by one made for the right nonce."""
    back = provider.authorise(begin(client))
    (asked,) = provider.codes.values()
    provider.id_token = make_token(asked["nonce"])
    return client.get(back)


@pytest.mark.parametrize("name", ["none", "None", "NONE", "nOnE", ""])
def test_token_without_a_signature_is_refused(client, provider, name):
    assert refused(client, with_token(client, provider, lambda n: unsigned(provider, n, name)))


def test_public_key_as_a_shared_secret_is_refused(client, provider):
    """HS256 with what everybody may read: the classic confusion of algorithms."""
    pem = provider.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )

    def forged(nonce: str) -> str:
        head, claims, __ = provider.sign(nonce).split(".")
        head = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"one"}').rstrip(b"=").decode()
        mac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
        signature = mac.sign(f"{head}.{claims}".encode(), pem)
        return f"{head}.{claims}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"

    assert refused(client, with_token(client, provider, forged))


@pytest.mark.parametrize("algorithms", [["RS256"], ["RS256", "HS256"]])
def test_client_secret_signs_no_token(client, provider, settings, algorithms):
    """Also when the settings allow it by mistake and the provider lists the secret as a key."""
    settings.OPENID_PROVIDERS = [settings_for(provider.issuer, algorithms=algorithms)]
    provider.algorithm, provider.signing_key = "HS256", CLIENT_SECRET * 2
    secret = base64.urlsafe_b64encode((CLIENT_SECRET * 2).encode()).rstrip(b"=").decode()
    provider.jwks = {"keys": [{"kty": "oct", "kid": "one", "k": secret, "alg": "HS256"}]}
    assert refused(client, finish(client, provider))


@pytest.mark.parametrize("headers", [{"kid": "one"}, {"kid": "two"}, {}])
def test_strangers_signature_is_refused(client, provider, headers):
    provider.signing_key, provider.headers = STRANGER, headers
    assert refused(client, finish(client, provider))


def test_key_inside_the_token_is_not_believed(client, provider):
    """jwk, jku and x5u in the header point at the attacker's own key."""
    own = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(STRANGER.public_key()))
    provider.signing_key = STRANGER
    provider.headers = {"kid": "one", "jwk": own, "jku": f"{provider.issuer}/evil"}
    assert refused(client, finish(client, provider))
    assert ("GET", "/evil") not in provider.received


def test_signature_of_another_kind_than_the_settings_allow_is_refused(client, provider):
    provider.algorithm = "RS512"
    assert refused(client, finish(client, provider))


@pytest.mark.parametrize(
    "keys",
    [{}, {"keys": []}, {"keys": "none"}, {"keys": [1]}, [], "text", {"keys": [{"kid": "one"}]}],
)
def test_key_list_that_is_none_is_refused(client, provider, keys):
    provider.jwks = keys
    assert refused(client, finish(client, provider))


def test_key_for_encryption_signs_nothing(client, provider):
    provider.jwks = {"keys": [provider.public_jwk(use="enc")]}
    assert refused(client, finish(client, provider))


@pytest.mark.parametrize("token", ["", "no token", "a.b.c", "a" * 5000, 5, {"sub": "s-1"}])
def test_what_is_no_token_is_refused(client, provider, token):
    assert refused(client, with_token(client, provider, lambda nonce: token or " "))


def test_token_caught_elsewhere_opens_nothing(client, provider):
    """A good token of one sign-in, put into another."""
    victim = Client()
    back = provider.authorise(begin(victim))
    (asked,) = provider.codes.values()
    caught = provider.sign(asked["nonce"])
    assert victim.get(back).status_code == 302
    assert refused(client, with_token(client, provider, lambda nonce: caught))


def test_used_answer_is_worth_nothing(client, provider):
    """The same address again, in the same browser after signing out, and in another."""
    back = provider.authorise(begin(client))
    client.get(back)
    client.post(reverse("account_logout"))
    assert refused(client, client.get(back), 400)
    thief = Client()
    assert refused(thief, thief.get(back), 400)


def test_used_code_with_a_fresh_state_is_worth_nothing(client, provider):
    back = provider.authorise(begin(client))
    client.get(back)
    client.post(reverse("account_logout"))
    fresh = re.sub(r"code=[^&]+", "code=code-0", provider.authorise(begin(client)))
    assert refused(client, client.get(fresh))


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x&code=x", "?state=&code=x", "?error=x"])
def test_answer_that_nobody_asked_for_is_refused(client, provider, query):
    """Sign-in forced upon somebody: the state of another browser, or none."""
    address = reverse("openid_connect_callback", args=["acm"])
    assert refused(client, client.get(address + query), 400)
    assert provider.received == []


def test_answer_comes_too_late(client, provider, frozen_clock):
    back = provider.authorise(begin(client))
    frozen_clock.shift(601)
    assert refused(client, client.get(back), 400)


def test_what_a_provider_writes_is_not_shown(client, provider):
    """error and error_description come from anybody's address."""
    back = provider.authorise(begin(client)).replace("code=code-0", "error=<b>you+won</b>")
    response = client.get(f"{back}&error_description=call+0800")
    assert refused(client, response)
    assert "you won" not in response.text
    assert "call 0800" not in response.text


def test_answer_of_one_provider_at_the_address_of_another_is_refused(client, provider, other):
    """Mix-up: a state of the first brought to the callback of the second, with its code."""
    back = provider.authorise(begin(client)).replace("/acm/", "/other/")
    assert refused(client, client.get(back), 400)
    assert other.received == []


def test_provider_that_names_another_in_its_answer_is_refused(client, provider, other):
    """RFC 9207: iss in the answer."""
    back = provider.authorise(begin(client))
    assert refused(client, client.get(f"{back}&iss={other.issuer}"))
    assert ("POST", "/token") not in provider.received


def test_provider_that_promises_its_name_and_leaves_it_out_is_refused(client, provider):
    provider.metadata = {"authorization_response_iss_parameter_supported": True}
    assert refused(client, finish(client, provider))
    back = provider.authorise(begin(client))
    assert client.get(f"{back}&iss={provider.issuer}").status_code == 302


def test_description_of_another_issuer_is_refused(client, provider, other):
    provider.metadata = {"issuer": other.issuer}
    response = client.post(reverse("provider-sign-in", args=["acm"]))
    assert refused(client, response)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("authorization_endpoint", "javascript:alert(1)"),
        ("authorization_endpoint", None),
        ("token_endpoint", "file:///etc/passwd"),
        ("jwks_uri", 5),
        ("end_session_endpoint", "data:text/html,x"),
    ],
)
def test_description_that_leads_elsewhere_is_refused(client, provider, name, address):
    provider.metadata = {name: address}
    assert refused(client, client.post(reverse("provider-sign-in", args=["acm"])))


def test_secret_is_not_carried_on_by_a_redirect(client, provider, other):
    provider.redirect_token_to = f"{other.issuer}/token"
    assert refused(client, finish(client, provider))
    assert other.received == []


def test_userinfo_of_another_person_is_refused(client, provider, settings):
    """Claims of somebody else mixed into a good token."""
    settings.OPENID_PROVIDERS = [settings_for(provider.issuer, userinfo=True)]
    provider.userinfo = {"sub": "s-2", "acr": "high"}
    assert refused(client, finish(client, provider))
    provider.userinfo = {"sub": "s-1"}
    assert finish(client, provider).status_code == 302


def test_subject_of_another_issuer_is_another_person(client, provider, other):
    """s-1 at the second provider is not s-1 at the first."""
    other.claims = {"aud": "other-client"}
    response = client.get(other.authorise(begin(client, "other")))
    assert refused(client, response, 403)


def test_provider_that_is_away_is_said_to_be_away(client, provider, settings):
    settings.OPENID_PROVIDERS = [settings_for("http://localhost:1")]
    assert refused(client, client.post(reverse("provider-sign-in", args=["acm"])), 503)


@pytest.mark.parametrize(
    "onward",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil",
    ],
)
def test_sign_in_leads_to_no_other_site(client, provider, onward):
    back = provider.authorise(begin(client, next=onward))
    assert client.get(back).url == reverse("home")


def test_no_link_elsewhere_begins_a_sign_in(client, provider):
    """A form of ours only, with its token against forged requests."""
    assert client.get(reverse("provider-sign-in", args=["acm"])).url == reverse("account_login")
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("provider-sign-in", args=["acm"])).status_code == 403
    sign_in(strict, make.make_coordinator())
    assert strict.post(reverse("provider-connect", args=["acm"])).status_code == 403
    assert provider.received == []


def test_link_of_somebody_else_is_not_taken_over(client, provider):
    """Who signs in at the provider as somebody else's subject links nothing."""
    owner = ProviderLink.objects.get().user
    thief = make.make_coordinator()
    sign_in(client, thief)
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    back = provider.authorise(begin(client, connect=True))
    page = client.get(back, follow=True)
    assert "hoort hier bij een ander account" in page.text
    assert [one.user for one in ProviderLink.objects.all()] == [owner]
    mine = reverse("provider-disconnect", args=[ProviderLink.objects.get().pk])
    assert client.post(mine).status_code == 404


def test_answer_to_a_link_after_signing_out_links_nothing(client, provider):
    provider.claims = {"sub": "s-9"}
    sign_in(client, make.make_coordinator())
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    back = provider.authorise(begin(client, connect=True))
    client.post(reverse("account_logout"))
    assert refused(client, client.get(back), 400)
    assert ProviderLink.objects.count() == 1


def test_session_of_before_is_not_carried_over(client, provider):
    """A session that somebody planted is another one after the sign-in."""
    back = provider.authorise(begin(client))
    planted = client.session.session_key
    client.get(back)
    assert client.session.session_key != planted


def test_provider_in_the_database_is_none(client, provider):
    """Who can write to a table adds no way to sign in, and no secret lies in one."""
    from allauth.socialaccount.models import SocialApp

    SocialApp.objects.create(
        provider="openid_connect", provider_id="evil", name="Evil", client_id="x", secret="y"
    )
    assert client.post(reverse("provider-sign-in", args=["evil"])).status_code == 404


def test_nothing_personal_is_logged(client, provider, caplog):
    """Neither the subject nor what the provider wrote, when a sign-in fails."""
    provider.claims = {"sub": "very-personal-subject", "aud": "x", "email": "an@school.example"}
    back = provider.authorise(begin(client))
    assert refused(client, client.get(back))
    logged = [one.getMessage() for one in caplog.records if one.name.startswith("accounts")]
    assert logged == ["Sign-in through acm failed: ID token: InvalidAudienceError"]
    assert "very-personal-subject" not in caplog.text
