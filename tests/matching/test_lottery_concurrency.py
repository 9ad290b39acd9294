"""Two people in one lottery at the same moment, on a database of their own (B3)."""

import threading
from uuid import uuid4

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.copying import insert
from core.errors import DomainError
from matching import services
from matching.enums import ApplicationState, LotteryParty, RoundState, SealKind, WitnessState
from matching.models import Application, IntakeRound, LotteryWitness, MatchRun
from matching.services.locking import round_held
from matching.services.lots import lottery_ids_of
from matching.services.seals import sealed
from tests.factories.matching import (
    SENTENCES,
    make_application,
    make_intake,
    make_round,
    make_witness,
    move_round,
    rated,
)
from tests.factories.trajectories import make_student, walk


def beside(*acts):
    """Begin everything together; what each came to, in the order of the acts."""
    together = threading.Barrier(len(acts))
    outcomes = {}

    def press(number, act):
        try:
            together.wait(timeout=10)
            act()
            outcomes[number] = "done"
        except DomainError as refusal:
            outcomes[number] = str(refusal.status)
        finally:
            connection.close()

    presses = [threading.Thread(target=press, args=pair) for pair in enumerate(acts)]
    for one in presses:
        one.start()
    for one in presses:
        one.join(timeout=30)
    return [outcomes[number] for number in sorted(outcomes)]


def drawn_world(*parties):
    world = make_intake(RoundState.DRAFT)
    witnesses = [make_witness(world.intake, party) for party in parties]
    services.publish_round(world.intake, actor=world.coordinator)
    move_round(world.intake, RoundState.RATING)
    rated(world)
    services.seal_round(world.intake, actor=world.coordinator)
    return world, witnesses


def reveal(key):
    witness = LotteryWitness.objects.select_related("user").get(pk=key)
    sentence = SENTENCES[LotteryParty(witness.party)]
    services.reveal_secret(witness, actor=witness.user, sentence=sentence)


def test_a_secret_that_is_revealed_twice_at_once_is_written_once(committed):
    __, (witness,) = drawn_world(LotteryParty.STUDENTS)
    assert sorted(beside(*[lambda: reveal(witness.pk)] * 2)) == ["409", "done"]


def test_two_parties_reveal_and_two_people_match_at_the_same_moment(committed):
    """B3: the match has both secrets, or is told to wait; it is never made with half of them."""
    world, witnesses = drawn_world(*LotteryParty)
    match = lambda: services.match_round(IntakeRound.objects.get(), actor=world.coordinator)  # noqa: E731
    reveals = [lambda key=row.pk: reveal(key) for row in witnesses]
    outcomes = beside(*reveals, match, match)
    assert outcomes[:2] == ["done", "done"]
    assert outcomes.count("done") <= 3
    if not MatchRun.objects.exists():
        match()
    secrets = sealed(IntakeRound.objects.get(), SealKind.CERTIFICATE)["lottery"]["secrets"]
    assert set(secrets) == {"institution", "students", "hosts"}


def test_a_promise_that_comes_while_the_round_is_published_is_too_late(committed):
    """B3: what is published is what stands there."""
    world = make_intake(RoundState.DRAFT)
    witness = make_witness(world.intake)
    outcomes = []

    def promise_another():
        row = LotteryWitness.objects.select_related("user").get(pk=witness.pk)
        try:
            services.promise_secret(row, actor=row.user, sentence="Toch liever een andere zin.")
            outcomes.append("done")
        except DomainError as refusal:
            outcomes.append(str(refusal.status))
        finally:
            connection.close()

    with round_held(world.intake.pk):
        late = threading.Thread(target=promise_another)
        late.start()
        services.publish_round(world.intake, actor=world.coordinator)
    late.join(timeout=30)
    assert outcomes == ["409"]
    (__, promise) = sealed(world.intake, SealKind.CRITERIA)["lottery_commitments"]
    assert promise["sha256"] == LotteryWitness.objects.get().sha256


def test_two_coordinators_who_ask_at_once_ask_one_person(committed):
    world = make_intake(RoundState.DRAFT)
    emails = [make_student(world.intake.pathway.programme).user.email for __ in range(2)]
    asks = [
        lambda email=email: services.ask_witness(
            IntakeRound.objects.get(),
            actor=world.coordinator,
            party=LotteryParty.STUDENTS,
            email=email,
        )
        for email in emails
    ]
    assert sorted(beside(*asks)) == ["400", "done"]
    assert LotteryWitness.objects.get().state == WitnessState.ASKED


def waiting(act, *, until):
    """What ``act`` came to in a connection of its own, begun while ``until`` had not committed."""
    outcomes, began = [], threading.Event()

    def press():
        try:
            began.set()
            act()
            outcomes.append("done")
        except (DomainError, IntegrityError) as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    late = threading.Thread(target=press)
    with transaction.atomic():
        until()
        late.start()
        began.wait(timeout=10)
        late.join(timeout=1)
        assert late.is_alive(), "it did not wait"
    late.join(timeout=30)
    return outcomes


def two_rounds():
    """Two open rounds of one pathway, and a student."""
    first = make_round(state=RoundState.OPEN)
    second = make_round(first.pathway, RoundState.OPEN)
    return first, second, make_student(first.pathway.programme)


def test_two_ids_of_one_student_at_the_same_moment_are_one_too_many(committed):
    """B3: the guard reads what another connection commits meanwhile; two random ids, by hand."""
    first, second, student = two_rounds()

    def apply(intake):
        Application.objects.create(intake_round=intake, student=student, lottery_id=uuid4())

    assert waiting(lambda: apply(second), until=lambda: apply(first)) == ["IntegrityError"]
    assert Application.objects.get().intake_round == first


def test_student_who_is_brought_in_and_applies_at_the_same_moment_has_one_lot(committed):
    """B3: both are there, under one id."""
    first, second, student = two_rounds()

    def bring_in():
        key = (student.pk, first.pathway_id)
        row = Application(
            intake_round=first, student=student, lottery_id=lottery_ids_of({key})[key]
        )
        insert(Application, [row])

    by_hand = lambda: services.start_application(second, actor=student.user)  # noqa: E731
    assert waiting(by_hand, until=bring_in) == ["done"]
    assert Application.objects.count() == 2
    assert len(set(Application.objects.values_list("lottery_id", flat=True))) == 1


def test_who_promises_and_applies_at_the_same_moment_does_one_of_both(committed):
    """B3: whichever is committed first; the round of a promise is a draft, so by raw rows."""
    intake = make_round()
    witness = make_witness(intake, promised=False)

    def apply():
        make_application(intake, student=witness.user.student)

    def promise():
        LotteryWitness.objects.update(
            state=WitnessState.PROMISED, sha256="a" * 64, promised_at=timezone.now()
        )

    assert waiting(promise, until=apply) == ["IntegrityError"]
    walk(Application.objects.get(), [ApplicationState.WITHDRAWN])
    Application.objects.all().delete()
    assert waiting(apply, until=promise) == ["IntegrityError"]
