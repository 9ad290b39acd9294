"""Registering a program, and its token."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from allauth.idp.oidc.models import Client, Token
from django.utils import timezone

from core.errors import Invalid, NotNow, Refused
from partnerships.clients import end_client, renew_client
from partnerships.enums import Role
from partnerships.models import ApiClient
from tests.factories.partnerships import make_institution, make_member
from tests.factories.reporting import (
    DATA,
    SCOPE,
    VALUES,
    Program,
    ask_token,
    make_api_client,
    token_for,
)

pytestmark = pytest.mark.django_db


def test_register_returns_a_secret_that_is_stored_as_a_hash_only():
    client, secret = make_api_client()
    sign_in = Client.objects.get(pk=client.client_id)
    assert (client.purpose, client.valid_from) == (VALUES["purpose"], date(2026, 9, 14))
    assert sign_in.get_scopes() == [SCOPE]
    assert sign_in.check_secret(secret)
    stored = [str(v) for row in (sign_in, client) for v in vars(row).values()]
    assert [text for text in stored if secret in text] == []


def test_register_by_others_than_its_keepers_is_refused():
    institution = make_institution()
    for actor in (
        make_member(Role.DIRECTOR, institution),
        make_member(Role.ANALYST, make_institution()),
    ):
        with pytest.raises(Refused):
            make_api_client(institution, actor=actor)
    assert ApiClient.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"valid_to": date(2026, 9, 13)}, "valid_to"),
        ({"protocol_url": "geen adres"}, "protocol_url"),
        ({"name": ""}, "name"),
    ],
)
def test_register_with_wrong_values_is_invalid(fields, problem):
    with pytest.raises(Invalid) as refusal:
        make_api_client(**fields)
    assert list(refusal.value.errors) == [problem]


def test_same_request_twice_makes_one_client():
    client, __ = make_api_client(client_id="a1")
    with pytest.raises(NotNow):
        make_api_client(client.organisation, actor=client.responsible, client_id="a1")
    assert list(ApiClient.objects.values_list("client_id", flat=True)) == ["a1"]


def test_token_is_given_for_the_right_secret():
    """D5: machines sign in with OAuth 2.0 client credentials."""
    answer = ask_token(*make_api_client()).json()
    assert (answer["token_type"], answer["expires_in"], answer["scope"]) == ("Bearer", 3600, SCOPE)


@pytest.mark.parametrize(
    ("secret", "scope", "status", "error"),
    [
        ("verkeerd", SCOPE, 401, "invalid_client"),
        (None, "datasets:others", 400, "invalid_scope"),
    ],
)
def test_token_is_refused_otherwise(secret, scope, status, error):
    client, right = make_api_client()
    answer = ask_token(client, secret or right, scope)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def fetched(client, secret) -> int:
    """How the data address answers to a program with this secret; 401 when it gets no token."""
    answer = ask_token(client, secret)
    if answer.status_code != 200:
        return answer.status_code
    return Program(answer.json()["access_token"]).get(DATA).status_code


@pytest.fixture
def renewed():
    """A client that was renewed with a week of overlap: (old half, old secret, new, new secret)."""
    old, old_secret = make_api_client()
    new, new_secret = renew_client(old, actor=old.responsible, overlap_days=7)
    return old, old_secret, new, new_secret


def test_both_secrets_work_during_the_overlap_and_one_afterwards(renewed):
    """D5: a program changes over to its new secret without a gap."""
    old, old_secret, new, new_secret = renewed
    assert new.client_id != old.client_id
    assert (fetched(old, old_secret), fetched(new, new_secret)) == (200, 200)
    assert fetched(new, old_secret) == 401
    with time_machine.travel(new.former_until - timedelta(seconds=1), tick=False):
        assert (fetched(old, old_secret), fetched(new, new_secret)) == (200, 200)
    with time_machine.travel(new.former_until, tick=False):
        assert (fetched(old, old_secret), fetched(new, new_secret)) == (401, 200)


def test_renewal_keeps_what_the_program_is_for(renewed):
    old, __, new, ___ = renewed
    kept = ["purpose", "protocol_reference", "valid_to", "organisation_id", "pk"]
    assert [getattr(new, name) for name in kept] == [getattr(old, name) for name in kept]
    assert Client.objects.get(pk=new.client_id).get_scopes() == [SCOPE]


def test_renewal_without_overlap_stops_the_old_secret_and_its_tokens_at_once():
    client, secret = make_api_client()
    program = Program(token_for(client, secret))
    assert program.get(DATA).status_code == 200
    renew_client(client, actor=client.responsible, overlap_days=0)
    assert (program.get(DATA).status_code, fetched(client, secret)) == (401, 401)
    assert Token.objects.count() == 0


def test_second_renewal_leaves_two_secrets_at_most(renewed):
    old, old_secret, new, new_secret = renewed
    newest, newest_secret = renew_client(new, actor=new.responsible, overlap_days=7)
    pairs = [(old, old_secret), (new, new_secret), (newest, newest_secret)]
    assert [fetched(*pair) for pair in pairs] == [401, 200, 200]


@pytest.mark.parametrize("days", [-1, 31])
def test_overlap_outside_its_bounds_is_invalid(days):
    client, secret = make_api_client()
    with pytest.raises(Invalid) as refusal:
        renew_client(client, actor=client.responsible, overlap_days=days)
    assert list(refusal.value.errors) == ["overlap_days"]
    assert fetched(client, secret) == 200


def test_ended_client_gets_nothing_any_more(renewed):
    old, old_secret, new, new_secret = renewed
    program = Program(token_for(new, new_secret))
    ended = end_client(new, actor=new.responsible)
    assert ended.ended_at == timezone.now()
    assert program.get(DATA).status_code == 401
    assert (fetched(old, old_secret), fetched(new, new_secret)) == (401, 401)
    for verb in (end_client, lambda c, actor: renew_client(c, actor=actor, overlap_days=0)):
        with pytest.raises(NotNow):
            verb(ended, actor=ended.responsible)


def test_renewing_or_ending_by_others_is_refused():
    client, secret = make_api_client()
    stranger = make_member(Role.ANALYST, make_institution())
    with pytest.raises(Refused):
        renew_client(client, actor=stranger, overlap_days=7)
    with pytest.raises(Refused):
        end_client(client, actor=stranger)
    assert fetched(client, secret) == 200


def test_last_use_is_noted_to_five_minutes_and_is_no_change_of_the_client():
    client, secret = make_api_client()
    program = Program(token_for(client, secret))
    events = client.pgh_event_model.objects.filter(pgh_obj_id=client.pk)
    assert (client.last_used_at, events.count()) == (None, 1)
    start, seen = timezone.now(), []
    for minutes in (0, 4, 5):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert program.get(DATA).status_code == 200
        client.refresh_from_db()
        seen.append(client.last_used_at)
    later: datetime = start + timedelta(minutes=5)
    assert (seen, events.count()) == ([start, start, later], 1)
