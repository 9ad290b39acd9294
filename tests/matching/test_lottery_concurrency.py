"""Two people in one lottery at the same moment, on a database of their own (B3)."""

import threading

from django.db import connection

from core.errors import DomainError
from matching import services
from matching.enums import LotteryParty, RoundState, SealKind, WitnessState
from matching.models import IntakeRound, LotteryWitness, MatchRun
from matching.services.locking import round_held
from matching.services.seals import sealed
from tests.factories.matching import SENTENCES, make_intake, make_witness, move_round, rated
from tests.factories.trajectories import make_student


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
