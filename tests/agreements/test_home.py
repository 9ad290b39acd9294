"""What waits for whom."""

import pytest

from agreements import home
from agreements.enums import AgreementState
from partnerships.enums import Role
from partnerships.models import Membership
from tests.factories.agreements import make_agreement, make_planned_trajectory, sign
from tests.factories.trajectories import make_position

pytestmark = pytest.mark.django_db


def texts(source, user):
    return [(str(todo.text), todo.due.isoformat()) for todo in source(user)]


def test_planned_trajectory_waits_for_a_draft(people):
    expected = [(f"Draft the agreement of {people.trajectory.student}", "2026-09-21")]
    for person in (people.coordinator, people.coach):
        assert texts(home.to_draft, person) == expected
    for person in (people.student, people.contact, people.other_coordinator):
        assert texts(home.to_draft, person) == []
    make_agreement(people.trajectory)
    assert texts(home.to_draft, people.coordinator) == []


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("draft", "Complete and propose the agreement of {}"),
        ("declined", "Read why the agreement of {} was declined"),
    ],
)
def test_unfinished_agreement_waits_for_who_writes_it(people, state, text):
    make_agreement(people.trajectory, AgreementState(state))
    expected = [(text.format(people.trajectory.student), "2026-09-21")]
    assert texts(home.to_finish, people.coordinator) == expected
    assert texts(home.to_finish, people.coach) == expected
    assert texts(home.to_finish, people.student) == []
    assert texts(home.to_finish, people.other_coordinator) == []


def test_proposal_waits_for_each_signature_until_it_is_there(people):
    agreement = make_agreement(people.trajectory, AgreementState.PROPOSED)
    expected = [(f"Read and sign the agreement of {people.trajectory.student}", "2026-09-21")]
    for person in (people.student, people.signatory, people.director):
        assert texts(home.to_sign, person) == expected
    for person in (people.contact, people.coach, people.mentor, people.other_coordinator):
        assert texts(home.to_sign, person) == []
    sign(agreement, "student")
    assert texts(home.to_sign, people.student) == []
    assert texts(home.to_sign, people.signatory) == expected


def test_contact_signs_where_the_host_has_no_signatory(people):
    make_agreement(people.trajectory, AgreementState.PROPOSED)
    Membership.objects.filter(organisation=people.host_organisation, role=Role.SIGNATORY).update(
        valid_to="2026-09-13"
    )
    assert len(texts(home.to_sign, people.contact)) == 1


def test_signed_agreement_waits_for_the_institution(people):
    make_agreement(people.trajectory, AgreementState.SIGNED)
    expected = [(f"Put the agreement of {people.trajectory.student} in force", "2026-09-21")]
    assert texts(home.to_activate, people.director) == expected
    assert texts(home.to_activate, people.coach) == []
    assert texts(home.to_activate, people.student) == []


def test_figure_counts_what_waits_for_signatures(people):
    make_agreement(people.trajectory, AgreementState.PARTIALLY_SIGNED)
    make_agreement(state=AgreementState.PROPOSED)
    assert [figure.value for figure in home.waiting(people.coordinator, "institution")] == [1]
    assert list(home.waiting(people.student, "student")) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_todos_ask_as_many_queries_for_one_as_for_three(people, django_assert_num_queries, rows):
    make_agreement(people.trajectory, AgreementState.PROPOSED)
    for __ in range(rows - 1):
        position = make_position(people.trajectory.pathway, people.host_organisation)
        make_agreement(make_planned_trajectory(position=position), AgreementState.PROPOSED)
    user = type(people.signatory).objects.get(pk=people.signatory.pk)
    with django_assert_num_queries(3):
        assert len(list(home.to_sign(user))) == rows
