"""Positions that take at least so many students or none, from the rule to the certificate."""

import copy
import json
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils.translation import override

from matching import reports, services
from matching.engine import digest, verify
from matching.enums import RoundState, SealKind
from matching.forms import RankingForm
from matching.models import IntakeRound, Offer
from matching.services import rounds
from matching.services.contents import inputs_content
from matching.services.explanations import told_in
from matching.services.minimums import announced, still_needed
from matching.services.seals import sealed
from tests.factories.matching import (
    make_application,
    make_intake,
    make_round,
    matched,
    move_round,
    rated,
)
from tests.people import sign_in
from trajectories.models import Position

pytestmark = pytest.mark.django_db


def offer(position, **values):
    for name, value in values.items():
        setattr(position, name, value)
    position.save()


def bound_world(minimum=2, other_minimum=0, codes=("POS-A", "POS-B")):
    """Two positions of two places; the first takes at least so many students or none."""
    world = make_intake(RoundState.DRAFT, capacity=2)
    offer(world.position, minimum=minimum, code=codes[0])
    offer(world.other_position, minimum=other_minimum, code=codes[1])
    move_round(world.intake, RoundState.RATING)
    return world


def places():
    return {row.application_id: row.position for row in Offer.objects.select_related("position")}


def documents(world):
    """Everything that an auditor gets beside the full certificate."""
    kinds = (SealKind.CRITERIA, SealKind.INPUTS, SealKind.CERTIFICATE)
    found = [(str(kind), sealed(world.intake, kind)) for kind in kinds]
    return [*found, ("explanations", json.loads(b"".join(told_in(world.intake))))]


def test_position_to_which_too_few_come_closes_and_they_move_on():
    """V27, V28, B3: the explanation says why, and the certificate proves it."""
    world = bound_world()
    alone = rated(world, other_host=3)
    matched(world)
    assert places() == {alone.pk: world.other_position}
    first, second = reports.results_of(alone)
    assert first.reason == (
        "This position closed when there was 1 student for it in this round; "
        "at least 2 were needed."
    )
    assert second.kind == "placed"
    with override("nl"):
        gezegd = reports.results_of(alone)[0].reason
    assert gezegd == (
        "Deze leerplek sloot toen er in deze ronde 1 student voor was; "
        "er waren er minstens 2 nodig."
    )
    full = sealed(world.intake, SealKind.RESULT)
    assert full["instance"]["closing_order"] == [str(world.position.uuid)]
    assert list(verify.check(full, documents(world))) == []
    assert all(verify.asked(full, documents(world)).values())


def test_position_to_which_enough_come_stays_open():
    """V27, B3."""
    world = bound_world()
    pair = [rated(world), rated(world, host=2, other_host=5)]
    matched(world)
    assert places() == dict.fromkeys([row.pk for row in pair], world.position)
    assert reports.closed_in(world.intake) == []


@pytest.mark.parametrize("codes", [("POS-A", "POS-B"), ("POS-B", "POS-A")])
def test_of_equal_shortages_the_first_by_code_closes(codes):
    """V28, B3: as announced; then the other one has enough."""
    world = bound_world(2, 2, codes)
    first = rated(world, other_host=3)
    second = rated(world, other_host=3)
    second.preferences.all().delete()
    for rank, position in enumerate([world.other_position, world.position], start=1):
        second.preferences.create(position=position, rank=rank)
    matched(world)
    assert {row.code for row in places().values()} == {"POS-B"}
    assert set(places()) == {first.pk, second.pk}
    assert [row.code for row in reports.closed_in(world.intake)] == ["POS-A"]
    full = sealed(world.intake, SealKind.RESULT)
    by_code = [str(row.uuid) for row in Position.objects.order_by("code")]
    assert full["instance"]["closing_order"] == by_code
    assert list(verify.check(full, documents(world))) == []


TAMPERINGS = {
    "minimum numbers": lambda rows: rows[0].update(minimum=0),
    "closing order": lambda rows: [row.update(code=row["code"][::-1]) for row in rows],
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_minimum_or_order_that_was_not_sealed_is_named(what):
    """V28, B3."""
    world = bound_world(2, 2, ("1-A-2", "2-A-1"))
    rated(world, other_host=3)
    matched(world)
    full = copy.deepcopy(sealed(world.intake, SealKind.RESULT))
    inputs = sealed(world.intake, SealKind.INPUTS)
    assert inputs["format"] == "round-inputs/5"
    TAMPERINGS[what](inputs["positions"])
    full["seals"]["inputs"] = digest(inputs)
    found = {place for question, place in verify.check(full, [("x", inputs)])}
    assert f"x: {what}" in found


def test_minimum_that_nobody_announced_is_named():
    """V28, B3: a host may not close its position on students who did not know."""
    world = bound_world(2, 2)
    rated(world, other_host=3)
    matched(world)
    full = copy.deepcopy(sealed(world.intake, SealKind.RESULT))
    criteria = sealed(world.intake, SealKind.CRITERIA)
    inputs = sealed(world.intake, SealKind.INPUTS)
    criteria["minimums"] = [row for row in criteria["minimums"] if row["code"] != "POS-A"]
    full["seals"]["criteria"] = digest(criteria)
    found = list(verify.check(full, [("criteria", criteria), ("inputs", inputs)]))
    assert found == [("document", "minimum of POS-A that nobody announced")]


def test_codes_that_were_exchanged_after_the_lists_were_in_are_named():
    """V28, B3: by the code it is decided which of two closes."""
    world = bound_world(2, 2)
    rated(world, other_host=3)
    matched(world)
    full = copy.deepcopy(sealed(world.intake, SealKind.RESULT))
    inputs = sealed(world.intake, SealKind.INPUTS)
    codes = [row["code"] for row in inputs["positions"]]
    for row, code in zip(inputs["positions"], reversed(codes), strict=True):
        row["code"] = code
    full["seals"]["inputs"] = digest(inputs)
    documents = [("criteria", sealed(world.intake, SealKind.CRITERIA)), ("inputs", inputs)]
    found = {place for __, place in verify.check(full, documents)}
    assert {f"minimum of {code} that nobody announced" for code in codes} <= found


def test_minimum_counts_as_it_was_announced_with_the_criteria():
    """V28, B3: who ranked relied on it; what rises later asks for nothing more, what falls does."""
    world = bound_world(minimum=2, other_minimum=2)
    offer(world.position, minimum=0)
    offer(world.other_position, capacity=3, minimum=3)
    pair = (world.position, world.other_position)
    assert announced(world.intake) == {str(row.uuid): 2 for row in pair}
    found = {row["code"]: row["minimum"] for row in inputs_content(world.intake)["positions"]}
    assert found == {"POS-A": 0, "POS-B": 2}


def test_round_whose_criteria_were_sealed_without_minimums_has_none():
    """V28, B3: as before this version, or when a host thought of it later."""
    world = bound_world(minimum=0)
    offer(world.position, minimum=2)
    alone = rated(world)
    matched(world)
    assert places() == {alone.pk: world.position}


@pytest.mark.parametrize(
    ("minimum", "taken", "left"), [(2, 0, 2), (3, 1, 2), (3, 2, 0), (2, 1, 0), (2, 5, 0), (0, 0, 0)]
)
def test_of_a_minimum_only_what_is_missing_still_is_needed(minimum, taken, left):
    """B3: one more student is never too few."""
    assert still_needed(minimum, taken) == left


def test_what_a_round_left_free_is_there_in_the_next_one():
    """V27, B3: a position that closed has its seats again, and who got a place counts there."""
    world = bound_world()
    rated(world, other_host=3)
    matched(world)
    later = make_round(world.intake.pathway, RoundState.RATING)
    found = {row["code"]: row for row in inputs_content(later)["positions"]}
    left = {code: (row["capacity"], row["minimum"]) for code, row in found.items()}
    assert left == {"POS-A": (2, 2), "POS-B": (1, 0)}


def test_closing_of_a_later_round_tells_what_was_needed_then():
    """B3, V31: of a minimum of three with one there already, not that the host takes two."""
    world = make_intake(RoundState.DRAFT, capacity=4)
    offer(world.position, minimum=3, code="POS-A")
    move_round(world.intake, RoundState.RATING)
    three = [rated(world) for __ in range(3)]
    matched(world)
    for application in three:
        application.refresh_from_db()
        answer = services.accept_offer if application == three[0] else services.decline_offer
        answer(application, actor=application.student.user)
    later = replace(world, intake=make_round(world.intake.pathway, RoundState.RATING))
    alone = rated(later, other_host=3)
    matched(later)
    assert reports.results_of(alone)[0].reason == (
        "This position closed when there was 1 student for it in this round; "
        "at least 2 were needed."
    )
    (closed,) = reports.closed_in(later.intake)
    assert (closed.students, closed.minimum) == (1, 2)


def as_before(intake):
    """The input as the version before sealed it."""
    content = inputs_content(intake)
    rows = [{name: row[name] for name in ("id", "capacity")} for row in content["positions"]]
    return content | {"format": "round-inputs/2", "positions": rows}


def test_round_sealed_by_the_version_before_is_matched_and_checked(monkeypatch):
    """B3: it has no code and no minimum, so nothing closes."""
    world = bound_world(minimum=0)
    alone = rated(world)
    monkeypatch.setattr(rounds, "inputs_content", as_before)
    matched(world)
    assert sealed(world.intake, SealKind.INPUTS)["format"] == "round-inputs/2"
    assert places() == {alone.pk: world.position}
    full = sealed(world.intake, SealKind.RESULT)
    assert list(verify.check(full, documents(world))) == []
    assert all(verify.asked(full, documents(world)).values())


RULE, EXCEPTION = "closes when fewer come", "There is one exception."


def test_procedure_tells_of_minimums_only_where_there_are_any():
    """V38, B3: and what is said of an honest list stays true."""
    plain, bound = bound_world(minimum=0), bound_world(codes=("POS-C", "POS-D"))
    for world, told in ((plain, False), (bound, True)):
        said = " ".join(services.procedure_sentences(world.intake))
        promised = " ".join(services.honesty_sentences(world.intake))
        assert (RULE in said, EXCEPTION in promised) == (told, told)
        text = sealed(world.intake, SealKind.CRITERIA)["procedure"]["en"]
        assert (RULE in " ".join(text), EXCEPTION in " ".join(text)) == (told, told)
    offer(plain.position, minimum=2)
    offer(bound.position, minimum=0)
    assert RULE not in " ".join(services.procedure_sentences(plain.intake))
    assert RULE in " ".join(services.procedure_sentences(bound.intake))
    with override("nl"):
        gezegd = services.honesty_sentences(IntakeRound.objects.get(pk=bound.intake.pk))
    assert gezegd[-1].startswith("Er is één uitzondering. Sluit een leerplek")


def test_coordinator_reads_which_positions_closed_and_nobody_else_does(client):
    """B3: the code, how many came, how many were needed."""
    world = bound_world()
    alone = rated(world, other_host=3)
    matched(world)
    url = reverse("matching:round-detail", args=[world.intake.uuid])
    pages = {}
    for person in (world.coordinator, world.contact, alone.student.user):
        sign_in(client, person)
        pages[person.pk] = client.get(url).content.decode()
    told = "(POS-A): er kwam 1 student, er waren er 2 nodig"
    assert [told in page for page in pages.values()] == [True, False, False]
    assert ["Leerplekken die sloten" in page for page in pages.values()] == [True, False, False]
    own = client.get(reverse("matching:application-detail", args=[alone.uuid])).content.decode()
    assert "Deze leerplek sloot toen er in deze ronde 1 student voor was" in own


def test_student_who_ranks_reads_the_minimum_that_was_announced():
    """V27."""
    world = bound_world()
    offer(world.other_position, minimum=2)
    form = RankingForm(application=make_application(world.intake))
    helps = {name: str(field.help_text) for name, field in form.fields.items()}
    words = "Takes at least 2 students, or none."
    assert words in helps[f"rank_{world.position.uuid}"]
    assert words not in helps[f"rank_{world.other_position.uuid}"]


def test_criteria_that_everybody_reads_name_the_minimums():
    """V28, B3: in the order in which equal shortages close."""
    world = bound_world(2, 2, ("POS-B", "POS-A"))
    text = services.sealed_text(world.intake, SealKind.CRITERIA)
    assert json.loads(text)["minimums"] == [
        {"id": str(world.other_position.uuid), "code": "POS-A", "minimum": 2},
        {"id": str(world.position.uuid), "code": "POS-B", "minimum": 2},
    ]
