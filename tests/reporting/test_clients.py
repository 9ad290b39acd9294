"""Registering a program, and its token."""

from datetime import date

import pytest
from allauth.idp.oidc.models import Client

from core.errors import Invalid, NotNow, Refused
from partnerships.enums import Role
from partnerships.models import ApiClient
from tests.factories.partnerships import make_coordinator, make_institution, make_member
from tests.factories.reporting import SCOPE, VALUES, ask_token, make_api_client

pytestmark = pytest.mark.django_db


def test_register_returns_a_secret_that_is_stored_as_a_hash_only():
    client, secret = make_api_client()
    sign_in = Client.objects.get(pk=client.client_id)
    assert (client.purpose, client.valid_from) == (VALUES["purpose"], date(2026, 9, 14))
    assert sign_in.get_scopes() == [SCOPE]
    assert sign_in.check_secret(secret)
    stored = [str(v) for row in (sign_in, client) for v in vars(row).values()]
    assert [text for text in stored if secret in text] == []


def test_register_by_others_than_its_analysts_is_refused():
    institution = make_institution()
    for actor in (make_coordinator(institution), make_member(Role.ANALYST, make_institution())):
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
