"""The API of agreements: the same verbs, refusals as problem+json."""

import pytest
from django.urls import reverse

from agreements.enums import AgreementState
from agreements.models import Agreement
from tests.api import places
from tests.api import post as send
from tests.factories.agreements import fill_everything, make_agreement, make_planned_trajectory
from tests.factories.trajectories import make_position, make_student
from tests.people import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_reader")]


def post(client, name, obj=None, **body):
    address = reverse(name, args=[obj.uuid] if obj else [])
    return send(client, address, **body)


def test_whole_way_over_the_api(client, people):
    """V15: draft, fill, propose, three signatures, force."""
    sign_in(client, people.coordinator)
    answer = post(client, "agreement-list", trajectory=str(people.trajectory.uuid))
    assert answer.status_code == 201
    agreement = Agreement.objects.get(uuid=answer.json()["id"])
    assert answer.json()["current_version"] is None
    fill_everything(agreement, people.coordinator)
    answer = post(client, "agreement-propose", agreement).json()
    assert answer["state"] == "proposed"
    sha256 = answer["current_version"]["sha256"]
    for person, party in (
        (people.student, "student"),
        (people.signatory, "host"),
        (people.coordinator, "institution"),
    ):
        sign_in(client, person)
        answer = post(client, "agreement-sign", agreement, party=party, sha256=sha256)
        assert answer.status_code == 200
    assert answer.json()["state"] == "signed"
    assert post(client, "agreement-activate", agreement).json()["state"] == "in_force"


def test_actions_are_those_of_the_page(client, people):
    agreement = make_agreement(people.trajectory, AgreementState.PROPOSED)
    sign_in(client, people.student)
    address = reverse("agreement-detail", args=[agreement.uuid])
    assert [one["name"] for one in client.get(address).json()["actions"]] == ["sign", "decline"]
    sign_in(client, people.coordinator)
    names = [one["name"] for one in client.get(address).json()["actions"]]
    assert names == ["sign", "decline", "revise", "renew-evidence", "cancel"]


def test_unmet_conditions_stand_with_the_action(client, people):
    agreement = make_agreement(people.trajectory, AgreementState.SIGNED)
    site = people.trajectory.position.workplace.establishment
    site.recognitions.update(valid_to="2026-09-20")
    sign_in(client, people.coordinator)
    address = reverse("agreement-detail", args=[agreement.uuid])
    actions = {one["name"]: one for one in client.get(address).json()["actions"]}
    sentence = f"{site} is not recognised for this programme on the first day."
    assert (actions["activate"]["allowed"], actions["activate"]["unmet"]) == (False, [sentence])
    answer = post(client, "agreement-activate", agreement)
    assert (answer.status_code, answer.json()["reasons"]) == (409, [sentence])


def test_stale_hash_is_a_409_problem(client, people):
    """domain.md 3.5: 409 when it is not the latest."""
    agreement = make_agreement(people.trajectory, AgreementState.PROPOSED)
    sign_in(client, people.student)
    answer = post(client, "agreement-sign", agreement, party="student", sha256="0" * 64)
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"


def test_signing_for_another_party_is_a_403_problem(client, people):
    agreement = make_agreement(people.trajectory, AgreementState.PROPOSED)
    sign_in(client, people.student)
    sha256 = agreement.current_version().sha256
    answer = post(client, "agreement-sign", agreement, party="host", sha256=sha256)
    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "You do not sign for this party.",
    )


def test_draft_of_a_trajectory_out_of_scope_is_a_400_problem(client, people):
    sign_in(client, people.other_coordinator)
    answer = post(client, "agreement-list", trajectory=str(people.trajectory.uuid))
    assert (answer.status_code, places(answer)) == (400, ["#/trajectory"])


def test_clause_is_filled_and_says_what_it_still_misses(client, people):
    agreement = make_agreement(people.trajectory)
    clause = agreement.clauses.get(code="termination")
    sign_in(client, people.coach)
    answer = post(client, "clause-fill", clause, facts={"notice_days": "14"})
    assert answer.json()["problems"] == ["Not filled in: How the student goes on afterwards."]
    answer = post(client, "clause-fill", clause, facts={"notice_days": "veel"})
    assert answer.status_code == 400
    assert places(answer) == ["#/notice_days"]


def test_evidence_is_recorded(client, people):
    agreement = make_agreement(people.trajectory, AgreementState.SIGNED)
    sign_in(client, people.director)
    body = {"kind": "accident_cover", "day": "2028-01-01", "note": "Verlengd"}
    assert post(client, "agreement-renew-evidence", agreement, **body).status_code == 200
    assert agreement.evidence.get().recorded_by == people.director


def test_pdf_comes_for_who_asks_for_a_pdf(client, people):
    agreement = make_agreement(people.trajectory, AgreementState.PROPOSED)
    sign_in(client, people.signatory)
    address = reverse("version-pdf", args=[agreement.current_version().uuid])
    for accept in ("application/pdf", "*/*"):
        answer = client.get(address, headers={"accept": accept})
        assert answer["Content-Type"] == "application/pdf"
    sign_in(client, people.other_coordinator)
    assert client.get(address, headers={"accept": "application/pdf"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_as_many_queries_for_one_row_as_for_three(
    client, people, django_assert_num_queries, rows
):
    make_agreement(people.trajectory, AgreementState.PARTIALLY_SIGNED)
    for __ in range(rows - 1):
        position = make_position(people.trajectory.pathway)
        student = make_student(people.trajectory.pathway.programme)
        trajectory = make_planned_trajectory(position=position, student=student)
        make_agreement(trajectory, AgreementState.PROPOSED)
    sign_in(client, people.coordinator)
    with django_assert_num_queries(6):
        answer = client.get(reverse("agreement-list"))
    assert len(answer.json()["items"]) == rows


@pytest.mark.parametrize(
    ("name", "items"),
    [("clause-list", 10), ("version-list", 1), ("clausetemplate-list", 10)],
)
def test_lists_hold_what_the_reader_sees(client, people, name, items):
    make_agreement(people.trajectory, AgreementState.PROPOSED)
    make_agreement(state=AgreementState.PROPOSED)
    sign_in(client, people.coordinator)
    assert len(client.get(reverse(name)).json()["items"]) == items


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("version-list", 7), ("agreements:agreement-create", 7), ("clausetemplate-list", 4)],
)
def test_other_lists_ask_as_many_queries_for_one_row_as_for_three(
    client, people, django_assert_num_queries, name, queries, rows
):
    make_agreement(people.trajectory, AgreementState.PROPOSED)
    for __ in range(rows - 1):
        position = make_position(people.trajectory.pathway)
        student = make_student(people.trajectory.pathway.programme)
        trajectory = make_planned_trajectory(position=position, student=student)
        make_agreement(trajectory, AgreementState.PROPOSED)
    for __ in range(rows):
        student = make_student(people.trajectory.pathway.programme)
        make_planned_trajectory(position=people.trajectory.position, student=student)
    sign_in(client, people.coordinator)
    with django_assert_num_queries(queries):
        assert client.get(reverse(name)).status_code == 200
