"""A request with a key happens once, whatever the network does to it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.api import idempotency
from core.models import ImportRun, KeptAnswer
from core.tasks import forget_answers
from partnerships.models import Partnership
from tests.api import code, post
from tests.factories import partnerships as make
from tests.factories.trajectories import make_pathway
from tests.people import sign_in
from trajectories.enums import PathwayState

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/partnerships/"
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


@pytest.fixture
def body(client):
    """A partnership to start, by a coordinator who is signed in."""
    institution = make.make_institution()
    sign_in(client, make.make_coordinator(institution, language="en"))
    return {
        "institution": str(institution.uuid),
        "host": str(make.make_host().uuid),
        "started_on": "2026-09-14",
    }


def test_making_something_needs_a_key(client, body):
    answer = client.post(ADDRESS, body, content_type="application/json")
    assert (answer.status_code, code(answer)) == (400, "key-missing")
    assert not Partnership.objects.exists()


@pytest.mark.parametrize("key", ["short", "with a space in it", "x" * 256, "tab\tinside"])
def test_key_that_is_no_key_is_refused(client, body, key):
    answer = post(client, ADDRESS, key=key, **body)
    assert (answer.status_code, code(answer)) == (400, "invalid")


def test_same_request_again_gets_the_same_answer_and_makes_nothing(client, body):
    first = post(client, ADDRESS, key=KEY, **body)
    again = post(client, ADDRESS, key=KEY, **body)
    assert (first.status_code, "Idempotency-Replayed" in first) == (201, False)
    assert (again.status_code, again["Idempotency-Replayed"]) == (201, "true")
    assert again.json() == first.json()
    assert (again["ETag"], again["Location"]) == (first["ETag"], first["Location"])
    assert Partnership.objects.count() == 1


def test_order_of_fields_and_spaces_make_no_other_request(client, body):
    post(client, ADDRESS, key=KEY, **body)
    backwards = dict(reversed(body.items()))
    assert post(client, ADDRESS, key=KEY, **backwards)["Idempotency-Replayed"] == "true"


def test_another_body_with_the_key_is_refused(client, body):
    post(client, ADDRESS, key=KEY, **body)
    other = post(client, ADDRESS, key=KEY, **body | {"host": str(make.make_host().uuid)})
    assert (other.status_code, code(other)) == (409, "key-reused")
    assert Partnership.objects.count() == 1


def test_another_address_with_the_key_is_refused(client, body):
    made = post(client, ADDRESS, key=KEY, **body).json()
    other = post(client, "/api/v1/framework-agreements/", key=KEY, partnership=made["id"])
    assert (other.status_code, code(other)) == (409, "key-reused")


def test_key_of_one_person_means_nothing_for_another(client, body):
    first = post(client, ADDRESS, key=KEY, **body).json()
    institution = make.make_institution()
    sign_in(client, make.make_coordinator(institution))
    second = post(client, ADDRESS, key=KEY, **body | {"institution": str(institution.uuid)})
    assert (second.status_code, second.json()["id"] == first["id"]) == (201, False)


def test_refusal_is_repeated_until_a_new_key(client, body):
    """What was decided about a request stays decided, also when it would be possible now."""
    post(client, ADDRESS, **body)
    refused = post(client, ADDRESS, key=KEY, **body)
    Partnership.objects.all().delete()
    again = post(client, ADDRESS, key=KEY, **body)
    assert (again.status_code, again.json()) == (refused.status_code, refused.json())
    assert again["Content-Type"] == "application/problem+json"
    assert again.status_code in {400, 409}
    assert post(client, ADDRESS, **body).status_code == 201


def test_refusal_that_says_read_again_is_not_kept(client):
    """The same key goes on after 412 and 428: the request was right, the version was not."""
    pathway = make_pathway(state=PathwayState.CO_CREATION)
    sign_in(client, pathway.coordinator)
    address = f"/api/v1/pathways/{pathway.uuid}/"
    late = post(client, f"{address}edit/", key=KEY, version='"old"', wbl_credits=50)
    assert (late.status_code, KeptAnswer.objects.count()) == (412, 0)
    tag = client.get(address)["ETag"]
    assert post(client, f"{address}edit/", key=KEY, version=tag, wbl_credits=50).status_code == 200
    again = post(client, f"{address}edit/", key=KEY, version=tag, wbl_credits=50)
    assert (again.status_code, again["Idempotency-Replayed"]) == (200, "true")


def test_key_is_free_again_after_a_day(client, body, frozen_clock):
    post(client, ADDRESS, key=KEY, **body)
    frozen_clock.shift(timedelta(hours=24, seconds=1))
    other = post(client, ADDRESS, key=KEY, **body | {"host": str(make.make_host().uuid)})
    assert other.status_code == 201
    assert KeptAnswer.objects.get().created_at == timezone.now()


def test_night_forgets_what_is_older_than_a_day(client, body, frozen_clock):
    post(client, ADDRESS, key=KEY, **body)
    frozen_clock.shift(timedelta(hours=23))
    forget_answers()
    assert KeptAnswer.objects.count() == 1
    frozen_clock.shift(timedelta(hours=2))
    forget_answers()
    assert KeptAnswer.objects.count() == 0


def test_table_holds_neither_key_nor_answer_in_clear(client, body):
    made = post(client, ADDRESS, key=KEY, **body).json()
    row = KeptAnswer.objects.values().get()
    text = " ".join(str(value) for value in row.values())
    assert not any(secret in text for secret in (KEY, made["id"], body["host"], "started_on"))


def test_mistake_of_ours_leaves_nothing_and_is_not_kept(client, body, monkeypatch):
    """A crash in the middle: the change and the key are undone together."""

    def broken(*args, **kwargs):
        raise RuntimeError

    client.raise_request_exception = False
    monkeypatch.setattr(idempotency, "_content", broken)
    assert post(client, ADDRESS, key=KEY, **body).status_code == 500
    assert (Partnership.objects.count(), KeptAnswer.objects.count()) == (0, 0)
    monkeypatch.undo()
    assert post(client, ADDRESS, key=KEY, **body).status_code == 201


def test_file_in_another_wrapping_is_the_same_request(client):
    actor = make.make_coordinator(make.make_institution(code="AAA"))
    sign_in(client, actor)
    header = "email,first_name,last_name,role,organisation_code,language,job_title,valid_from"
    text = f"{header}\nann@a.example,Ann,Nys,trajectory_coach,AAA,nl,Coach,2026-01-01\n"

    def send(content: str):
        file = SimpleUploadedFile("people.csv", content.encode(), "text/csv")
        return client.post(
            "/api/v1/import-jobs/?importer=people",
            {"file": file},
            headers={"Idempotency-Key": KEY},
        )

    assert [send(text).status_code, send(text).status_code] == [202, 202]
    assert ImportRun.objects.count() == 1
    assert code(send(text.replace("Ann", "An"))) == "key-reused"
