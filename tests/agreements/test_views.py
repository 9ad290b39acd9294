"""The pages, as each party reads them."""

import pytest
from django.urls import reverse

from agreements import home
from agreements.enums import AgreementState
from agreements.models import Agreement
from agreements.services import propose_agreement, revise_agreement
from partnerships.enums import Role
from partnerships.models import Membership
from tests.factories.agreements import fill_everything, make_agreement, make_planned_trajectory
from tests.factories.trajectories import make_position, make_student
from tests.people import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_reader")]


def url(name, obj=None):
    return reverse(f"agreements:{name}", args=[obj.uuid] if obj else [])


def page(client, user, name, obj=None):
    sign_in(client, user)
    return client.get(url(name, obj))


def test_list_reads_in_each_partys_words(client, people):
    agreement = make_agreement(people.trajectory, AgreementState.PROPOSED)
    text = page(client, people.coordinator, "agreement-list").content.decode()
    assert "Proposed, no signature yet" in text
    assert "0 of 3" in text
    text = page(client, people.student, "agreement-list").content.decode()
    assert "Ready for you to read and sign" in text
    assert str(agreement.trajectory.student) in text


def test_figure_leads_to_the_list_that_it_counts(client, people):
    make_agreement(people.trajectory, AgreementState.PARTIALLY_SIGNED)
    figure = next(iter(home.waiting(people.coordinator, "institution")))
    sign_in(client, people.coordinator)
    assert len(client.get(figure.url).context["table"].rows) == figure.value == 1
    other = client.get(url("agreement-list"), {"state": "draft"})
    assert len(other.context["table"].rows) == 0


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
    with django_assert_num_queries(7):
        response = client.get(url("agreement-list"))
    assert len(response.context["table"].rows) == rows


def test_planned_trajectory_is_drafted_with_one_press(client, people):
    """V15: from the list of trajectories without an agreement to the task list."""
    response = page(client, people.coordinator, "agreement-create")
    assert str(people.trajectory.student) in response.content.decode()
    response = client.post(url("agreement-draft", people.trajectory))
    agreement = Agreement.objects.get()
    assert response.url == url("agreement-edit", agreement)
    again = client.get(url("agreement-create"))
    assert "Every planned trajectory has its agreement." in again.content.decode()


def test_task_list_says_what_each_clause_misses(client, people):
    """B1: complete or not, clause by clause."""
    agreement = make_agreement(people.trajectory)
    response = page(client, people.coach, "agreement-edit", agreement)
    hints = {section["title"]: section["hint"] for section in response.context["sections"]}
    assert len(hints) == 10
    assert hints["Volume and period of presence"] == ""
    assert hints["Training of mentors"] == "Not filled in: Who trains the mentors."
    assert not response.context["ready"]


def test_clause_page_saves_facts_and_text(client, people):
    agreement = make_agreement(people.trajectory)
    clause = agreement.clauses.get(code="accident")
    sign_in(client, people.coach)
    values = {
        "accident_insurer": "Verzekeraar",
        "accident_policy": "P-1",
        "accident_holder": "Hogeschool",
        "accident_valid_to": "2027-08-31",
        "text_nl": clause.text_nl,
        "text_en": clause.text_en,
    }
    response = client.post(url("clause-edit", clause), values)
    assert response.url == url("agreement-edit", agreement)
    clause.refresh_from_db()
    assert clause.is_complete
    assert clause.facts["accident_valid_to"] == "2027-08-31"
    shown = client.get(url("clause-edit", clause)).content.decode()
    assert 'value="2027-08-31"' in shown


def test_clause_page_saves_what_is_known_so_far(client, people):
    """B1: a half-filled clause is kept, and stays incomplete."""
    agreement = make_agreement(people.trajectory)
    clause = agreement.clauses.get(code="termination")
    sign_in(client, people.coach)
    values = {"notice_days": "14", "way_on": "", "text_nl": clause.text_nl}
    assert client.post(url("clause-edit", clause), values).status_code == 302
    clause.refresh_from_db()
    assert clause.facts == {"notice_days": "14", "way_on": ""}
    assert not clause.is_complete


def test_clause_page_keeps_a_wrong_number_beside_its_error(client, people):
    agreement = make_agreement(people.trajectory)
    clause = agreement.clauses.get(code="termination")
    sign_in(client, people.coach)
    values = {"notice_days": "veel", "way_on": "Elders.", "text_nl": clause.text_nl}
    response = client.post(url("clause-edit", clause), values)
    assert list(response.context["form"].errors) == ["notice_days"]
    assert 'value="veel"' in response.content.decode()


def test_clause_page_of_a_proposed_agreement_answers_409(client, people):
    agreement = make_agreement(people.trajectory, AgreementState.PROPOSED)
    clause = agreement.clauses.first()
    assert page(client, people.coach, "clause-edit", clause).status_code == 409
    assert page(client, people.coach, "agreement-edit", agreement).status_code == 409


def test_own_clause_is_added_and_removed(client, people):
    agreement = make_agreement(people.trajectory)
    sign_in(client, people.coordinator)
    values = {"title_nl": "Fiets", "text_nl": "De fiets mag mee.", "responsible": "host"}
    assert client.post(url("clause-create", agreement), values).status_code == 302
    own = agreement.clauses.get(title_nl="Fiets")
    assert "Remove this clause" in client.get(url("clause-edit", own)).content.decode()
    assert client.get(url("clause-remove", own)).status_code == 200
    client.post(url("clause-remove", own))
    assert not agreement.clauses.filter(title_nl="Fiets").exists()


def test_own_model_clause_is_added(client, people):
    sign_in(client, people.director)
    values = {"title_nl": "Fiets", "text_nl": "De fiets mag mee.", "responsible": "host"}
    assert client.post(url("clausetemplate-create"), values).status_code == 302
    text = client.get(url("clausetemplate-list")).content.decode()
    assert "Fiets" in text
    assert str(people.institution) in text


def test_propose_page_of_an_incomplete_draft_names_the_clauses(client, people):
    agreement = make_agreement(people.trajectory)
    response = page(client, people.coordinator, "agreement-propose", agreement)
    assert response.status_code == 409
    assert "Complete the clause “Training of mentors”." in response.content.decode()


def test_propose_page_freezes_the_version(client, people):
    agreement = make_agreement(people.trajectory)
    fill_everything(agreement, people.coordinator)
    assert page(client, people.coordinator, "agreement-propose", agreement).status_code == 200
    assert client.post(url("agreement-propose", agreement)).status_code == 302
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.PROPOSED


def test_student_signs_after_saying_that_it_was_read(client, people):
    """V15: name and role shown, read or not signed."""
    agreement = make_agreement(people.trajectory, AgreementState.PROPOSED)
    response = page(client, people.student, "agreement-sign", agreement)
    assert f"{people.student}, student: Student ({people.student})" in response.content.decode()
    values = {"party": "student", "sha256": agreement.current_version().sha256}
    unread = client.post(url("agreement-sign", agreement), values)
    assert list(unread.context["form"].errors) == ["read"]
    assert agreement.signatures.count() == 0
    response = client.post(url("agreement-sign", agreement), values | {"read": "on"})
    assert response.url == url("agreement-detail", agreement)
    assert agreement.signatures.get().signer == people.student
    assert "Sign the agreement" not in client.get(response.url).content.decode()


def test_sign_page_with_a_stale_hash_answers_409(client, people):
    """domain.md 3.5: the text changed while somebody was reading."""
    agreement = make_agreement(people.trajectory, AgreementState.PROPOSED)
    old = agreement.current_version().sha256
    revise_agreement(agreement, actor=people.coordinator)
    clause = agreement.clauses.first()
    clause.text_nl = "Andere woorden."
    clause.save()
    propose_agreement(agreement, actor=people.coordinator)
    sign_in(client, people.student)
    values = {"party": "student", "sha256": old, "read": "on"}
    response = client.post(url("agreement-sign", agreement), values)
    assert response.status_code == 409
    assert "Read the newest version first." in response.content.decode()
    assert agreement.signatures.count() == 0


def test_double_role_is_visible_before_and_after_signing(client, people):
    """B7: the double role on the page."""
    Membership.objects.create(
        user=people.student,
        organisation=people.host_organisation,
        role=Role.SIGNATORY,
        valid_from="2026-01-01",
    )
    agreement = make_agreement(people.trajectory, AgreementState.PROPOSED)
    text = page(client, people.student, "agreement-sign", agreement).content.decode()
    assert "You have a double role" in text
    sha256 = agreement.current_version().sha256
    for party in ("student", "host"):
        values = {"party": party, "sha256": sha256, "read": "on"}
        client.post(url("agreement-sign", agreement), values)
    text = page(client, people.coordinator, "agreement-detail", agreement).content.decode()
    assert "Double role: also signed for the student" in text


def test_host_declines_with_a_reason_that_the_institution_reads(client, people):
    agreement = make_agreement(people.trajectory, AgreementState.PROPOSED)
    sign_in(client, people.signatory)
    client.post(url("agreement-decline", agreement), {"reason": "De uren kloppen niet."})
    text = page(client, people.coordinator, "agreement-detail", agreement).content.decode()
    assert "De uren kloppen niet." in text
    response = client.post(url("agreement-revise", agreement))
    assert response.url == url("agreement-edit", agreement)


def test_unmet_conditions_lead_to_where_they_are_mended(client, people):
    """B1: one line per condition, with the page that mends it."""
    site = people.trajectory.position.workplace.establishment
    agreement = make_agreement(people.trajectory, AgreementState.SIGNED)
    site.recognitions.update(valid_to="2026-09-20")
    response = page(client, people.coordinator, "agreement-detail", agreement)
    lines = {str(c["title"]): (c["holds"], c["url"]) for c in response.context["conditions"]}
    assert lines["Risk assessment"] == (True, None)
    recognise = reverse("partnerships:recognition-create", args=[site.uuid])
    assert lines["Recognition"] == (False, recognise)
    assert page(client, people.coordinator, "agreement-activate", agreement).status_code == 409


def test_newer_risk_assessment_is_recorded_on_its_page(client, people):
    agreement = make_agreement(people.trajectory, AgreementState.SIGNED)
    assert (
        page(client, people.coordinator, "agreement-renew-evidence", agreement).status_code == 200
    )
    values = {"kind": "risk_assessment", "day": "2026-09-10", "note": "Verslag"}
    assert client.post(url("agreement-renew-evidence", agreement), values).status_code == 302
    assert agreement.evidence.get().note == "Verslag"
    text = client.get(url("agreement-detail", agreement)).content.decode()
    assert "Made on 10 September 2026." in text


@pytest.mark.parametrize(
    ("verb", "state", "after"),
    [
        ("activate", "signed", "in_force"),
        ("complete", "in_force", "completed"),
        ("cancel", "proposed", "cancelled"),
        ("terminate", "in_force", "terminated"),
    ],
)
def test_verb_page_explains_and_does_it(client, people, verb, state, after):
    agreement = make_agreement(people.trajectory, AgreementState(state))
    response = page(client, people.coordinator, f"agreement-{verb}", agreement)
    assert response.status_code == 200
    assert "What this means" in response.content.decode()
    client.post(url(f"agreement-{verb}", agreement), {"reason": "Zo is het."})
    agreement.refresh_from_db()
    assert agreement.state == after


def test_double_press_of_a_verb_answers_409_and_changes_nothing(client, people):
    agreement = make_agreement(people.trajectory, AgreementState.SIGNED)
    sign_in(client, people.coordinator)
    client.post(url("agreement-activate", agreement))
    assert client.post(url("agreement-activate", agreement)).status_code == 409
