"""A round that follows another: places that are left, lots that are kept, nobody placed twice."""

import hashlib
import json
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.errors import NotNow, Refused
from core.models import Notification
from matching import services
from matching.engine import verify
from matching.enums import ApplicationState, OfferAnswer, RoundState, SealKind
from matching.forms import RankingForm
from matching.models import Application, Offer
from matching.services import contents
from matching.services.explanations import told_in
from matching.services.seals import sealed
from tests.factories.matching import (
    import_applications,
    make_application,
    make_intake,
    make_round,
    matched,
    rated,
)
from tests.factories.trajectories import make_position, make_student
from tests.people import sign_in
from trajectories.enums import TrajectoryState
from trajectories.models import HostLimit, Trajectory
from trajectories.services import end_trajectory_early, plan_trajectory

pytestmark = pytest.mark.django_db


def later(world, state=RoundState.RATING):
    """The same people in a round after the one that was matched."""
    return replace(world, intake=make_round(world.intake.pathway, state, name="Tweede ronde"))


def lot(seed, application):
    """The lot of a student, by the announced rule."""
    drawn = bytes.fromhex(seed) + str(application.lottery_id).encode()
    return hashlib.sha256(drawn).hexdigest()


def first_round(world, number=3):
    """A matched round with one place: the others stay without."""
    applications = [rated(world) for _ in range(number)]
    matched(world)
    for application in applications:
        application.refresh_from_db()
    return applications


def accepted(applications):
    """The one with the place, who takes it; and those without."""
    placed = next(row for row in applications if row.state == ApplicationState.PLACED)
    services.accept_offer(placed, actor=placed.student.user)
    return placed, [row for row in applications if row.pk != placed.pk]


def test_later_round_keeps_the_lots_and_touches_no_earlier_place():
    """B3: who comes back has the lot of the first round and goes before newcomers, who draw with
    the new seed; the verifier finds all of it in the sealed documents.
    """
    world = make_intake(capacity=1)
    __, without = accepted(first_round(world))
    first_seed = sealed(world.intake, SealKind.RESULT)["lottery"]["seed"]
    trajectory = Trajectory.objects.get()
    make_position(world.intake.pathway, capacity=1)
    second = later(world)
    second.position.capacity = 3
    second.position.save()
    back = [rated(second, student=row.student) for row in without]
    new = [rated(second) for _ in range(3)]
    assert [row.lottery_id for row in back] == [row.lottery_id for row in without]
    matched(second)
    inputs = sealed(second.intake, SealKind.INPUTS)
    (kept,) = inputs["kept_lots"]
    assert (kept["round"], kept["seed"]) == (str(world.intake.uuid), first_seed)
    assert {inputs["students"][number] for number in kept["students"]} == {
        str(row.lottery_id) for row in without
    }
    full = sealed(second.intake, SealKind.RESULT)
    seed = full["lottery"]["seed"]
    assert seed != first_seed
    order = [
        *sorted(back, key=lambda row: lot(first_seed, row)),
        *sorted(new, key=lambda row: lot(seed, row)),
    ]
    drawn = {row["id"]: row["lottery"] for row in full["instance"]["students"]}
    assert sorted(drawn, key=drawn.get) == [str(row.lottery_id) for row in order]
    # Equal marks everywhere: the two best lots get the two places that are left.
    waiting = Offer.objects.filter(answer=OfferAnswer.PENDING)
    got = {str(row.application.lottery_id) for row in waiting}
    assert got == {str(row.lottery_id) for row in order[:2]}
    assert Trajectory.objects.get() == trajectory
    earlier = ("first round", sealed(world.intake, SealKind.RESULT))
    assert list(verify.check(full, [*documents(second), earlier])) == []
    assert all(verify.asked(full, [*documents(second), earlier]).values())
    without_it = verify.asked(full, documents(second))
    assert [name for name, could in without_it.items() if not could] == ["earlier"]


def documents(world):
    """Everything that an auditor gets beside the full certificate."""
    kinds = (SealKind.CRITERIA, SealKind.INPUTS, SealKind.CERTIFICATE)
    found = [(str(kind), sealed(world.intake, kind)) for kind in kinds]
    return [*found, ("explanations", json.loads(b"".join(told_in(world.intake))))]


EARLIER = {
    "an invented seed": lambda kept: kept[0].update(seed="0" * 64),
    "one lot was not kept": lambda kept: kept[0]["students"].pop(),
    "a lot that was never drawn": lambda kept: kept[0]["students"].append(max(NEW)),
}
NEW: set[str] = set()


@pytest.mark.parametrize("what", EARLIER)
def test_lots_that_are_not_those_of_the_earlier_round_are_named(what):
    """B3: also where the sealed input agrees; the certificate of the earlier round proves it."""
    world = make_intake(capacity=1)
    __, without = accepted(first_round(world))
    second = later(world)
    for row in without:
        rated(second, student=row.student)
    NEW.clear()
    NEW.update(str(rated(second).lottery_id) for _ in range(2))
    matched(second)
    full, first = (sealed(each.intake, SealKind.RESULT) for each in (second, world))
    EARLIER[what](full["lottery"]["kept"])
    assert "earlier" in {question for question, __ in verify.check(full, [("first", first)])}


def test_earlier_certificate_that_was_changed_proves_nothing():
    """B3: who takes a student out of it also takes away the lot, and is named."""
    world = make_intake(capacity=1)
    __, without = accepted(first_round(world))
    second = later(world)
    for row in without:
        rated(second, student=row.student)
    matched(second)
    full, first = (sealed(each.intake, SealKind.RESULT) for each in (second, world))
    assert not list(verify.check(full, [("first", first)]))
    robbed = full["lottery"]["kept"][0]["students"].pop()
    rows = first["instance"]["students"]
    first["instance"]["students"] = [row for row in rows if row["id"] != robbed]
    found = list(verify.check(full, [("first", first)]))
    assert ("seal", "first: instance") in found


def test_earlier_round_is_told_also_where_nobody_came_back():
    """B3: of a small round nobody learns whether somebody in it was there before."""
    world = make_intake(capacity=1)
    accepted(first_round(world))
    second = later(world)
    rated(second)
    matched(second)
    seed = sealed(world.intake, SealKind.RESULT)["lottery"]["seed"]
    lottery = sealed(second.intake, SealKind.RESULT)["lottery"]
    assert lottery["kept"] == [{"seed": seed, "students": []}]
    assert sealed(second.intake, SealKind.CERTIFICATE)["lottery"]["kept"] == [{"seed": seed}]


def test_lots_are_not_kept_where_that_was_not_announced(monkeypatch):
    """V28, B3: what was published before this rule holds; and the verifier asks for it."""
    world = make_intake(capacity=1)
    __, without = accepted(first_round(world))
    second = later(world)
    for row in without:
        rated(second, student=row.student)
    monkeypatch.setattr(contents, "lots_are_kept", lambda intake: False)
    assert contents.inputs_content(second.intake)["kept_lots"] == []
    monkeypatch.undo()
    matched(second)
    full, silent = (sealed(second.intake, kind) for kind in (SealKind.RESULT, SealKind.CRITERIA))
    del silent["lots_are_kept"]
    inputs = sealed(second.intake, SealKind.INPUTS)
    found = {place for __, place in verify.check(full, [("c", silent), ("i", inputs)])}
    assert "that lots are kept, which nobody announced" in found


def test_who_withdrew_before_the_draw_keeps_no_lot():
    """V28, B3: nothing was drawn; the random id stays."""
    world = make_intake(capacity=1)
    rated(world)
    gone = rated(world)
    services.withdraw_application(gone, actor=gone.student.user)
    matched(world)
    second = later(world)
    back = rated(second, student=gone.student)
    assert back.lottery_id == gone.lottery_id
    assert [row["students"] for row in contents.inputs_content(second.intake)["kept_lots"]] == [[]]


@pytest.mark.parametrize("clock", [timedelta(0), timedelta(minutes=-1)], ids=["runs", "set back"])
def test_third_round_keeps_the_lot_of_the_first_that_was_matched(clock):
    """B3: one lot per student in the whole intake, also where a clock was set back meanwhile."""
    world = make_intake(capacity=1)
    __, (first, __) = accepted(first_round(world))
    second = later(world)
    comes_back, newcomer = rated(second, student=first.student), rated(second)
    with time_machine.travel(timezone.now() + clock, tick=True):
        matched(second)
    third = replace(second, intake=make_round(world.intake.pathway, RoundState.RATING))
    for row in (comes_back, newcomer):
        rated(third, student=row.student)
    services.seal_round(third.intake, actor=third.coordinator)
    inputs = sealed(third.intake, SealKind.INPUTS)
    told = {
        row["round"]: [inputs["students"][n] for n in row["students"]]
        for row in inputs["kept_lots"]
    }
    assert told == {
        str(world.intake.uuid): [str(comes_back.lottery_id)],
        str(second.intake.uuid): [str(newcomer.lottery_id)],
    }


def test_public_certificate_of_a_later_round_names_the_seeds_and_no_student():
    """B3."""
    world = make_intake(capacity=1)
    __, without = accepted(first_round(world))
    second = later(world)
    for row in without:
        rated(second, student=row.student)
    matched(second)
    public = sealed(second.intake, SealKind.CERTIFICATE)
    first_seed = sealed(world.intake, SealKind.RESULT)["lottery"]["seed"]
    assert public["lottery"]["kept"] == [{"seed": first_seed}]
    assert list(verify.check(public)) == []
    assert not any(str(row.lottery_id) in json.dumps(public) for row in without)


TAMPERINGS = {
    "another seed": lambda kept: kept[0].update(seed="0" * 64),
    "somebody kept no lot": lambda kept: kept[0]["students"].pop(),
    "nobody kept any": lambda kept: kept.clear(),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_lot_that_was_not_kept_is_named(what):
    """B3: against the sealed input, and against the lots themselves."""
    world = make_intake(capacity=1)
    __, without = accepted(first_round(world))
    second = later(world)
    for row in without:
        rated(second, student=row.student)
    matched(second)
    full = sealed(second.intake, SealKind.RESULT)
    TAMPERINGS[what](full["lottery"]["kept"])
    found = set(verify.check(full, documents(second)))
    assert ("document", "inputs: lots of an earlier round") in found


def test_student_with_a_place_starts_no_other_application_in_the_pathway():
    """V27, B3: not while it waits for an answer, and not once it is taken."""
    world = make_intake(capacity=1)
    applications = first_round(world)
    second = later(world, RoundState.OPEN)
    placed = next(row for row in applications if row.state == ApplicationState.PLACED)
    for _ in range(2):
        with pytest.raises(Refused):
            services.start_application(second.intake, actor=placed.student.user)
        if placed.state == ApplicationState.PLACED:
            services.accept_offer(placed, actor=placed.student.user)
    without = next(row for row in applications if row.state == ApplicationState.UNPLACED)
    begun = services.start_application(second.intake, actor=without.student.user)
    assert begun.lottery_id == without.lottery_id


def test_draft_begun_before_the_place_came_is_not_sent_beside_it():
    """V27, B3."""
    world = make_intake(capacity=1)
    second = later(world, RoundState.OPEN)
    application = rated(world)
    draft = make_application(second.intake, student=application.student, positions=[world.position])
    matched(world)
    with pytest.raises(NotNow) as refusal:
        services.submit_application(draft, actor=draft.student.user)
    said = [
        "You have a place in this pathway already or completed it, so you cannot apply for another"
        " one."
    ]
    assert list(map(str, refusal.value.reasons)) == said


def test_who_has_a_place_is_left_out_when_the_lists_are_sealed(client):
    """V27, B3: said on the page before, and to the student after; nobody can hold up the round."""
    world = make_intake(capacity=2)
    second = later(world)
    application = rated(world)
    here = rated(second, student=application.student)
    unrated = make_application(second.intake, ApplicationState.SUBMITTED, [world.position])
    plan_trajectory(student=unrated.student, position=world.position, actor=world.coordinator)
    other = rated(second)
    matched(world)
    sign_in(client, second.coordinator)
    page = reverse("matching:round-seal", args=[second.intake.uuid])
    told = client.get(page).content.decode()
    assert "2 studenten hebben al een plaats in het traject en worden weggelaten" in told
    assert str(application.student) in told
    services.seal_round(second.intake, actor=second.coordinator)
    inputs = sealed(second.intake, SealKind.INPUTS)
    assert inputs["students"] == [str(other.lottery_id)]
    for row in (here, unrated):
        row.refresh_from_db()
        assert row.state == ApplicationState.WITHDRAWN
        letter = Notification.objects.get(recipient=row.student.user, kind="matching.left-out")
        assert "nothing changes about your place" in letter.text_en
    application.refresh_from_db()
    assert application.state == ApplicationState.PLACED
    services.match_round(second.intake, actor=second.coordinator)
    services.accept_offer(application, actor=application.student.user)


def test_who_declines_a_place_may_take_part_later():
    """V27."""
    world = make_intake(capacity=1)
    application = rated(world)
    second = later(world, RoundState.OPEN)
    matched(world)
    services.decline_offer(application, actor=application.student.user)
    begun = services.start_application(second.intake, actor=application.student.user)
    assert begun.lottery_id == application.lottery_id


def test_student_without_a_place_is_led_to_the_round_that_is_open_again(client):
    """V31: from the result, and only who can apply there."""
    world = make_intake(capacity=1)
    placed, (without, __) = accepted(first_round(world))
    second = later(world, RoundState.OPEN)
    link = reverse("matching:round-apply", args=[second.intake.uuid])

    def page_of(application):
        sign_in(client, application.student.user)
        page = reverse("matching:application-detail", args=[application.uuid])
        return client.get(page).content.decode()

    assert link not in page_of(placed)
    told = page_of(without)
    assert link in told
    assert "opnieuw kandidaat stellen, in Tweede ronde, tot" in told
    services.start_application(second.intake, actor=without.student.user)
    assert link not in page_of(without)


def test_student_whose_trajectory_ended_early_applies_again_and_keeps_the_lot(client):
    """V27, V31, B3: from the result to a second run; only a place that stands rules that out."""
    world = make_intake(capacity=1)
    placed, __ = accepted(first_round(world))
    first_seed = sealed(world.intake, SealKind.RESULT)["lottery"]["seed"]
    run = Trajectory.objects.get()
    opened = later(world, RoundState.OPEN)
    sign_in(client, placed.student.user)
    page = reverse("matching:application-detail", args=[placed.uuid])
    link = reverse("matching:round-apply", args=[opened.intake.uuid])
    assert link not in client.get(page).content.decode()
    end_trajectory_early(run, actor=run.coach, reason="Het bedrijf stopt.")
    shown = client.get(page).content.decode()
    assert link in shown
    assert "Uw traject op deze plaats is vroegtijdig gestopt." in shown
    assert "De plaats die u had" in shown
    begun = services.start_application(opened.intake, actor=placed.student.user)
    assert begun.lottery_id == placed.lottery_id
    second = replace(world, intake=make_round(world.intake.pathway, RoundState.RATING))
    back, newcomer = rated(second, host=5, student=placed.student), rated(second, host=3)
    matched(second)
    inputs = sealed(second.intake, SealKind.INPUTS)
    assert sorted(inputs["students"]) == sorted([str(back.lottery_id), str(newcomer.lottery_id)])
    (kept,) = inputs["kept_lots"]
    drew = [inputs["students"][number] for number in kept["students"]]
    assert (kept["seed"], drew) == (first_seed, [str(placed.lottery_id)])
    full = sealed(second.intake, SealKind.RESULT)
    earlier = ("first round", sealed(world.intake, SealKind.RESULT))
    assert list(verify.check(full, [*documents(second), earlier])) == []
    assert all(verify.asked(full, [*documents(second), earlier]).values())
    back.refresh_from_db()
    services.accept_offer(back, actor=back.student.user)
    assert list(Trajectory.objects.order_by("pk").values_list("student", "state")) == [
        (placed.student_id, TrajectoryState.ENDED_EARLY),
        (placed.student_id, TrajectoryState.PLANNED),
    ]
    third = make_round(world.intake.pathway, RoundState.OPEN, name="Derde ronde")
    with pytest.raises(Refused):
        services.start_application(third, actor=placed.student.user)


def test_student_with_a_planned_trajectory_takes_no_part():
    """V27: also where no round gave it."""
    world = make_intake(RoundState.OPEN)
    student = make_student(world.intake.pathway.programme)
    plan_trajectory(student=student, position=world.position, actor=world.coordinator)
    with pytest.raises(Refused):
        services.start_application(world.intake, actor=student.user)


def test_student_who_ranks_reads_which_places_are_taken_and_what_a_host_takes_in_all():
    """V27, V38: in the reader's language; nothing is said where there is nothing to say."""
    world = make_intake(capacity=2)
    application = rated(world)
    matched(world)
    services.accept_offer(application, actor=application.student.user)
    pathway = world.intake.pathway
    HostLimit.objects.create(pathway=pathway, organisation=world.position.host, capacity=1)
    second = later(world, RoundState.OPEN)

    def told():
        form = RankingForm(application=make_application(second.intake))
        return [
            str(form.fields[f"rank_{row.uuid}"].help_text)
            for row in (world.position, world.other_position)
        ]

    here, there = told()
    assert here.endswith(
        "Number of places: 2. No place is free now; that can change until the lists are sealed. "
        "The host takes at most 1 student over all its places together."
    )
    HostLimit.objects.update(capacity=2)
    here, __ = told()
    assert here.endswith(
        "Number of places: 2. 1 of them is taken already. The host takes at most 2 students over "
        "all its places together."
    )
    assert there.endswith("Number of places: 2.")
    with override("nl"):
        hier, __ = told()
    assert hier.endswith(
        "Aantal plaatsen: 2. 1 ervan is al ingenomen. De gastorganisatie neemt hoogstens 2 "
        "studenten over al haar plaatsen samen."
    )
    pathway.students_at_most = 1
    pathway.save()
    second.intake.refresh_from_db()
    assert all("No place is free now; that can change" in each for each in told())


def test_lottery_id_stays_with_student_and_pathway_also_for_raw_sql():
    """B3: nobody gets a second lot, and nobody somebody else's."""
    first = make_application()
    second = make_round(first.intake_round.pathway, RoundState.OPEN)
    elsewhere = make_round(state=RoundState.OPEN)
    wrong = [
        {"intake_round": second, "student": first.student, "lottery_id": uuid.uuid4()},
        {
            "intake_round": second,
            "student": make_student(second.pathway.programme),
            "lottery_id": first.lottery_id,
        },
        {
            "intake_round": elsewhere,
            "student": first.student,
            "lottery_id": first.lottery_id,
        },
    ]
    for values in wrong:
        with pytest.raises(IntegrityError, match="does not agree"), transaction.atomic():
            Application.objects.create(motivation="x", **values)
    with pytest.raises(IntegrityError, match="does not agree"), transaction.atomic():
        Application.objects.filter(pk=first.pk).update(lottery_id=uuid.uuid4())


def test_application_that_is_brought_in_keeps_the_lottery_id_of_an_earlier_round():
    """B3: whoever comes back on paper keeps the lot; a newcomer in the same file has another."""
    first = make_application()
    second = make_round(first.intake_round.pathway, RoundState.OPEN)
    newcomer = make_student(second.pathway.programme)
    outcome = import_applications(second.pathway, [first.student, newcomer])
    assert (outcome.problems, outcome.made) == ([], 2)
    back = Application.objects.get(student=first.student, intake_round=second)
    assert back.lottery_id == first.lottery_id
    assert Application.objects.get(student=newcomer).lottery_id != first.lottery_id


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "Whoever drew in an earlier round of this pathway keeps that lot and, at equal marks, "
            "goes before those who draw later. Places that were given stay: whoever has one in "
            "this pathway when the lists are sealed takes no part.",
        ),
        (
            "nl",
            "Wie in een eerdere ronde van dit traject lootte, houdt dat lot en gaat bij gelijke "
            "punten voor op wie later loot. Gegeven plaatsen blijven: wie er een heeft in dit "
            "traject wanneer de lijsten verzegeld worden, doet niet mee.",
        ),
    ],
)
def test_procedure_says_that_lots_and_places_stay(language, sentence):
    """V28, V38, B3: in the criteria that are sealed, also those of a first round."""
    criteria = sealed(make_round(state=RoundState.PUBLISHED), SealKind.CRITERIA)
    assert sentence in criteria["procedure"][language]
    assert criteria["lots_are_kept"] is True
