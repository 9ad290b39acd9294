"""Students at their own employer in the match: from the seal to the certificate and the letter."""

import copy
import json
import re
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.translation import override

from core.actions import available_actions
from core.errors import NotNow
from core.models import Notification
from core.workflow import HOST
from matching import reports, services
from matching.engine import digest, verify
from matching.enums import ApplicationState, OwnPlaceState, RefusalReason, RoundState, SealKind
from matching.models import Explanation, IntakeRound, Offer, OwnEmployerPlace
from matching.services import rounds
from matching.services.contents import inputs_content
from matching.services.explanations import told_in
from matching.services.seals import sealed
from tests.factories.matching import (
    make_application,
    make_intake,
    make_own_place,
    make_ratings,
    make_round,
    matched,
    rated,
)
from tests.factories.trajectories import walk
from tests.people import sign_in
from trajectories.models import HostLimit, Trajectory
from trajectories.services import end_trajectory_early

pytestmark = pytest.mark.django_db


def own_worker(world, position=None, offered=False):
    """A student with an agreed place at the own employer, who listed another position."""
    application = make_application(world.intake, ApplicationState.ELIGIBLE, [world.other_position])
    make_own_place(
        application,
        position or world.position,
        confirmed_by=world.contact,
        agreed_by=world.coordinator,
        offered=offered,
    )
    application.refresh_from_db()
    return application


def documents(world):
    kinds = (SealKind.CRITERIA, SealKind.INPUTS, SealKind.CERTIFICATE)
    found = [(str(kind), sealed(world.intake, kind)) for kind in kinds]
    return [*found, ("explanations", json.loads(b"".join(told_in(world.intake))))]


@pytest.fixture
def world():
    """Two places: one for an own worker, beside whom another one has an extra place."""
    return make_intake(capacity=2)


def test_own_workers_have_their_place_before_the_ranking_and_only_one_takes_a_seat(world):
    """V35, V28, B3: everything is sealed, decided by the engine, and checked by the auditor."""
    offered, extra = own_worker(world, offered=True), own_worker(world)
    high, low = rated(world, host=5), rated(world, host=2)
    matched(world)
    places = {row.application: row.position for row in Offer.objects.all()}
    assert places == dict.fromkeys([offered, extra, high], world.position)
    for row, state in ((offered, "placed"), (extra, "placed"), (high, "placed"), (low, "unplaced")):
        row.refresh_from_db()
        assert row.state == state
    full = sealed(world.intake, SealKind.RESULT)
    assert [row["seat_offered_to_all"] for row in full["instance"]["fixed"]] == [
        row is offered for row in sorted((offered, extra), key=lambda row: str(row.lottery_id))
    ]
    assert list(verify.check(full, documents(world))) == []
    assert all(verify.asked(full, documents(world)).values())


def test_round_with_own_workers_only_is_matched_and_checked(world):
    """V35, B3: nobody is ranked and nobody rated."""
    own_worker(world, offered=True)
    matched(world)
    full = sealed(world.intake, SealKind.RESULT)
    assert list(verify.check(full, documents(world))) == []
    assert Offer.objects.count() == 1


def test_explanation_page_and_letter_say_that_it_is_the_own_employer(world, client):
    """V35, V31: in true words, and the file can be proved like every other."""
    own, ranked = own_worker(world), rated(world)
    matched(world)
    document = json.loads(Explanation.objects.get(application=own).canonical)
    assert (document["fixed"], document["outcomes"]) == (True, [])
    assert document["position"] == str(world.position.uuid)
    assert reports.results_of(own) == []
    kinds = {
        row: set(
            Notification.objects.filter(recipient=row.student.user).values_list("kind", flat=True)
        )
        for row in (own, ranked)
    }
    assert "matching.placed_at_own_employer" in kinds[own]
    assert "matching.placed" not in kinds[own]
    assert "matching.placed" in kinds[ranked]
    assert "matching.placed_at_own_employer" not in kinds[ranked]
    sign_in(client, own.student.user)
    url = reverse("matching:application-detail", args=[own.uuid])
    page = client.get(url).content.decode()
    assert "Bij uw eigen werkgever, zoals u, uw werkgever en de instelling" in page
    answer = client.get(reverse("matching:application-accept", args=[own.uuid])).content.decode()
    assert "zoals u, uw werkgever en de instelling afspraken" in answer
    sign_in(client, world.coordinator)
    page = client.get(reverse("matching:round-detail", args=[world.intake.uuid])).content.decode()
    assert "Bij de eigen werkgever" in page
    assert "een extra plaats voor de eigen werknemer" in page


def test_place_that_the_student_declines_is_called_agreed_by_nobody_any_more(world, client):
    """V35: student, host and coordinator read that nobody learns there, each in own words."""
    own = own_worker(world)
    matched(world)
    own.refresh_from_db()
    services.decline_offer(own, actor=own.student.user)
    own.own_place.refresh_from_db()
    assert own.own_place.state == OwnPlaceState.NOT_TAKEN
    assert own.own_place.host_said_by is not None
    pages = {
        own.student.user: ("application-detail", own, "en u weigerde de plaats na de matching"),
        world.contact: ("application-detail", own, "Uw werknemer weigerde deze plaats"),
        world.coordinator: ("round-detail", world.intake, "Afgesproken, maar geweigerd"),
    }
    for reader, (name, obj, words) in pages.items():
        sign_in(client, reader)
        page = client.get(reverse(f"matching:{name}", args=[obj.uuid])).content.decode()
        assert words in page
        for untrue in ("Afgesproken: plaats", "uw werknemer leert bij u", "U leert bij uw eigen"):
            assert untrue not in page
    assert not [a for a in available_actions(own.own_place, world.coordinator) if a.allowed]


def ended_after_the_match(world, application):
    """The student takes the place, and the trajectory there ends early; the application's page."""
    matched(world)
    application.refresh_from_db()
    services.accept_offer(application, actor=application.student.user)
    run = Trajectory.objects.get(student=application.student)
    end_trajectory_early(run, actor=run.coach, reason="De gastorganisatie stopt.")
    return reverse("matching:application-detail", args=[application.uuid])


def test_place_whose_trajectory_ended_early_is_nobody_s_any_more(world, client):
    """V35, V31: each reads that it is over, the student also who helps."""
    own = own_worker(world)
    address = ended_after_the_match(world, own)
    for reader, words in {
        own.student.user: "U had deze plaats bij",
        world.contact: "had deze plaats vóór de matching",
        world.coordinator: "had deze plaats vóór de matching",
    }.items():
        sign_in(client, reader)
        page = client.get(address).content.decode()
        assert words in page
        assert "vroegtijdig gestopt" in page.lower()
        for untrue in ("Afgesproken: ", "U leert bij uw eigen", "U krijgt deze plaats"):
            assert untrue not in page


@pytest.mark.parametrize("said", ["refused", "declined", "withdrawn"])
def test_request_that_came_to_nothing_stays_what_it_was_when_another_place_ends(
    world, client, said
):
    """V35, V31: the trajectory that ended early was elsewhere."""
    application = make_application(world.intake, ApplicationState.ELIGIBLE, [world.other_position])
    place = make_own_place(application, world.position)
    no = {
        "refused": lambda: services.refuse_own_place(place, actor=world.coordinator, reason="Nee."),
        "declined": lambda: services.decline_own_place(place, actor=world.contact, reason="Nee."),
        "withdrawn": lambda: services.withdraw_own_place(place, actor=application.student.user),
    }
    no[said]()
    make_ratings(application, world.director)
    make_ratings(application, world.other_contact, position=world.other_position)
    walk(application, [ApplicationState.INTERVIEWED])
    address = ended_after_the_match(world, application)
    for reader in (application.student.user, world.coordinator):
        sign_in(client, reader)
        page = client.get(address).content.decode()
        assert "had deze plaats" not in page
        assert ("Nee." in page) is (said != "withdrawn")


def test_sealed_place_changes_in_no_other_way_also_for_raw_sql(world):
    """B3: not before the student declined, and nothing of it but that."""
    own = own_worker(world)
    matched(world)
    places = OwnEmployerPlace.objects.filter(application=own)

    def stands(**change):
        with (
            pytest.raises(IntegrityError, match="lists of this round are sealed"),
            transaction.atomic(),
        ):
            places.update(**change)

    stands(state=OwnPlaceState.NOT_TAKEN)
    stands(seat_offered_to_all=True)
    own.refresh_from_db()
    services.decline_offer(own, actor=own.student.user)
    stands(state=OwnPlaceState.AGREED)
    stands(position=world.other_position)


def test_letter_is_told_in_a_constant_number_of_queries(world, django_assert_max_num_queries):
    """D4: whether somebody is an own worker is not asked one by one."""
    for __ in range(3):
        rated(world)
    services.seal_round(world.intake, actor=world.coordinator)
    with django_assert_max_num_queries(80):
        services.match_round(world.intake, actor=world.coordinator)


def test_own_worker_gets_no_other_place_also_for_raw_sql(world):
    """V35, B3: not even one of the own list; and nobody gets the employer's without a word."""
    own, ranked = own_worker(world), rated(world)
    matched(world)
    for row, position in ((own, world.other_position), (ranked, world.other_position)):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE matching_offer SET position_id = %s WHERE application_id = %s",
                [position.pk, row.pk],
            )


def accept(application):
    application.refresh_from_db()
    services.accept_offer(application, actor=application.student.user)


def test_public_page_of_a_later_round_tells_the_places_that_were_left(client):
    """V35, V38, B3: not all that hosts ever offered; extra ones at the own employer stand apart."""
    world = make_intake(RoundState.RATING, capacity=2)
    own_worker(world, offered=True)
    rated(world)
    matched(world)
    pathway = world.intake.pathway
    pathway.students_at_most = 3
    pathway.save()
    later = replace(world, intake=make_round(pathway, RoundState.RATING))
    own_worker(later)
    for __ in range(5):
        rated(later, other_host=4)
    matched(later)
    page = client.get(reverse("public-round", args=[later.intake.uuid])).content.decode()
    told = re.findall(r"<dt>([^<]*)</dt><dd>(\d+)</dd>", page)
    assert [(label, int(number)) for label, number in told] == [
        ("Studenten die deelnamen", 6),
        ("Plaatsen die vrij waren voor deze ronde", 2),
        ("Daarvan binnen de grenzen van gastorganisaties of keuzetraject", 1),
        ("Studenten met een plaats", 2),
        ("Studenten zonder plaats", 4),
    ]
    assert "Extra plaatsen bij de eigen werkgever tellen niet mee bij de plaatsen." in page


def test_few_who_are_ranked_are_hidden_by_nobody_with_a_place_beforehand(client):
    """V38, B3: of five of whom four learn at their own employer no number is told to everybody."""
    world = make_intake(RoundState.RATING)
    for __ in range(4):
        own_worker(world)
    alone = rated(world)
    pair, reason = alone.preferences.get(), RefusalReason.values[0]
    services.judge_pair(pair, actor=world.contact, acceptable=False, reason=reason)
    matched(world)
    public = sealed(world.intake, SealKind.CERTIFICATE)
    assert (public["totals"], public["totals_from"]) == (None, 5)
    page = client.get(reverse("public-round", args=[world.intake.uuid])).content.decode()
    assert "Er werden minder dan 5 studenten gerangschikt. We geven geen cijfers" in page
    assert "Daarom staan er geen totalen in het certificaat" in page
    assert "<dd>5</dd>" not in page
    full = sealed(world.intake, SealKind.RESULT)
    assert list(verify.check(full, documents(world))) == []


def test_own_worker_who_withdrew_is_no_one_of_those_who_took_part(client):
    """V38: five who were ranked are told of, on the page as in the certificate."""
    world = make_intake(RoundState.RATING, capacity=3)
    gone = own_worker(world)
    services.withdraw_application(gone, actor=gone.student.user)
    for __ in range(5):
        rated(world)
    matched(world)
    assert sealed(world.intake, SealKind.CERTIFICATE)["totals"]["students"] == 5
    totals = reports.totals_of(IntakeRound.objects.get(pk=world.intake.pk))
    assert (totals.students, totals.few) == (5, False)


@pytest.mark.parametrize(
    ("offered", "says"),
    [(True, "free again for other students"), (False, "Nobody learns on it")],
)
def test_employer_reads_what_becomes_of_a_declined_place(offered, says):
    """V35: one that was offered to everybody goes to somebody else; an extra one is no more."""
    world = make_intake(RoundState.RATING, capacity=3)
    own = own_worker(world, offered=offered)
    matched(world)
    own.refresh_from_db()
    services.decline_offer(own, actor=own.student.user)
    place = OwnEmployerPlace.objects.get(application=own)
    assert says in reports.what_it_means(place, HOST)


@pytest.mark.parametrize("answered", [False, True])
def test_extra_seat_takes_none_from_the_others_in_a_later_round(answered):
    """V35, V27, B3: a seat offered to everybody does; both count towards the minimum."""
    world = make_intake(RoundState.RATING, capacity=3)
    own = [own_worker(world), own_worker(world, offered=True)]
    matched(world)
    if answered:
        for row in own:
            accept(row)
    later = make_round(world.intake.pathway, RoundState.RATING)
    found = {row["id"]: row["capacity"] for row in inputs_content(later)["positions"]}
    assert found[str(world.position.uuid)] == 2
    world.position.minimum = 3
    world.position.save()
    bound = make_round(world.intake.pathway, RoundState.RATING)
    (row,) = (
        row for row in inputs_content(bound)["positions"] if row["id"] == str(world.position.uuid)
    )
    assert (row["capacity"], row["minimum"]) == (2, 0)  # one more is never too few


@pytest.mark.parametrize("host_limit", [None, 2])
@pytest.mark.parametrize(("offered", "ranked"), [(True, 1), (False, 2)])
def test_limit_of_the_pathway_counts_an_own_worker_on_a_seat_offered_to_all(
    offered, ranked, host_limit
):
    """V35, B3: as the sealed input says; the match never gives more, nor does the next round."""
    world = make_intake(RoundState.RATING, capacity=3)
    pathway = world.intake.pathway
    pathway.students_at_most = 2
    pathway.save()
    if host_limit:
        HostLimit.objects.create(
            pathway=pathway, organisation=world.position.host, capacity=host_limit
        )
    own = own_worker(world, offered=offered)
    for score in (5, 4, 3):
        rated(world, host=score)
    matched(world)
    others = Offer.objects.exclude(application=own)
    assert (others.count(), Offer.objects.filter(application=own).count()) == (ranked, 1)
    inputs = sealed(world.intake, SealKind.INPUTS)
    caps = {row["id"]: row["capacity"] for row in inputs["caps"]}
    assert caps[str(pathway.uuid)] == 2
    assert inputs["fixed"]["seat_offered_to_all"] == [offered]
    full = sealed(world.intake, SealKind.RESULT)
    assert list(verify.check(full, documents(world))) == []
    assert all(verify.asked(full, documents(world)).values())
    for row in Offer.objects.select_related("application"):
        accept(row.application)
    later = replace(world, intake=make_round(pathway, RoundState.RATING))
    left = {row["id"]: row["capacity"] for row in inputs_content(later.intake)["caps"]}
    assert set(left.values()) == {0}
    rated(later)
    matched(later)
    assert Offer.objects.count() == ranked + 1


def test_limit_of_the_pathway_is_promised_to_no_more_own_workers_than_it_has():
    """V35, B3: said to the host, to the coordinator, and at the seal when the limit came later."""
    world = make_intake(RoundState.RATING, capacity=3)
    pathway = world.intake.pathway
    for __ in range(2):
        own_worker(world, offered=True)
    pathway.students_at_most = 2
    pathway.save()
    third = make_application(world.intake, ApplicationState.ELIGIBLE, [world.other_position])
    place = make_own_place(third, world.position)
    with pytest.raises(NotNow) as refusal:
        services.confirm_own_place(place, actor=world.contact, seat_offered_to_all=True)
    said, remedy = map(str, refusal.value.reasons)
    assert (
        said
        == f"The limit of {pathway} over all its positions leaves no such place for an own worker."
    )
    assert remedy == "Choose an extra place for your own worker instead."
    services.confirm_own_place(place, actor=world.contact, seat_offered_to_all=False)
    services.agree_own_place(place, actor=world.coordinator)
    pathway.students_at_most = 1
    pathway.save()
    with pytest.raises(NotNow) as refusal:
        services.seal_round(world.intake, actor=world.coordinator)
    assert said in map(str, refusal.value.reasons)
    pathway.students_at_most = 2
    pathway.save()
    world.intake.refresh_from_db()
    matched(world)
    assert Offer.objects.count() == 3


def test_extra_seat_that_ended_early_is_none_when_the_student_comes_back_by_the_ranking():
    """V35, V27: the second time it is a seat of everybody."""
    world = make_intake(RoundState.RATING, capacity=1)
    own = own_worker(world)
    matched(world)
    accept(own)
    run = Trajectory.objects.get()
    end_trajectory_early(run, actor=run.coach, reason="De opdracht viel weg.")
    again = replace(world, intake=make_round(world.intake.pathway, RoundState.RATING))
    back = rated(again, student=own.student)
    matched(again)
    accept(back)
    third = make_round(world.intake.pathway, RoundState.RATING)
    found = {row["id"]: row["capacity"] for row in inputs_content(third)["positions"]}
    assert found[str(world.position.uuid)] == 0


def test_declined_place_is_free_again():
    """V27, V35."""
    world = make_intake(RoundState.RATING, capacity=1)
    own = own_worker(world, offered=True)
    matched(world)
    own.refresh_from_db()
    services.decline_offer(own, actor=own.student.user)
    later = replace(world, intake=make_round(world.intake.pathway, RoundState.RATING))
    found = {row["id"]: row["capacity"] for row in inputs_content(later.intake)["positions"]}
    assert found[str(world.position.uuid)] == 1


def test_who_declined_the_own_employer_draws_for_the_first_time_when_coming_back():
    """V35, B3: who is placed before a match has no lot of it, also once that place was declined."""
    world = make_intake(RoundState.RATING, capacity=1)
    own = own_worker(world)
    first = rated(world)
    matched(world)
    own.refresh_from_db()
    services.decline_offer(own, actor=own.student.user)
    later = replace(world, intake=make_round(world.intake.pathway, RoundState.RATING))
    back = rated(later, student=own.student)
    assert back.lottery_id == own.lottery_id != first.lottery_id
    matched(later)
    inputs = sealed(later.intake, SealKind.INPUTS)
    assert [row["students"] for row in inputs["kept_lots"]] == [[]]
    earlier = ("first round", sealed(world.intake, SealKind.RESULT))
    full = sealed(later.intake, SealKind.RESULT)
    assert list(verify.check(full, [*documents(later), earlier])) == []


def forget(inputs):
    for column in inputs["fixed"].values():
        column.clear()


def add(inputs):
    other = 1 - inputs["fixed"]["student"][0]
    for name, value in (("student", other), ("position", 0), ("seat_offered_to_all", False)):
        inputs["fixed"][name].append(value)


def move(inputs):
    inputs["fixed"]["position"] = [1 - inputs["fixed"]["position"][0]]


def flip(inputs):
    inputs["fixed"]["seat_offered_to_all"] = [False]


def spell_otherwise(inputs):
    inputs["fixed"]["seat_offered_to_all"] = [1]


TAMPERINGS = {
    "removed": forget,
    "added": add,
    "moved": move,
    "flipped": flip,
    "one for true": spell_otherwise,
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_fixed_pair_that_was_not_sealed_so_is_named(world, what):
    """V35, B3: the auditor compares who was placed beforehand with what was sealed."""
    own_worker(world, offered=True)
    rated(world)
    matched(world)
    full, inputs = (sealed(world.intake, kind) for kind in (SealKind.RESULT, SealKind.INPUTS))
    TAMPERINGS[what](inputs)
    full["seals"]["inputs"] = digest(inputs)
    found = {place for __, place in verify.check(full, [("x", inputs)])}
    assert "x: who was placed beforehand" in found


def test_list_that_is_brought_back_is_named(world):
    """V35, B3: whoever is placed beforehand has no list in what was sealed."""
    own = own_worker(world, offered=True)
    matched(world)
    full = copy.deepcopy(sealed(world.intake, SealKind.RESULT))
    inputs = sealed(world.intake, SealKind.INPUTS)
    full["instance"]["students"][0]["choices"] = [
        {"position": str(world.other_position.uuid), "score": 1}
    ]
    assert full["instance"]["students"][0]["id"] == str(own.lottery_id)
    found = {place for __, place in verify.check(full, [("x", inputs)])}
    assert "x: lists" in found


def test_somebody_who_is_fixed_twice_cannot_be_read(world):
    """B3: a name twice in a list whose numbers are used."""
    own_worker(world, offered=True)
    matched(world)
    full, inputs = (sealed(world.intake, kind) for kind in (SealKind.RESULT, SealKind.INPUTS))
    for column in inputs["fixed"].values():
        column *= 2
    full["seals"]["inputs"] = digest(inputs)
    with pytest.raises(ValueError, match="twice"):
        list(verify.check(full, [("x", inputs)]))


def test_place_at_the_own_employer_that_was_not_announced_is_named(world):
    """V35, V38, B3."""
    own_worker(world, offered=True)
    matched(world)
    full = copy.deepcopy(sealed(world.intake, SealKind.RESULT))
    criteria, inputs = (sealed(world.intake, kind) for kind in (SealKind.CRITERIA, SealKind.INPUTS))
    criteria["own_employer"] = False
    full["seals"]["criteria"] = digest(criteria)
    found = list(verify.check(full, [("criteria", criteria), ("inputs", inputs)]))
    assert found == [("document", "place at the own employer that nobody announced")]


def as_before(intake):
    """The input as the version before sealed it."""
    content = inputs_content(intake)
    del content["fixed"]
    return content | {"format": "round-inputs/4"}


def test_round_sealed_by_the_version_before_is_matched_and_checked(world, monkeypatch):
    """B3: nobody was placed beforehand."""
    alone = rated(world)
    monkeypatch.setattr(rounds, "inputs_content", as_before)
    matched(world)
    assert sealed(world.intake, SealKind.INPUTS)["format"] == "round-inputs/4"
    assert [row.application for row in Offer.objects.all()] == [alone]
    full = sealed(world.intake, SealKind.RESULT)
    assert list(verify.check(full, documents(world))) == []
    assert all(verify.asked(full, documents(world)).values())


def test_student_reads_the_letter_in_dutch(world):
    """V35."""
    own = own_worker(world)
    with override("nl"):
        assert "eigen werkgever" in reports.next_step(own)
