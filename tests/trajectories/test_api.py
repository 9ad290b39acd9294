"""The same verbs over the API."""

from datetime import date
from decimal import Decimal

import pytest

from partnerships.enums import Role
from tests import people
from tests.api import code, places
from tests.api import post as send
from tests.factories.partnerships import make_member
from tests.factories.trajectories import (
    make_condition,
    make_location,
    make_log_entry,
    make_outcome,
    make_pathway,
    make_position,
    make_trajectory,
)
from trajectories.enums import LogEntryState, PathwayState, TrajectoryState
from trajectories.models import LogEntry

pytestmark = pytest.mark.django_db

API = "/api/v1"


def sign_in(client, person) -> None:
    """Sign in, reading English."""
    person.language = "en"
    person.save()
    people.sign_in(client, person)


def post(client, path, **data):
    return send(client, f"{API}{path}", **data)


@pytest.fixture
def run():
    return make_trajectory(make_position(start_date=date(2026, 9, 1)))


def test_a_pathway_shows_comparison_coverage_remarks_and_actions(client):
    """B2, V3: the gap is in the API as well, with place null."""
    pathway = make_pathway(state=PathwayState.DRAFT)
    gap = make_outcome(pathway.programme)
    make_condition(pathway, text_en="Took the introduction.")
    sign_in(client, pathway.coordinator)
    body = client.get(f"{API}/pathways/{pathway.uuid}/").json()
    assert body["comparison"]["percentage"] == "50.0"
    assert [(row["code"], row["place"]) for row in body["coverage"]][1] == (gap.code, None)
    assert body["remarks"] == ["Learning outcomes without a place: 1."]
    assert [row["text_en"] for row in body["conditions"]] == ["Took the introduction."]
    assert [action["name"] for action in body["actions"]] == [
        "start-co-creation",
        "edit",
        "place-outcomes",
        "set-conditions",
        "withdraw",
    ]


def test_a_pathway_moves_over_the_api(client):
    pathway = make_pathway(state=PathwayState.DRAFT)
    sign_in(client, pathway.coordinator)
    answer = post(client, f"/pathways/{pathway.uuid}/start-co-creation/")
    assert (answer.status_code, answer.json()["state"]) == (200, "in_co_creation")
    again = post(client, f"/pathways/{pathway.uuid}/start-co-creation/")
    assert (again.status_code, code(again)) == (409, "not-now")


def test_a_design_changes_over_the_api(client):
    """V2, V11: volume and places; what is not sent stays, what is incomplete is named."""
    pathway = make_pathway(state=PathwayState.CO_CREATION)
    outcome = make_outcome(pathway.programme)
    sign_in(client, pathway.coordinator)
    edited = post(client, f"/pathways/{pathway.uuid}/edit/", wbl_credits=50)
    assert (edited.json()["wbl_credits"], edited.json()["version"]) == (50, 2)
    place = {"outcome": str(outcome.uuid), "place": "both"}
    path = f"/pathways/{pathway.uuid}/place-outcomes/"
    incomplete = post(client, path, places=[place])
    assert places(incomplete) == [
        "#/places/0/assessment_moment",
        "#/places/0/kind",
        "#/places/0/task_nl",
    ]
    place |= {"kind": "acquire", "task_nl": "Meten.", "assessment_moment": "exam"}
    placed = post(client, path, places=[place]).json()
    assert [row["place"] for row in placed["coverage"]] == ["workplace", "both"]
    removed = post(client, path, places=[{"outcome": str(outcome.uuid), "place": ""}]).json()
    assert [row["place"] for row in removed["coverage"]] == ["workplace", None]


def test_a_student_writes_a_day_over_the_api(client, run):
    outcome = run.pathway.outcome_locations.get().outcome
    sign_in(client, run.student.user)
    answer = post(
        client,
        f"/trajectories/{run.uuid}/log/",
        day="2026-09-14",
        hours="7.25",
        text="Een storing gezocht.",
        outcomes=[str(outcome.uuid)],
    )
    entry = LogEntry.objects.get()
    assert answer.status_code == 201
    assert (answer.json()["id"], answer.json()["outcomes"]) == (
        str(entry.uuid),
        [str(outcome.uuid)],
    )


def test_hours_that_are_no_quarters_are_named(client, run):
    sign_in(client, run.student.user)
    answer = post(client, f"/trajectories/{run.uuid}/log/", day="2026-09-14", hours="7.3", text="x")
    assert (answer.status_code, places(answer)) == (400, ["#/hours"])


def test_mentor_and_student_exchange_over_the_api(client, run):
    """V13: question, answer, confirmation."""
    entry = make_log_entry(run, day=date(2026, 9, 14))
    sign_in(client, run.mentor.user)
    asked = post(client, f"/log-entries/{entry.uuid}/ask/", question="Welke pomp?")
    assert (asked.status_code, asked.json()["state"]) == (200, LogEntryState.RETURNED)
    sign_in(client, run.student.user)
    day = {"day": "2026-09-14", "hours": "7.5", "text": "Hal 2.", "answer": "Hal 2."}
    sent = post(client, f"/log-entries/{entry.uuid}/rewrite/", **day)
    assert (sent.status_code, sent.json()["answer"]) == (200, "Hal 2.")
    sign_in(client, run.mentor.user)
    done = post(client, f"/log-entries/{entry.uuid}/confirm/")
    assert (done.status_code, done.json()["state"]) == (200, LogEntryState.CONFIRMED)


def test_a_run_stops_with_a_reason_and_shows_its_progress(client, run):
    make_log_entry(run)
    sign_in(client, run.coach)
    empty = post(client, f"/trajectories/{run.uuid}/end-early/", reason="")
    assert empty.status_code == 400
    ended = post(client, f"/trajectories/{run.uuid}/end-early/", reason="Verhuisd")
    body = ended.json()
    assert (body["state"], body["end_reason"]) == (TrajectoryState.ENDED_EARLY, "Verhuisd")
    assert Decimal(client.get(f"{API}/trajectories/{run.uuid}/").json()["hours_logged"]) == 7.5


def test_lists_filter_like_the_pages(client):
    pathway = make_pathway(title_nl="Onderhoud en automatisering", title_en="")
    make_pathway(pathway.programme, title_nl="Zorg", title_en="")
    sign_in(client, pathway.coordinator)
    found = client.get(f"{API}/pathways/", {"q": "automat onder"}).json()["items"]
    assert [row["id"] for row in found] == [str(pathway.uuid)]


@pytest.mark.parametrize(
    ("collection", "queries"),
    [("pathways", 5), ("positions", 4), ("trajectories", 6), ("log-entries", 7)],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_for_one_and_three_rows(
    client, django_assert_num_queries, collection, queries, rows
):
    pathway = make_pathway()
    for _ in range(rows):
        make_log_entry(make_trajectory(make_position(pathway)))
    for _ in range(rows - 1):
        make_pathway(pathway.programme)
    sign_in(client, pathway.coordinator)
    with django_assert_num_queries(queries):
        answer = client.get(f"{API}/{collection}/")
    assert len(answer.json()["items"]) == rows


def test_the_coach_reads_every_location_of_the_coverage_in_order(client):
    pathway = make_pathway()
    second = make_outcome(pathway.programme)
    make_location(pathway, second, task_nl="Een verslag schrijven.")
    sign_in(client, make_member(Role.COACH, pathway.programme.institution))
    rows = client.get(f"{API}/pathways/{pathway.uuid}/").json()["coverage"]
    assert [row["task_nl"] for row in rows] == ["Een storing opsporen.", "Een verslag schrijven."]
