"""Attacks by programs and on them: stolen, guessed and outlived secrets, and tokens too far."""

from base64 import b64encode
from datetime import date, timedelta

import jwt
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from partnerships.clients import end_client, renew_client
from partnerships.enums import Role
from partnerships.models import ApiClient, Membership
from tests.factories import partnerships as make
from tests.factories.reporting import (
    DATA,
    SCOPE,
    Program,
    ask_token,
    make_api_client,
    make_program,
    token_for,
)
from tests.factories.trajectories import make_trajectory

pytestmark = pytest.mark.django_db
TOKEN = "/identity/o/api/token"


def error_of(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def test_secret_in_an_address_is_refused():
    """D5: addresses stand in the logs of everything on the way; the right one is refused too."""
    client, secret = make_api_client()
    sent = {"grant_type": "client_credentials", "scope": SCOPE}
    query = f"?client_id={client.client_id}&client_secret={secret}"
    assert error_of(Client().post(TOKEN + query, sent)) == (400, "invalid_request")
    assert Client().get(TOKEN + query).status_code == 405
    token = token_for(client, secret)
    assert Client().get(f"{DATA}?access_token={token}").status_code == 401


def test_guessing_secrets_is_stopped(settings):
    """D5: ten failures from one address, then 429 with how long to wait; others go on."""
    settings.TOKEN_FAILURES_PER_MINUTE = 10
    cache.clear()
    client, secret = make_api_client()
    sent = {"grant_type": "client_credentials", "client_id": client.client_id, "scope": SCOPE}
    for number in range(10):
        answer = Client().post(TOKEN, sent | {"client_secret": f"guess-{number}"})
        assert answer.status_code == 401
    answer = Client().post(TOKEN, sent | {"client_secret": secret})
    assert error_of(answer) == (429, "too_many_requests")
    assert answer["Retry-After"] == "60"
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert elsewhere.post(TOKEN, sent | {"client_secret": secret}).status_code == 200
    cache.clear()


def test_good_programs_behind_one_address_do_not_stop_each_other(settings):
    settings.TOKEN_FAILURES_PER_MINUTE = 3
    cache.clear()
    client, secret = make_api_client()
    assert [ask_token(client, secret).status_code for __ in range(5)] == [200] * 5
    cache.clear()


def test_former_identifier_gets_no_token_after_its_days(frozen_clock):
    """Refused where tokens are given, not only where they are used."""
    old, old_secret = make_api_client()
    renew_client(old, actor=old.responsible, overlap_days=1)
    assert ask_token(old, old_secret).status_code == 200
    frozen_clock.shift(timedelta(days=1))
    assert error_of(ask_token(old, old_secret)) == (401, "invalid_client")


@pytest.mark.parametrize("change", ["over", "stopped", "left", "role ended", "other role"])
def test_token_and_secret_die_with_the_client_and_with_who_answers_for_it(change):
    """D5: no new token, and the one that was given opens nothing any more."""
    client, secret = make_api_client()
    program = Program(token_for(client, secret))
    assert program.get(DATA).status_code == 200
    person = client.responsible
    if change == "over":
        yesterday = timezone.localdate() - timedelta(days=1)
        ApiClient.objects.update(valid_from=yesterday, valid_to=yesterday)
    elif change == "stopped":
        end_client(client, actor=person)
    elif change == "left":
        type(person).objects.filter(pk=person.pk).update(is_active=False)
    elif change == "role ended":
        Membership.objects.filter(user=person).update(valid_to=date(2026, 9, 13))
    else:
        Membership.objects.filter(user=person).delete()
        Membership.objects.create(
            user=person,
            organisation=make.make_ministry(),
            role=Role.ANALYST,
            valid_from=date(2024, 1, 1),
        )
    assert program.get(DATA).status_code == 401
    assert error_of(ask_token(client, secret)) == (401, "invalid_client")


def test_colleague_who_renews_takes_the_program_over():
    """Nobody answers for it any more: a colleague does, and it goes on."""
    client, secret = make_api_client()
    Membership.objects.filter(user=client.responsible).update(valid_to=date(2026, 9, 13))
    colleague = make.make_member(Role.ANALYST, client.organisation)
    renewed, fresh = renew_client(client, actor=colleague, overlap_days=7)
    assert renewed.responsible == colleague
    assert (ask_token(client, secret).status_code, ask_token(renewed, fresh).status_code) == (
        200,
        200,
    )


def test_program_of_an_institution_gets_its_own_students_only(program_rows):
    """Read only, and never another institution's, whatever it filters by."""
    mine, theirs = make_trajectory(), make_trajectory()
    institution = mine.student.institution
    program = make_program(
        organisation=institution,
        actor=make.make_coordinator(institution),
        protocol_reference="",
        protocol_url="",
    )
    assert [row["institution"] for row in program_rows(program)] == [institution.code]
    other = theirs.student.institution.code
    assert program_rows(program, f"?institution={other}") == []
    sent = Client().post(DATA, {}, content_type="application/json", headers=program.headers)
    assert sent.status_code == 405


@pytest.fixture
def program_rows():
    """The rows that a program fetches."""

    def fetch(program, query: str = ""):
        answer = program.get(f"{DATA}{query}")
        assert answer.status_code == 200, answer.content
        return answer.json()["items"]

    return fetch


def test_token_without_the_scope_is_refused_with_the_reason():
    """Deny by default: a token opens what its scope names, and says which one is missing."""
    client, secret = make_api_client()
    basic = b64encode(f"{client.client_id}:{secret}".encode()).decode()
    answer = Client().post(
        TOKEN,
        {"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {basic}"},
    )
    program = Program(answer.json()["access_token"])
    refused = program.get(DATA)
    assert refused.status_code == 403
    assert SCOPE in refused.json()["detail"]


@pytest.mark.parametrize("address", ["hosts/", "trajectories/", "agreements/", "api-clients/"])
def test_token_opens_nothing_that_no_scope_names(address):
    program = make_program()
    assert program.get(f"/api/v1/{address}").status_code == 403


def test_token_registers_renews_and_stops_no_program():
    client, secret = make_api_client()
    headers = Program(token_for(client, secret)).headers
    own = f"/api/v1/api-clients/{client.uuid}/"
    for address in ("/api/v1/api-clients/", f"{own}renew/", f"{own}end/"):
        sent = Client().post(address, {}, content_type="application/json", headers=headers)
        assert sent.status_code == 403
    assert ApiClient.objects.filter(ended_at__isnull=True).count() == 1


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_token_that_somebody_wrote_is_refused(algorithm):
    """Tokens are random texts; one that looks like a signed claim is no token."""
    client, secret = make_api_client()
    claims = {"client_id": client.client_id, "scope": SCOPE, "token_use": "access"}
    key = None if algorithm == "none" else secret
    written = jwt.encode(claims, key, algorithm=algorithm)
    assert Program(written).get(DATA).status_code == 401


def test_secret_of_one_client_gives_no_token_for_another():
    mine, secret = make_api_client()
    theirs, __ = make_api_client()
    assert error_of(ask_token(theirs, secret)) == (401, "invalid_client")
    assert ask_token(mine, secret).status_code == 200


@pytest.mark.parametrize("grant", ["password", "authorization_code", "refresh_token", "implicit"])
def test_no_other_way_to_a_token(grant):
    client, secret = make_api_client()
    sent = {"grant_type": grant, "client_id": client.client_id, "client_secret": secret}
    sent |= {"username": client.responsible.email, "password": make.PASSWORD, "code": "x"}
    sent |= {"refresh_token": "x", "redirect_uri": "https://x.example"}
    assert Client().post(TOKEN, sent).status_code in {400, 401}
