"""One student's way, from a recognised host to a line in the ministry's export.

Every step is done in Dutch by the person whose step it is, in a browser of their own, at desktop
and phone width; axe looks at every page that opens.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.ministry import fetch_rows
from tests.journeys.steps import agreement, intake, learning, partners, review

EMMANUEL = "emmanuel.maes@hogeschool-leiezicht.example"  # coordinator
RUBEN = "ruben.brouckaert@hogeschool-leiezicht.example"  # programme director
KATRIEN = "katrien.ceulemans@hogeschool-leiezicht.example"  # trajectory coach
MARGOT = "margot.swinnen@vanhoorebrouck-aandrijftechniek.example"  # contact person
DANIEL = "daniel.smeyers@vanhoorebrouck-aandrijftechniek.example"  # signatory
ZOE = "zoe.vangeel@vanhoorebrouck-aandrijftechniek.example"  # mentor
JANA = "jana.ivanova@student.hogeschool-leiezicht.example"  # student
KOBE = "kobe.mbuyi@leerwerk-departement.example"  # ministry analyst
AT_WORK = datetime(2026, 10, 7, 9, 0, tzinfo=ZoneInfo("Europe/Brussels"))


@pytest.fixture
def signed_in(someone):
    """Signs a person in, once, and gives them back after that."""
    people = {}

    def get(name: str, email: str):
        if name not in people:
            people[name] = someone(name)
            people[name].sign_in(email)
        return people[name]

    return get


@pytest.mark.long
def test_one_student_from_recognised_host_to_ministry_export(
    someone, signed_in, address, frozen_clock
):
    """D4, D5, V15, V27, V32, V36, V37: the whole house, by the people who live in it."""
    before = fetch_rows(address)
    coordinator = signed_in("coordinator", EMMANUEL)

    partners.import_outcomes(coordinator)
    partners.recognise_site(coordinator)
    partners.read_arrangements(coordinator)

    contact = signed_in("contact", MARGOT)
    learning.agree_on_pathway(coordinator, contact)
    learning.open_pathway(coordinator, visitor=someone("visitor"))

    student, coach = signed_in("student", JANA), signed_in("coach", KATRIEN)
    intake.publish_round(coordinator)
    intake.apply(student)
    intake.rate(coordinator, coach, signed_in("director", RUBEN), contact)
    intake.match(coordinator)
    intake.accept(student)

    agreement.draft_and_propose(coordinator)
    agreement.read_as_pdf(coordinator)
    agreement.sign(coordinator, signed_in("signatory", DANIEL), student)
    agreement.put_in_force(coordinator)

    frozen_clock.move_to(AT_WORK)  # sessions of three weeks ago have ended by now
    student, mentor = someone("student-later"), someone("mentor")
    student.sign_in(JANA)
    mentor.sign_in(ZOE)
    coach = someone("coach-later")
    coach.sign_in(KATRIEN)
    learning.log_and_confirm(student, mentor, coach)

    coordinator = someone("coordinator-later")
    coordinator.sign_in(EMMANUEL)
    contact = someone("contact-later")
    contact.sign_in(MARGOT)
    review.answer_and_conclude(coordinator, contact, student)

    analyst = someone("analyst")
    analyst.sign_in(KOBE)
    analyst.go("/data/sets/")
    analyst.follow("Trajecten")
    after = fetch_rows(address)
    (row,) = [row for row in after if row["pathway"] == "PW-ELM-26"]
    assert len(after) == len(before) + 1
    assert (row["state"], row["agreement_state"], row["hours_confirmed"]) == (
        "running",
        "in_force",
        "7.50",
    )
    shown = " ".join(str(value) for value in row.values())
    assert not re.search(r"Jana|Ivanova|@|Vanhoorebrouck", shown)
