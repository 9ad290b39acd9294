"""What exists for whom. Every leak test holds a row that could leak."""

import pytest

from core.access import scope
from partnerships.enums import Role
from tests.factories.partnerships import (
    make_coordinator,
    make_host,
    make_member,
    make_mentor,
    make_ministry,
    make_partnership,
)
from tests.factories.trajectories import (
    make_log_entry,
    make_pathway,
    make_position,
    make_student,
    make_trajectory,
    walk,
)
from trajectories.enums import PathwayState
from trajectories.models import LogEntry, Pathway, Position, Student, Trajectory

pytestmark = pytest.mark.django_db

STATES = [PathwayState.DRAFT, PathwayState.CO_CREATION, PathwayState.AGREED, PathwayState.OPEN]


def states_for(user):
    return sorted(scope(Pathway, user).values_list("state", flat=True))


@pytest.fixture
def design():
    """One pathway in each state, in one programme."""
    first = make_pathway(state=PathwayState.DRAFT)
    for state in STATES[1:]:
        make_pathway(first.programme, state=state)
    return first.programme


def test_staff_see_every_pathway_of_the_institution(design):
    assert states_for(make_coordinator(design.institution)) == sorted(STATES)


def test_a_partner_host_sees_a_pathway_once_asked(design):
    host = make_partnership(design.institution).host
    assert states_for(make_member(Role.CONTACT, host)) == sorted(STATES[1:])


@pytest.mark.parametrize("role", [Role.CONTACT, Role.MENTOR])
def test_other_hosts_see_only_what_is_open(design, role):
    assert states_for(make_member(role, make_host())) == [PathwayState.OPEN]


def test_another_institution_a_student_and_the_ministry_see_only_what_is_open(design):
    people = [
        make_coordinator(),
        make_student(design).user,
        make_member(Role.ANALYST, make_ministry()),
    ]
    assert [states_for(person) for person in people] == [[PathwayState.OPEN]] * 3


def test_a_host_with_a_position_sees_the_pathway_once(design):
    """Two positions of one host do not show the pathway twice."""
    host, pathway = make_host(), Pathway.objects.get(state=PathwayState.CO_CREATION)
    make_position(pathway, host)
    make_position(pathway, host)
    found = scope(Pathway, make_member(Role.CONTACT, host)).filter(pk=pathway.pk)
    assert list(found) == [pathway]


def test_a_host_sees_its_own_positions_only():
    own, other = make_host(), make_host()
    pathway = make_pathway()
    mine = make_position(pathway, own)
    make_position(pathway, other)
    assert list(scope(Position, make_member(Role.CONTACT, own))) == [mine]


def test_a_student_sees_positions_of_the_own_institution_once_open():
    shown = make_position()
    make_position(make_pathway(shown.pathway.programme, state=PathwayState.AGREED))
    make_position()
    assert list(scope(Position, make_student(shown.pathway.programme).user)) == [shown]


def test_a_student_file_exists_for_the_student_and_the_staff_only():
    run = make_trajectory()
    make_student()
    institution, host = run.student.institution, run.position.host
    seen = [
        run.student.user,
        make_coordinator(institution),
        make_member(Role.COACH, institution),
    ]
    unseen = [
        make_member(Role.CONTACT, host),
        run.mentor.user,
        make_member(Role.ANALYST, make_ministry()),
        make_student(run.student.programme).user,
        make_coordinator(),
    ]
    assert [run.student in scope(Student, person) for person in seen] == [True] * 3
    assert [run.student in scope(Student, person) for person in unseen] == [False] * 5


@pytest.mark.parametrize(("model", "index"), [(Trajectory, 0), (LogEntry, 1)])
def test_a_run_and_its_log_exist_for_who_takes_part_in_it(model, index):
    run = make_trajectory()
    rows = (run, make_log_entry(run))
    make_log_entry()
    establishment = run.mentor.establishment
    seen = [
        run.student.user,
        run.coach,
        run.mentor.user,
        make_member(Role.SIGNATORY, run.position.host),
    ]
    unseen = [
        make_mentor(establishment).user,
        make_student(run.student.programme).user,
        make_member(Role.ANALYST, make_ministry()),
    ]
    assert [list(scope(model, person)) for person in seen] == [[rows[index]]] * 4
    assert [list(scope(model, person)) for person in unseen] == [[]] * 3


def test_a_mentor_who_left_sees_the_run_no_longer():
    run = make_trajectory()
    mentor = run.mentor.user
    mentor.memberships.all().delete()
    assert list(scope(Trajectory, mentor)) == []


def test_the_public_sees_open_and_closed_pathways(design):
    """V37: the public pages come from the same rows."""
    closed = make_pathway(design)
    walk(closed, [PathwayState.CLOSED])
    found = Pathway.objects.public().values_list("state", flat=True)
    assert sorted(found) == [PathwayState.CLOSED, PathwayState.OPEN]
