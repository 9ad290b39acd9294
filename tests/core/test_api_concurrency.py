"""Programs at the same moment, on a database where everything is really committed."""

import threading
from contextlib import closing

import pytest
from django.db import connection
from django.test import Client

from core.api import idempotency
from partnerships.models import Partnership
from tests.api import code, post
from tests.factories import partnerships as make
from tests.factories.trajectories import make_pathway
from tests.people import sign_in
from trajectories.enums import PathwayState
from trajectories.models import Pathway

ADDRESS = "/api/v1/partnerships/"
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


def at_once(act, times: int = 4) -> list:
    """What each of several threads that begin together got."""
    together, found = threading.Barrier(times), []

    def press(number: int) -> None:
        with closing(connection):
            together.wait(timeout=10)
            found.append(act(number))

    threads = [threading.Thread(target=press, args=[number]) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture
def signed_in(committed):
    """A function that gives another client with the session of this person."""
    first = Client()

    def another(user=None) -> Client:
        if user is not None:
            sign_in(first, user)
        client = Client()
        client.cookies = first.cookies
        return client

    return another


@pytest.fixture
def body(signed_in):
    institution = make.make_institution()
    signed_in(make.make_coordinator(institution))
    return {
        "institution": str(institution.uuid),
        "host": str(make.make_host().uuid),
        "started_on": "2026-09-14",
    }


def test_of_changes_of_one_version_at_the_same_moment_one_is_carried_out(signed_in):
    pathway = make_pathway(state=PathwayState.CO_CREATION)
    address = f"/api/v1/pathways/{pathway.uuid}/"
    tag = signed_in(pathway.coordinator).get(address)["ETag"]

    def change(number: int):
        values = {"wbl_credits": 20 + number}
        return post(signed_in(), f"{address}edit/", version=tag, **values)

    answers = at_once(change)
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    (done,) = [answer.json() for answer in answers if answer.status_code == 200]
    assert Pathway.objects.get().wbl_credits == done["wbl_credits"]


def test_with_one_key_one_makes_it_and_the_others_get_its_answer(signed_in, body):
    answers = at_once(lambda number: post(signed_in(), ADDRESS, key=KEY, **body))
    assert {(one.status_code, one.json()["id"]) for one in answers} == {
        (201, str(Partnership.objects.get().uuid))
    }
    assert sum("Idempotency-Replayed" in one for one in answers) == 3


def test_who_waits_too_long_for_the_first_is_told_when_to_ask_again(signed_in, body, monkeypatch):
    claimed, done = threading.Event(), threading.Event()
    keep = idempotency._content

    def slowly(response):
        claimed.set()
        done.wait(timeout=10)
        return keep(response)

    monkeypatch.setattr(idempotency, "_content", slowly)
    monkeypatch.setattr(idempotency, "WAIT_SECONDS", 1)

    def send(number: int):
        if number == 0:
            return post(signed_in(), ADDRESS, key=KEY, **body)
        assert claimed.wait(timeout=10)
        answer = post(signed_in(), ADDRESS, key=KEY, **body)
        done.set()
        return answer

    second, first = at_once(send, times=2)
    assert (first.status_code, Partnership.objects.count()) == (201, 1)
    assert (second.status_code, code(second), second["Retry-After"]) == (409, "in-progress", "3")
