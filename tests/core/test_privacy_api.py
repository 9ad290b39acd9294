"""People's rights over the API: what the pages do, for whom the pages do it."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import DataCopy, ErasureCase, LegalHold, Letter
from core.privacy import archive, services
from tests.access.core import make_copy
from tests.accounts.second_step import just_confirmed
from tests.api import code, places, post
from tests.factories.partnerships import make_coordinator, make_user
from tests.factories.trajectories import make_student, make_trajectory
from tests.people import sign_in

pytestmark = pytest.mark.django_db

COPIES, REQUESTS, HOLDS = (f"/api/v1/privacy/{name}/" for name in ("copies", "requests", "holds"))


@pytest.fixture
def run():
    """A trajectory that is not over."""
    return make_trajectory()


@pytest.fixture
def student(run):
    return run.student.user


@pytest.fixture
def keeper(run):
    return make_coordinator(run.student.institution)


def enter(client, person, *, confirmed: bool = True):
    sign_in(client, person)
    if confirmed:
        just_confirmed(client, person)
    return client


def content(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_person_asks_follows_and_fetches_a_copy(client, student, monkeypatch):
    """Domain.md 4.1: ask, see how far it is, download; the JSON alone too, whatever the pieces."""
    monkeypatch.setattr(archive, "PIECE", 1000)
    enter(client, student)
    asked = post(client, COPIES)
    assert (asked.status_code, asked.json()["state"]) == (201, "waiting")
    assert [asked.json()[name] for name in ("done", "total", "data_url")] == [0, 3, None]
    assert post(client, COPIES).status_code == 409
    assert services.make_copies() == 1
    (ready,) = client.get(COPIES).json()["items"]
    assert (ready["state"], ready["done"]) == ("ready", 3)
    whole = client.get(ready["download_url"])
    assert whole["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    assert len(content(whole)) == ready["size"]
    answer = client.get(ready["data_url"])
    assert (answer["Content-Type"], answer["Cache-Control"]) == (
        "application/json",
        "no-store, private",
    )
    assert json.loads(content(answer))["tables"]["accounts.User"][0]["email"] == student.email


def test_api_asks_once_more_who_it_is_as_the_pages_do(client, student):
    """D5: a browser that was left open hands out nothing."""
    copy = make_copy(student)
    enter(client, student, confirmed=False)
    refused = [
        post(client, COPIES),
        post(client, REQUESTS),
        client.get(reverse("data-copy-download", args=[copy.uuid])),
        client.get(reverse("data-copy-data", args=[copy.uuid])),
    ]
    assert [(one.status_code, code(one)) for one in refused] == [(403, "confirm-first")] * 4
    assert [DataCopy.objects.count(), ErasureCase.objects.count()] == [1, 0]


def test_copy_is_gone_after_its_days(client, student, frozen_clock):
    copy = make_copy(student)
    frozen_clock.shift(timedelta(days=7, minutes=1))
    enter(client, student)
    assert client.get(f"{COPIES}{copy.uuid}/").json()["state"] == "over"
    assert client.get(reverse("data-copy-data", args=[copy.uuid])).status_code == 404


def test_keeper_asks_by_letter_and_reads_nothing(client, student, keeper):
    enter(client, keeper, confirmed=False)
    asked = post(client, COPIES, person=str(student.uuid))
    assert asked.status_code == 201
    assert client.get(COPIES).json()["items"] == []
    assert client.get(f"{COPIES}{asked.json()['id']}/").status_code == 404
    assert DataCopy.objects.get().person == student


@pytest.mark.parametrize("address", [COPIES, REQUESTS, HOLDS])
def test_whose_file_one_does_not_keep_does_not_exist(client, student, address):
    """D4: the same answer as for an identifier that was never given out."""
    enter(client, make_coordinator())
    answer = post(client, address, person=str(student.uuid), reason="Beroep")
    assert (answer.status_code, places(answer)) == (400, ["#/person"])


def test_request_tells_what_would_happen_and_what_forbids_it(client, student, keeper):
    """The trial before the deed: as many lines as the page, and the reason with its day."""
    enter(client, student)
    asked = post(client, REQUESTS, note="Ik stop.")
    assert (asked.status_code, asked.json()["state"]) == (201, "asked")
    enter(client, keeper)
    case = client.get(asked["Location"]).json()
    page = client.get(reverse("core:erasure-detail", args=[case["id"]])).context
    assert len(case["would"]) == len(page["lines"]) > 2
    assert case["would"][0].keys() == {"label", "rows", "left"}
    (hold,) = case["holds"]
    assert hold["until"] == student.student.trajectories.get().end_date.isoformat()
    assert [one["name"] for one in case["actions"]] == ["approve", "refuse"]
    refused = post(client, f"{asked['Location']}approve/")
    assert (refused.status_code, refused.json()["reasons"]) == (409, [hold["reason"]])
    refused = post(client, f"{asked['Location']}refuse/", answer="Uw traject loopt nog.")
    assert (refused.status_code, refused.json()["answer"]) == (200, "Uw traject loopt nog.")
    assert (refused.json()["would"], refused.json()["holds"]) == ([], [])


def test_person_is_forgotten_through_the_api(client):
    """Asked by letter by one, approved by another, carried out in the background."""
    leaver = make_student()
    administrator = make_user(is_administrator=True)
    enter(client, make_coordinator(leaver.institution))
    asked = post(client, REQUESTS, person=str(leaver.user.uuid), note="Map 12")
    own = post(client, f"{asked['Location']}approve/")
    assert (own.status_code, code(own)) == (403, "refused")
    enter(client, administrator)
    assert post(client, f"{asked['Location']}approve/").json()["state"] == "approved"
    Letter.objects.all().delete()  # the letter that says so went out
    assert services.erase_people() == 1
    done = client.get(asked["Location"]).json()
    assert (done["state"], done["would"], done["holds"]) == ("done", [], [])
    assert done["changed"] == sum(ErasureCase.objects.get().report.values()) > 0


def test_requests_are_those_of_oneself_or_of_whom_one_keeps(client, student, keeper):
    services.ask_erasure(student, actor=student)
    other = make_student().user
    services.ask_erasure(other, actor=other)

    def seen(by, query=""):
        items = enter(client, by).get(f"{REQUESTS}{query}").json()["items"]
        return {one["person"] for one in items}

    assert seen(student) == seen(keeper) == {str(student.uuid)}
    administrator = make_user(is_administrator=True)
    assert seen(administrator) == {str(student.uuid), str(other.uuid)}
    assert seen(administrator, f"?person={other.uuid}") == {str(other.uuid)}


def test_hold_is_laid_forbids_and_is_lifted(client, keeper, student):
    until = timezone.localdate() + timedelta(days=30)
    enter(client, keeper, confirmed=False)
    laid = post(client, HOLDS, person=str(student.uuid), reason="Er loopt een beroep.", until=until)
    assert (laid.status_code, laid.json()["laid_by"]) == (201, str(keeper))
    assert "Er loopt een beroep." in [one.reason for one in services.holds_on(student)]
    lifted = post(client, f"{laid['Location']}lift/", version=laid["ETag"])
    assert (lifted.status_code, lifted.json()["lifted_by"]) == (200, str(keeper))
    assert post(client, f"{laid['Location']}lift/", version=laid["ETag"]).status_code == 412
    assert LegalHold.objects.in_force().count() == 0
    first = LegalHold.objects.get().lifted_at
    assert post(client, f"{laid['Location']}lift/").status_code == 200
    assert LegalHold.objects.get().lifted_at == first
    found = [client.get(f"{HOLDS}?in_force={yes}").json()["items"] for yes in ("true", "false")]
    assert [len(items) for items in found] == [0, 1]


def test_hold_is_not_for_the_person(client, student, keeper):
    """The person reads the reason on a refusal, and cannot lift it."""
    hold = services.lay_hold(student, actor=keeper, reason="Beroep")
    enter(client, student)
    assert client.get(HOLDS).status_code == 403
    assert client.get(f"{HOLDS}{hold.uuid}/").status_code == 404
    assert post(client, f"{HOLDS}{hold.uuid}/lift/").status_code == 404
