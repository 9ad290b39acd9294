"""Coordinator, student and host draw together, each in a browser of their own (B3)."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from matching.enums import LotteryParty, RoundState
from matching.models import LotteryWitness
from tests.factories.matching import SENTENCES, make_intake, move_round, rated
from tests.factories.trajectories import make_student
from tests.journeys.conftest import WIDTHS, serving
from tests.people import sign_in

STUDENTS, HOSTS = LotteryParty


def part(person, witness):
    """Open the own page in the lottery from the things to do at home."""
    person.go("/")
    person.follow_like("loting" if witness.sha256 else "beloof een geheim")
    person.reads(f"Loting van {witness.intake_round.name}")


@pytest.mark.parametrize("window", WIDTHS.values(), ids=WIDTHS.keys())
def test_three_people_draw_together(committed, looker, window):
    """B3: asked, promised, published, sealed, revealed, matched, shown to everybody."""
    world = make_intake(RoundState.DRAFT)
    student = make_student(world.intake.pathway.programme).user
    with serving() as address:

        def person(user, name):
            client = Client()
            sign_in(client, user)
            made = looker(address, f"lottery-{name}", viewport=window)
            made.is_signed_in(client)
            return made

        lead = person(world.coordinator, "coordinator")
        theirs, host = person(student, "student"), person(world.contact, "host")
        round_page = reverse("matching:round-detail", args=[world.intake.uuid])
        for party, user in ((STUDENTS, student), (HOSTS, world.contact)):
            lead.go(round_page)
            lead.click(
                lead.main.get_by_role("link", name="Iemand de loting mee laten trekken").last
            )
            lead.check_all(party)
            lead.set(email=user.email)
            lead.press_last()
            lead.sees("Gevraagd op")
        lead.sees("nog geen geheim beloofd")
        witnesses = {row.party: row for row in LotteryWitness.objects.all()}
        for who, party in ((theirs, STUDENTS), (host, HOSTS)):
            part(who, witnesses[party])
            who.follow("Uw geheim beloven")
            who.set(sentence="te kort")
            who.press("Uw geheim beloven")
            who.sees("Schrijf minstens 16 tekens")
            who.set(sentence=SENTENCES[party])
            who.press("Uw geheim beloven")
            who.sees("Bewaar uw zin")
        lead.go(round_page)
        lead.follow("Criteria en werkwijze publiceren")
        lead.press_last()
        world.intake.refresh_from_db()
        move_round(world.intake, RoundState.RATING)
        rated(world)
        lead.go(round_page)
        lead.follow("Lijsten en beoordelingen verzegelen")
        lead.press_last()
        lead.sees(re.compile("kan het geheim nog onthullen"))
        for who, party in ((theirs, STUDENTS), (host, HOSTS)):
            witnesses[party].refresh_from_db()
            part(who, witnesses[party])
            who.follow("Uw geheim onthullen")
            who.set(sentence=SENTENCES[party].upper())
            who.press("Uw geheim onthullen")
            who.sees("Dit is niet wat u beloofde")
            who.set(sentence=SENTENCES[party])
            who.press("Uw geheim onthullen")
            who.sees("u hoeft niets meer te doen")
        lead.go(reverse("public-round", args=[world.intake.uuid]))
        lead.sees("Onthuld op")
        lead.go(round_page)
        lead.follow("De matching uitvoeren")
        lead.press_last()
        lead.go(round_page)
        lead.go(reverse("public-round", args=[world.intake.uuid]))
        for sentence in SENTENCES.values():
            lead.sees(sentence)
