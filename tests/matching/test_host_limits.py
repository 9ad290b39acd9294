"""A host that takes fewer students than its positions have places, to the certificate."""

import json
from operator import itemgetter

import pytest
from django.urls import reverse
from django.utils.translation import override

from matching import reports
from matching.engine import digest, verify
from matching.enums import ApplicationState, RoundState, SealKind
from matching.models import Offer
from matching.services.contents import inputs_content
from matching.services.explanations import told_in
from matching.services.seals import sealed
from partnerships.enums import Role
from tests.factories.matching import (
    Intake,
    make_application,
    make_intake,
    make_ratings,
    make_round,
    matched,
    rated,
)
from tests.factories.partnerships import make_member
from tests.factories.trajectories import make_pathway, make_position, walk
from trajectories.models import HostLimit

ELIGIBLE = ApplicationState.ELIGIBLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """One host with two positions of two places each, that takes one student in all."""
    pathway = make_pathway()
    position = make_position(pathway, capacity=2)
    other = make_position(pathway, capacity=2, host=position.host)
    contact = make_member(Role.CONTACT, position.host)
    HostLimit.objects.create(pathway=pathway, organisation=position.host, capacity=1)
    return Intake(
        intake=make_round(pathway, RoundState.RATING),
        coordinator=pathway.coordinator,
        coach=pathway.coach,
        director=pathway.programme.director,
        contact=contact,
        position=position,
        other_contact=contact,
        other_position=other,
    )


def applied(world, position, score):
    application = make_application(world.intake, ApplicationState.ELIGIBLE, positions=[position])
    make_ratings(application, world.director, score)
    make_ratings(application, world.contact, score, position)
    walk(application, [ApplicationState.INTERVIEWED])
    return application


def documents(world):
    kinds = (SealKind.CRITERIA, SealKind.INPUTS, SealKind.CERTIFICATE)
    found = [(str(kind), sealed(world.intake, kind)) for kind in kinds]
    return [*found, ("explanations", json.loads(b"".join(told_in(world.intake))))]


def test_host_gets_no_more_students_than_it_takes_over_all_its_positions(world):
    """V27, V28, B3: the highest mark of all is kept; the other reads why."""
    low, high = applied(world, world.position, 3), applied(world, world.other_position, 5)
    matched(world)
    assert [row.application for row in Offer.objects.all()] == [high]
    reason = reports.results_of(low)[0].reason
    assert reason.startswith(
        "Over all its positions together this host had room for 1 student. Others had a higher"
    )
    with override("nl"):
        gezegd = reports.results_of(low)[0].reason
    assert gezegd.startswith("Over al haar leerplekken samen had deze gastorganisatie plaats voor")
    full = sealed(world.intake, SealKind.RESULT)
    assert [row["capacity"] for row in full["instance"]["caps"]] == [1]
    assert list(verify.check(full, documents(world))) == []
    assert all(verify.asked(full, documents(world)).values())


def test_everybody_reads_how_many_fit_in_where_that_is_fewer_than_the_places(world, client):
    """V38, B3: else an empty place beside a student without one looks like a fault."""
    for score in (1, 2, 3, 4, 5):
        applied(world, world.position, score)
    matched(world)
    certificate = sealed(world.intake, SealKind.CERTIFICATE)
    numbers = certificate["totals"]
    assert (numbers["seats"], numbers["students_at_most"], numbers["matched"]) == (4, 1, 1)
    page = client.get(reverse("public-round", args=[world.intake.uuid])).content.decode()
    assert "Daarvan binnen de grenzen van gastorganisaties of keuzetraject" in page
    free = make_intake()
    for score in (1, 2, 3, 4, 5):
        rated(free, host=score)
    matched(free)
    page = client.get(reverse("public-round", args=[free.intake.uuid])).content.decode()
    assert "Daarvan binnen de grenzen van gastorganisaties of keuzetraject" not in page


TAMPERINGS = {
    "other number": lambda inputs: inputs["caps"][0].update(capacity=2),
    "no limit": lambda inputs: inputs.update(caps=[]),
    "one position without": lambda inputs: inputs["positions"][0].update(within=""),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_limit_that_was_not_sealed_is_named(world, what):
    """V28, B3."""
    applied(world, world.position, 3)
    matched(world)
    full, inputs = (sealed(world.intake, kind) for kind in (SealKind.RESULT, SealKind.INPUTS))
    TAMPERINGS[what](inputs)
    full["seals"]["inputs"] = digest(inputs)
    found = {place for __, place in verify.check(full, [("x", inputs)])}
    assert "x: seats that several positions share" in found


def test_who_got_a_place_counts_for_the_host_in_a_later_round(world):
    """V27, B3: at whichever of its positions."""
    applied(world, world.position, 3)
    matched(world)
    later = make_round(world.intake.pathway, RoundState.RATING)
    content = inputs_content(later)
    assert [row["capacity"] for row in content["caps"]] == [0]
    assert {row["within"] for row in content["positions"]} == {content["caps"][0]["id"]}


def test_pathway_gives_no_more_places_than_it_takes_over_all_hosts():
    """V27, V28, B3: a position in a host in a pathway; who is outranked reads by what."""
    world = make_intake(capacity=2)
    pathway = world.intake.pathway
    HostLimit.objects.create(pathway=pathway, organisation=world.position.host, capacity=1)
    pathway.students_at_most = 2
    pathway.save()
    high, low = rated(world, host=5), rated(world, host=4)
    elsewhere = [make_application(world.intake, ELIGIBLE, [world.other_position]) for _ in "ab"]
    for application, score in zip(elsewhere, (3, 2), strict=True):
        make_ratings(application, world.director, 4)
        make_ratings(application, world.other_contact, score, world.other_position)
        walk(application, [ApplicationState.INTERVIEWED])
    matched(world)
    placed = {row.application_id for row in Offer.objects.all()}
    assert placed == {high.pk, elsewhere[0].pk}
    (by_host,), (by_pathway,) = reports.results_of(low), reports.results_of(elsewhere[1])
    assert by_host.reason.startswith("Over all its positions together this host had room for 1")
    assert by_pathway.reason.startswith("The pathway as a whole had room for 2 students. Others")
    with override("nl"):
        gezegd = reports.results_of(elsewhere[1])[0].reason
    assert gezegd.startswith("Het traject als geheel had plaats voor 2 studenten.")
    full = sealed(world.intake, SealKind.RESULT)
    caps = {row["id"]: (row["capacity"], row["within"]) for row in full["instance"]["caps"]}
    limit = str(HostLimit.objects.get().uuid)
    assert caps == {limit: (1, str(pathway.uuid)), str(pathway.uuid): (2, "")}
    assert list(verify.check(full, documents(world))) == []
    assert all(verify.asked(full, documents(world)).values())
    inputs = sealed(world.intake, SealKind.INPUTS)
    for row in inputs["caps"]:
        row["within"] = ""
    found = {place for __, place in verify.check(full, [("x", inputs)])}
    assert "x: seats that several positions share" in found


def test_who_got_a_place_counts_for_the_pathway_in_a_later_round(world):
    """V27, B3."""
    pathway = world.intake.pathway
    pathway.students_at_most = 3
    pathway.save()
    applied(world, world.position, 3)
    matched(world)
    content = inputs_content(make_round(pathway, RoundState.RATING))
    whole = {"id": str(pathway.uuid), "capacity": 2, "within": ""}
    assert whole in content["caps"]
    assert content["caps"] == sorted(content["caps"], key=itemgetter("id"))
