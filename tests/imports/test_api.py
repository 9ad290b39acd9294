"""Imports over the API: the same services, the problems as data."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import ImportRun
from partnerships.models import Membership
from tests.factories.partnerships import make_coordinator, make_institution, make_member
from tests.people import sign_in

pytestmark = pytest.mark.django_db

HEADER = "email,first_name,last_name,role,organisation_code,language,job_title,valid_from"
LINE = "ann@a.example,Ann,Nys,trajectory_coach,AAA,nl,Coach,2026-01-01"
ADDRESS = "/api/v1/imports/"


@pytest.fixture
def coordinator(client):
    actor = make_coordinator(make_institution(code="AAA"), language="en")
    sign_in(client, actor)
    return actor


def send(client, text: str, query: str = ""):
    return client.generic("POST", f"{ADDRESS}?importer=people{query}", text, "text/csv")


def test_file_comes_in_as_the_body(client, coordinator):
    response = send(client, f"{HEADER}\n{LINE}\n", "&file_name=p.csv")
    run = ImportRun.objects.get()
    assert [response.status_code, run.file_name, run.actor] == [201, "p.csv", coordinator]
    assert response.json() == {
        "id": str(run.uuid),
        "importer": "people",
        "rows": 1,
        "made": 1,
        "changed": 0,
        "unchanged": 0,
        "problems": [],
    }


def test_file_comes_in_as_a_part_of_a_form(client, coordinator):
    file = SimpleUploadedFile("people.csv", f"{HEADER}\n{LINE}\n".encode(), "text/csv")
    response = client.post(f"{ADDRESS}?importer=people", {"file": file})
    assert [response.status_code, ImportRun.objects.get().file_name] == [201, "people.csv"]


def test_preview_changes_nothing(client, coordinator):
    response = send(client, f"{HEADER}\n{LINE}\n", "&preview=true")
    assert [response.status_code, response.json()["made"]] == [200, 1]
    assert Membership.objects.filter(role="trajectory_coach").count() == 0


def test_problems_come_as_problem_json(client, coordinator):
    response = send(client, f"{HEADER}\n{LINE.replace('ann@', 'ann')}\n")
    assert response["Content-Type"] == "application/problem+json"
    assert [response.status_code, response.json()["status"]] == [400, 400]
    assert response.json()["problems"] == [
        {
            "line": 2,
            "column": "email",
            "value": "anna.example",
            "reason": "Enter a valid email address.",
        }
    ]
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("query", ["", "?importer=nothing", "?importer=people"])
def test_request_without_kind_or_file_is_400(client, coordinator, query):
    assert client.post(f"{ADDRESS}{query}", {}).status_code == 400


def test_kind_for_others_is_403(client, coordinator):
    response = client.generic("POST", f"{ADDRESS}?importer=institutions", "x", "text/csv")
    assert [response.status_code, response.json()["type"]] == [
        403,
        "urn:problem-type:wbl:refused",
    ]


def test_kinds_are_listed_with_their_columns(client, coordinator):
    kinds = client.get(f"{ADDRESS}kinds/").json()["items"]
    assert kinds[0]["name"] == "organisations"
    people = next(kind for kind in kinds if kind["name"] == "people")
    assert [column["name"] for column in people["columns"]] == HEADER.split(",")


def test_list_holds_the_own_imports_only(client, coordinator):
    send(client, f"{HEADER}\n{LINE}\n")
    assert [row["importer"] for row in client.get(ADDRESS).json()["items"]] == ["people"]
    sign_in(client, make_coordinator())
    assert client.get(ADDRESS).json()["items"] == []


def test_others_than_coordinators_are_refused(client):
    sign_in(client, make_member("trajectory_coach", make_institution()))
    assert client.get(ADDRESS).status_code == 403
    assert send(client, "x").status_code == 403


def test_visitors_sign_in_first(client):
    assert client.get(ADDRESS).status_code == 401


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_queries(client, coordinator, django_assert_num_queries, rows):
    for _row in range(rows):
        send(client, f"{HEADER}\n{LINE}\n")
    with django_assert_num_queries(4):
        assert len(client.get(ADDRESS).json()["items"]) == rows
