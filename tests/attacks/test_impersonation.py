"""Attacks with and on looking with somebody's eyes: what stays closed stays closed."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Impersonation
from agreements.enums import AgreementState
from agreements.models import Signature
from core.permissions import ONLY_IN_PERSON, refusal, table
from partnerships.enums import Role
from tests.accounts.second_step import just_confirmed, with_app
from tests.accounts.test_impersonation import REASON, look, seen_as
from tests.api import post
from tests.factories import partnerships as make
from tests.factories.agreements import make_agreement
from tests.people import sign_in

pytestmark = pytest.mark.django_db

# Of what kind an address is, says its path: about an account, people, or what one wants to
# hear. A new one of that kind is found by its words. Secrets of programs stand behind a rule.
PERSONAL = re.compile(
    r"account|password|passkey|privacy|second-step|session|sign-in|sign-up|invitation|people|person"
    r"|impersonat|looks?/|notifications/preferences|unsubscribe"
)
# Ending it, and reading the same for everybody.
OPEN = {"account_logout", "impersonation-end"}
SAMPLES = {"uuid": str(uuid4()), "pk": "1", "int": "1", "slug": "x", "str": "x"}


@pytest.fixture
def administrator():
    return with_app(make.make_user(is_administrator=True))


def addresses(patterns=None, prefix: str = "/", space: str = "") -> Iterator[tuple[str, str]]:
    """Every address with its name, with something in place of each part."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + filled(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, path, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", path


def filled(route: str) -> str:
    """The route with samples for its parts, whether written as path or as expression."""
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda m: SAMPLES.get(m[1], "x"), route.lstrip("^"))
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda m: SAMPLES[m[1] or "str"], route)
    return route.rstrip("$").replace("\\.", ".").replace("\\Z", "")


def test_everything_about_account_and_people_is_closed(client, administrator):
    """D5: walks all addresses: a new one of that kind cannot be forgotten."""
    person = make.make_member(Role.COORDINATOR, make.make_institution())
    look(client, administrator, person)
    walked = [(n, p) for n, p in addresses() if PERSONAL.search(p) and n not in OPEN]
    # Machines' own sign-in knows no session (allauth.idp).
    walked = [(n, p) for n, p in walked if not n.startswith("idp:")]
    wrong = []
    for name, path in walked:
        for method in ("get", "post"):
            response = getattr(client, method)(path)
            if response.status_code != 403:
                wrong.append(f"{method} {name} {path}: {response.status_code}")
    assert not wrong, "\n".join(wrong)
    names = {name for name, __ in walked}
    assert {
        "account_change_password",
        "mfa_activate_totp",
        "sessions",
        "invitation",
        "notification-preferences",
        "people:person-block",
        "person-block",
    } <= names
    assert seen_as(client) == person


def test_refusal_gives_the_reason(client, administrator):
    look(client, administrator, make.make_coordinator())
    page = client.get(reverse("account_change_password"))
    assert "Alleen de persoon zelf" in page.content.decode()
    answer = post(client, reverse("person-list"))
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("Alleen de persoon zelf")


# Promises, secrets and people. Whoever adds a rule of that kind adds it here and marks it.
IN_PERSON = {
    "accounts.impersonate",
    "agreements.count_signature",
    "agreements.decline_agreement",
    "agreements.sign_agreement",
    "core.decide_erasure",
    "core.import_data",
    "core.withdraw_erasure",
    "matching.answer_offer",
    "matching.draw_along",
    "partnerships.change_client",
    "partnerships.give_role",
    "partnerships.invite_person",
    "partnerships.manage_sign_in",
    "partnerships.register_client",
    "partnerships.set_access_code",
    "trajectories.accept_pathway",
}
BINDING = re.compile(r"sign|accept|answer_offer|client|invite|role|impersonate|import_data")


def test_every_rule_of_a_promise_is_for_the_person_alone():
    """Walks the permission table by its words, so that a new signature cannot be forgotten."""
    marked = {name for name, rule in table().items() if rule.in_person}
    named = {name for name in table() if BINDING.search(name.partition(".")[2])}
    assert marked == IN_PERSON
    assert named - marked == NO_PROMISE


# They hold such a word, and neither promise nor secret.
NO_PROMISE = {"trajectories.design_pathway"}


@pytest.mark.parametrize("name", sorted(IN_PERSON))
def test_rule_refuses_before_it_asks_anything(name):
    person = make.make_user()
    person.impersonator = make.make_user(is_administrator=True)
    assert refusal(person, name) == ONLY_IN_PERSON


def test_nobody_signs_with_somebody_elses_eyes(client, administrator):
    """V36, D5: neither on the page nor over the API, and the button is not there."""
    agreement = make_agreement(state=AgreementState.PROPOSED)
    student = agreement.trajectory.student.user
    look(client, administrator, student)
    page = client.get(reverse("agreements:agreement-detail", args=[agreement.uuid]))
    assert page.status_code == 200
    assert "sign" not in [action.name for action in page.context["actions"]]
    sign = reverse("agreements:agreement-sign", args=[agreement.uuid])
    assert client.get(sign).status_code == 403
    assert client.post(sign, {"party": "student", "agree": "on"}).status_code == 403
    api = reverse("agreement-sign", args=[agreement.uuid])
    assert client.post(api, {}, content_type="application/json").status_code == 403
    assert not Signature.objects.exists()


def test_looking_begins_with_a_post_and_a_token(administrator):
    """D5: neither a link nor another site's form begins it (CSRF)."""
    person = make.make_user()
    url = reverse("people:person-look", args=[person.uuid])
    browser = Client(enforce_csrf_checks=True)
    sign_in(browser, administrator)
    just_confirmed(browser, administrator)
    assert browser.get(url, {"reason": REASON}).status_code == 200
    assert browser.post(url, {"reason": REASON}).status_code == 403
    assert browser.get(reverse("impersonation-end")).status_code == 405
    assert not Impersonation.objects.exists()


def test_form_cannot_choose_somebody_else(client, administrator):
    """D5: mass assignment and IDOR: the address decides, whatever the form says."""
    person, other = make.make_user(), make.make_user()
    sign_in(client, administrator)
    just_confirmed(client, administrator)
    sent = {"reason": REASON, "user_pk": other.pk, "person": other.pk, "next": "//evil.example"}
    response = client.post(reverse("people:person-look", args=[person.uuid]), sent)
    assert response.url == reverse("home")
    assert seen_as(client) == person


@pytest.mark.parametrize("who", ["coordinator", "mentor", "student", "analyst"])
def test_only_an_administrator_looks(client, who):
    institution, host = make.make_institution(), make.make_host()
    place = {"mentor": host, "analyst": make.make_ministry()}.get(who, institution)
    roles = {
        "coordinator": Role.COORDINATOR,
        "mentor": Role.MENTOR,
        "student": Role.STUDENT,
        "analyst": Role.ANALYST,
    }
    actor = with_app(make.make_member(roles[who], place))
    target = make.make_member(Role.COACH, institution)
    response = look(client, actor, target)
    assert response.status_code == (403 if who == "coordinator" else 404)
    assert seen_as(client) == actor


def test_administrators_do_not_look_with_each_others_eyes(client, administrator):
    other = make.make_user(is_administrator=True)
    assert look(client, administrator, other).status_code == 403
    assert look(client, administrator, administrator).status_code == 403
    blocked = make.make_user(is_active=False)
    assert look(client, administrator, blocked).status_code == 403
    assert seen_as(client) == administrator


def test_look_within_a_look_is_refused(client, administrator):
    look(client, administrator, make.make_coordinator())
    url = reverse("people:person-look", args=[make.make_user().uuid])
    assert client.post(url, {"reason": REASON}).status_code == 403
    assert Impersonation.objects.count() == 1


def test_planted_session_does_not_become_a_look(client, administrator):
    """D5: fixation: the key from before is worth nothing, in both directions."""
    person = make.make_user()
    sign_in(client, administrator)
    just_confirmed(client, administrator)
    keys = [client.session.session_key]
    client.post(reverse("people:person-look", args=[person.uuid]), {"reason": REASON})
    keys.append(client.session.session_key)
    client.post(reverse("impersonation-end"))
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3
    for key in keys[:2]:
        stranger = Client()
        stranger.cookies[django_settings.SESSION_COOKIE_NAME] = key
        assert not seen_as(stranger).is_authenticated


def test_secrets_of_programs_stay_closed(client, administrator):
    """An analyst's eyes: neither a new program nor its secret."""
    analyst = make.make_member(Role.ANALYST, make.make_ministry())
    look(client, administrator, analyst)
    assert client.get(reverse("reporting:client-list")).status_code == 200
    assert client.get(reverse("reporting:client-create")).status_code == 403
    assert client.post(reverse("reporting:client-create"), {"name": "x"}).status_code == 403
