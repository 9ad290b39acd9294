"""Imports over the API: the same services, the problems as data."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import ImportRun
from partnerships.models import Membership
from tests.api import code, places, post, writing
from tests.factories.partnerships import make_coordinator, make_institution, make_member
from tests.people import sign_in

pytestmark = pytest.mark.django_db

HEADER = "email,first_name,last_name,role,organisation_code,language,job_title,valid_from"
LINE = "ann@a.example,Ann,Nys,trajectory_coach,AAA,nl,Coach,2026-01-01"
RUNS = "/api/v1/imports/"
JOBS = "/api/v1/import-jobs/"


@pytest.fixture
def coordinator(client):
    actor = make_coordinator(make_institution(code="AAA"), language="en")
    sign_in(client, actor)
    return actor


def send(client, text: str, query: str = ""):
    address = f"{JOBS}?importer=people{query}"
    return client.generic("POST", address, text, "text/csv", headers=writing())


def test_file_comes_in_as_the_body(client, coordinator):
    response = send(client, f"{HEADER}\n{LINE}\n", "&file_name=p.csv")
    run = ImportRun.objects.get()
    assert [response.status_code, run.file_name, run.actor] == [202, "p.csv", coordinator]
    job = response.json()
    assert [job["stage"], job["work"], job["run"]] == ["done", "write", str(run.uuid)]
    assert [job[name] for name in ("rows", "made", "changed", "unchanged", "bad")] == [
        1,
        1,
        0,
        0,
        0,
    ]


def test_file_comes_in_as_a_part_of_a_form(client, coordinator):
    file = SimpleUploadedFile("people.csv", f"{HEADER}\n{LINE}\n".encode(), "text/csv")
    response = client.post(f"{JOBS}?importer=people", {"file": file}, headers=writing())
    assert [response.status_code, ImportRun.objects.get().file_name] == [202, "people.csv"]


def test_preview_changes_nothing_until_it_is_confirmed(client, coordinator):
    job = send(client, f"{HEADER}\n{LINE}\n", "&preview=true").json()
    assert [job["stage"], job["made"], job["run"]] == ["ready", 1, None]
    assert Membership.objects.filter(role="trajectory_coach").count() == 0
    done = post(client, f"{JOBS}{job['id']}/confirm/")
    assert [done.status_code, done.json()["stage"]] == [200, "done"]
    assert Membership.objects.filter(role="trajectory_coach").count() == 1
    assert post(client, f"{JOBS}{job['id']}/confirm/").status_code == 409


def test_problems_are_a_list_of_the_job(client, coordinator):
    job = send(client, f"{HEADER}\n{LINE.replace('ann@', 'ann')}\n").json()
    assert [job["stage"], job["bad"], job["run"]] == ["refused", 1, None]
    problems = client.get(f"{JOBS}{job['id']}/problems/").json()
    assert problems["items"] == [
        {
            "line": 2,
            "column": "email",
            "value": "anna.example",
            "reason": "Enter a valid email address.",
        }
    ]
    assert not ImportRun.objects.exists()


def test_columns_are_asked_and_said(client, coordinator):
    header = HEADER.replace("job_title", "functie bij ons")
    job = send(client, f"{header}\n{LINE}\n").json()
    assert [job["stage"], job["places"][6]] == ["columns", None]
    url = f"{JOBS}{job['id']}/columns/"
    for wrong in (["email"], [*HEADER.split(",")[:-1], "nothing"]):
        assert post(client, url, places=wrong).status_code == 400
    said = post(client, url, places=HEADER.split(","))
    assert [said.status_code, said.json()["stage"]] == [200, "done"]


def test_reading_of_the_file_is_told_and_can_be_changed(client, coordinator):
    text = f"{HEADER}\n{LINE}\n".replace("Coach", "Coördinator").replace(",", ";")
    job = send(client, text, "&preview=true").json()
    read = ("encoding", "delimiter", "sheet", "sample")
    assert [job[name] for name in read] == ["utf-8-sig", ";", "", ["Coördinator"]]
    url = f"{JOBS}{job['id']}/reading/"
    said = post(client, url, encoding="cp1252").json()
    assert [said[name] for name in read] == ["cp1252", ";", "", ["CoÃ"]]
    assert said["stage"] == "ready"
    for wrong in ({"encoding": "klingon"}, {"encoding": "utf-16"}, {"delimiter": "x"}):
        assert post(client, url, **wrong).status_code == 400
    assert client.get(f"{JOBS}{job['id']}/").json()["encoding"] == "cp1252"


def test_file_can_be_dropped(client, coordinator):
    job = send(client, f"{HEADER}\n{LINE}\n", "&preview=true").json()
    assert post(client, f"{JOBS}{job['id']}/stop/").json()["stage"] == "stopped"
    assert post(client, f"{JOBS}{job['id']}/confirm/").status_code == 409
    assert post(client, f"{JOBS}{job['id']}/stop/").status_code == 409


def test_import_is_undone(client, coordinator):
    run = send(client, f"{HEADER}\n{LINE}\n").json()["run"]
    undone = post(client, f"{RUNS}{run}/undo/")
    assert [undone.status_code, undone.json()["stage"]] == [201, "done"]
    assert Membership.objects.filter(role="trajectory_coach").count() == 0
    assert client.get(f"{RUNS}{run}/").json()["undone_at"] is not None


def test_unreadable_file_is_problem_json(client, coordinator):
    response = send(client, "%PDF-1.7")
    assert response["Content-Type"] == "application/problem+json"
    assert [response.status_code, places(response)] == [400, ["#/file"]]


@pytest.mark.parametrize("query", ["", "?importer=nothing", "?importer=people"])
def test_request_without_kind_or_file_is_400(client, coordinator, query):
    assert client.post(f"{JOBS}{query}", {}, headers=writing()).status_code == 400


def test_kind_for_others_is_403(client, coordinator):
    response = client.generic(
        "POST", f"{JOBS}?importer=institutions", "x", "text/csv", headers=writing()
    )
    assert [response.status_code, code(response)] == [403, "refused"]


def test_kinds_are_listed_with_their_columns(client, coordinator):
    kinds = client.get(f"{RUNS}kinds/").json()["items"]
    assert kinds[0]["name"] == "organisations"
    people = next(kind for kind in kinds if kind["name"] == "people")
    assert [column["name"] for column in people["columns"]] == HEADER.split(",")


def test_lists_hold_what_is_of_ones_own_institution(client, coordinator):
    send(client, f"{HEADER}\n{LINE}\n")
    assert [row["importer"] for row in client.get(RUNS).json()["items"]] == ["people"]
    assert [row["importer"] for row in client.get(JOBS).json()["items"]] == ["people"]
    sign_in(client, make_coordinator())
    assert [client.get(RUNS).json()["items"], client.get(JOBS).json()["items"]] == [[], []]


def test_others_than_coordinators_are_refused(client):
    sign_in(client, make_member("trajectory_coach", make_institution()))
    assert [client.get(RUNS).status_code, client.get(JOBS).status_code] == [403, 403]
    assert send(client, "x").status_code == 403


def test_visitors_sign_in_first(client):
    assert [client.get(RUNS).status_code, client.get(JOBS).status_code] == [401, 401]


@pytest.mark.parametrize("address", [RUNS, JOBS])
@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same_number_of_queries(
    client, coordinator, django_assert_num_queries, rows, address
):
    for _row in range(rows):
        send(client, f"{HEADER}\n{LINE}\n")
    with django_assert_num_queries(5 if address == RUNS else 4):
        assert len(client.get(address).json()["items"]) == rows
