"""Two people at once, on a database of their own where everything is really committed."""

import threading

import pytest
from django.db import connection

from core.errors import NotNow
from matching import services
from matching.enums import ApplicationState, RoundState
from matching.models import Application, Explanation, IntakeRound, MatchRun, Offer, RoundSeal
from matching.services import rounds
from matching.services.locking import round_held
from tests.dying import killed_at
from tests.factories.matching import make_intake, marks_for, rated
from tests.factories.trajectories import make_position


def both(act):
    """Run ``act`` in two threads that begin together; what each came to."""
    together = threading.Barrier(2)
    outcomes = []

    def press():
        try:
            together.wait(timeout=10)
            act()
            outcomes.append("done")
        except NotNow as refusal:
            outcomes.append(str(refusal.status))
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for __ in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join(timeout=30)
    return sorted(outcomes)


def test_two_people_who_press_match_at_once_make_one_match(committed):
    """B3: the row is locked; the second press is told that it is done (409)."""
    world = make_intake()
    rated(world)
    services.seal_round(world.intake, actor=world.coordinator)
    press = lambda: services.match_round(IntakeRound.objects.get(), actor=world.coordinator)  # noqa: E731
    assert both(press) == ["409", "done"]
    assert MatchRun.objects.count() == 1


def test_a_rating_that_comes_during_the_seal_waits_and_is_too_late(committed):
    """B3: whoever changes a list holds the round first, so a seal misses nothing."""
    world = make_intake()
    application = rated(world)
    marks = marks_for(world.intake, 1)
    outcomes = []

    def rate():
        try:
            services.rate_application(application, actor=world.director, marks=marks)
            outcomes.append("done")
        except NotNow as refusal:
            outcomes.append(str(refusal.status))
        finally:
            connection.close()

    with round_held(world.intake.pk):
        late = threading.Thread(target=rate)
        late.start()
        services.seal_round(world.intake, actor=world.coordinator)
    late.join(timeout=30)
    assert outcomes == ["409"]
    assert set(application.ratings.values_list("score", flat=True)) == {4}


@pytest.mark.parametrize(
    ("state", "verb", "kind"),
    [(RoundState.DRAFT, "publish_round", "criteria"), (RoundState.RATING, "seal_round", "inputs")],
)
def test_a_place_that_is_added_during_a_seal_waits(committed, monkeypatch, state, verb, kind):
    """B3: places are announced and sealed by several queries, so nobody adds one between two."""
    world = make_intake(state)
    content = getattr(rounds, f"{kind}_content")
    began = threading.Event()
    added = []

    def add():
        began.wait(timeout=10)
        make_position(world.intake.pathway)
        added.append(RoundSeal.objects.filter(kind=kind).exists())
        connection.close()

    def slowly(intake):
        began.set()
        late.join(timeout=1)  # it would be there by now
        return content(intake)

    monkeypatch.setattr(rounds, f"{kind}_content", slowly)
    late = threading.Thread(target=add)
    late.start()
    getattr(services, verb)(world.intake, actor=world.coordinator)
    late.join(timeout=30)
    assert added == [True]


def test_two_people_who_press_seal_at_once_make_one_seal(committed):
    """B3: the lists are sealed once."""
    world = make_intake()
    rated(world)
    press = lambda: services.seal_round(IntakeRound.objects.get(), actor=world.coordinator)  # noqa: E731
    assert both(press) == ["409", "done"]
    assert world.intake.seals.filter(kind="inputs").count() == 1


def test_match_that_is_killed_in_the_middle_leaves_nothing_and_is_made_whole_afterwards(committed):
    """B3: kill -9 at every query, one after another, until the transaction was whole; once."""
    world = make_intake()
    rated(world, host=5)
    rated(world, host=2)
    services.seal_round(world.intake, actor=world.coordinator)
    work = lambda: services.match_round(IntakeRound.objects.get(), actor=world.coordinator)  # noqa: E731
    kills = 0
    while killed_at(kills + 1, work) and IntakeRound.objects.get().state == RoundState.SEALED:
        kills += 1
        assert states_of_applications() == {ApplicationState.INTERVIEWED}
        assert written() == (0, 0, 0, 2)
    assert kills > 20
    assert states_of_applications() == {ApplicationState.PLACED, ApplicationState.UNPLACED}
    assert written() == (1, 1, 2, 4)


def states_of_applications():
    return set(Application.objects.values_list("state", flat=True))


def written():
    """How many runs, offers, explanations and seals there are."""
    return tuple(model.objects.count() for model in (MatchRun, Offer, Explanation, RoundSeal))
