"""Question two, the table: every permission with who may."""

import pytest

from core.permissions import refusal
from matching.enums import ApplicationState
from matching.models import LotteryWitness
from matching.rules import PERMISSIONS
from matching.workflow import APPLICATION, OWN_PLACE, ROUND, WITNESS
from tests.factories.matching import make_application, make_intake, make_own_place
from tests.factories.partnerships import make_coordinator
from tests.factories.trajectories import make_student

pytestmark = pytest.mark.django_db

STAFF = {"coordinator", "director", "coach"}
TABLE = {
    "matching.create_round": ("pathway", {"coordinator"}),
    "matching.lead_round": ("intake", {"coordinator"}),
    "matching.see_counts": ("intake", STAFF),
    "matching.apply_in_round": ("intake", {"newcomer"}),
    "matching.write_application": ("application", {"student"}),
    "matching.check_application": ("application", {"coordinator", "coach"}),
    "matching.rate_application": ("application", STAFF),
    "matching.rate_pair": ("application", {"contact"}),
    "matching.decide_pair": ("preference", {"contact"}),
    "matching.withdraw_pair": ("preference", {"student"}),
    "matching.answer_for_employer": ("place", {"contact"}),
    "matching.decide_own_place": ("place", {"coordinator"}),
    "matching.withdraw_own_place": ("place", {"student"}),
    "matching.finish_application": ("application", STAFF | {"contact", "student"}),
    "matching.lead_application": ("application", {"coordinator"}),
    "matching.answer_offer": ("application", {"student"}),
    "matching.draw_along": ("witness", {"other_contact"}),
    "matching.lead_lottery": ("witness", {"coordinator"}),
}


def test_the_table_names_every_permission():
    assert set(TABLE) == set(PERMISSIONS)


@pytest.mark.parametrize("permission", TABLE)
def test_who_may(permission):
    """V27, V28: director, coach, host and student each have their own part."""
    world = make_intake()
    application = make_application(world.intake, ApplicationState.ELIGIBLE, [world.position])
    drawing = LotteryWitness(intake_round=world.intake, user=world.other_contact)
    objects = {
        "witness": drawing,
        "pathway": world.intake.pathway,
        "intake": world.intake,
        "application": application,
        "place": make_own_place(application, world.position),
        "preference": application.preferences.get(),
    }
    people = {
        "coordinator": world.coordinator,
        "director": world.director,
        "coach": world.coach,
        "contact": world.contact,
        "other_contact": world.other_contact,
        "other_coordinator": make_coordinator(),
        "student": application.student.user,
        "newcomer": make_student(world.intake.pathway.programme).user,
        "mentor": world.position.mentor.user,
    }
    name, allowed = TABLE[permission]
    found = {
        who for who, user in people.items() if refusal(user, permission, objects[name]) is None
    }
    assert found == allowed


def test_every_verb_has_a_permission_of_the_table():
    flows = (ROUND, APPLICATION, WITNESS, OWN_PLACE)
    asked = {step.permission for flow in flows for step in flow.transitions}
    assert asked - set(PERMISSIONS) == set()
