"""Who may do what, as tables."""

import pytest

from core.permissions import refusal
from partnerships.enums import Role
from tests.factories.partnerships import make_coordinator, make_host, make_member, make_partnership
from tests.factories.trajectories import (
    make_log_entry,
    make_pathway,
    make_position,
    make_student,
    make_trajectory,
)
from trajectories.enums import PathwayState
from trajectories.rules import PERMISSIONS

pytestmark = pytest.mark.django_db

INSTITUTION = {"coordinator", "director", "coach"}
EVERY_ROLE = [
    *("coordinator", "director", "coach", "contact", "signatory", "mentor", "student"),
    *("other_coordinator", "partner", "analyst"),
]


@pytest.fixture
def world():
    """A run at a host's position, and everybody around it."""
    host = make_host()
    pathway = make_pathway(state=PathwayState.CO_CREATION)
    position = make_position(pathway, host)
    run = make_trajectory(position)
    institution = pathway.programme.institution
    partner = make_partnership(institution).host
    people = {
        "coordinator": make_coordinator(institution),
        "director": make_member(Role.DIRECTOR, institution),
        "coach": run.coach,
        "contact": make_member(Role.CONTACT, host),
        "signatory": make_member(Role.SIGNATORY, host),
        "mentor": position.mentor.user,
        "student": run.student.user,
        "other_coordinator": make_coordinator(),
        "partner": make_member(Role.CONTACT, partner),
        "analyst": make_member(Role.ANALYST, institution),
    }
    objects = {
        "pathway": pathway,
        "programme": pathway.programme,
        "position": position,
        "workplace": position.workplace,
        "student": run.student,
        "trajectory": run,
        "entry": make_log_entry(run),
        None: None,
    }
    return people, objects


@pytest.mark.parametrize(
    ("permission", "about", "allowed"),
    [
        ("create_pathway", None, {"coordinator", "director", "other_coordinator"}),
        ("create_pathway", "programme", {"coordinator", "director"}),
        ("design_pathway", "pathway", {"coordinator", "director"}),
        ("accept_pathway", "pathway", {"coordinator", "director", "contact", "signatory"}),
        ("agree_pathway", "pathway", {"coordinator", "director", "contact", "signatory"}),
        (
            "follow_pathway",
            "pathway",
            INSTITUTION | {"contact", "signatory", "mentor", "partner"},
        ),
        ("view_positions", None, set(EVERY_ROLE) - {"analyst"}),
        ("view_trajectories", None, set(EVERY_ROLE) - {"analyst"}),
        ("offer_position", None, {"contact", "signatory", "partner"}),
        ("offer_position", "workplace", {"contact", "signatory"}),
        ("change_position", "position", {"contact", "signatory"}),
        ("view_students", None, INSTITUTION | {"other_coordinator"}),
        ("view_students", "student", INSTITUTION),
        ("plan_trajectory", "student", INSTITUTION | {"student"}),
        ("run_trajectory", "trajectory", {"coordinator", "director"}),
        ("guide_trajectory", "trajectory", INSTITUTION),
        ("log_in_trajectory", "trajectory", {"student"}),
        ("confirm_log_entry", "entry", {"mentor"}),
        ("rewrite_log_entry", "entry", {"student"}),
    ],
)
def test_a_permission_lets_exactly_these_people_through(world, permission, about, allowed):
    people, objects = world
    name = f"trajectories.{permission}"
    found = {who for who in EVERY_ROLE if refusal(people[who], name, objects[about]) is None}
    assert found == allowed


def test_whoever_is_refused_reads_the_reason_of_the_table(world):
    people, objects = world
    name = "trajectories.confirm_log_entry"
    assert refusal(people["coach"], name, objects["entry"]) == PERMISSIONS[name].reason


def test_a_coach_of_the_institution_guides_only_the_own_students(world):
    _people, objects = world
    run = objects["trajectory"]
    colleague = make_member(Role.COACH, run.student.institution)
    assert not colleague.has_perm("trajectories.guide_trajectory", run)


def test_a_student_plans_only_for_herself(world):
    people, objects = world
    classmate = make_student(objects["programme"])
    assert not people["student"].has_perm("trajectories.plan_trajectory", classmate)
