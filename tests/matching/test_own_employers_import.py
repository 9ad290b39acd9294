"""What a file says about the own employer: the same rules, words and letters as by hand."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from core.errors import NotNow
from core.importing import importer_named, run_import
from core.importing.refusals import check_now
from core.importing.undo import undo
from core.models import ImportRun, Notification
from matching import services
from matching.enums import ApplicationState, OwnPlaceState, RoundState
from matching.models import Application, OwnEmployerPlace
from tests.factories.matching import (
    import_applications,
    make_application,
    make_condition,
    make_intake,
    make_own_place,
)
from tests.factories.trajectories import make_position, make_student
from tests.sample import csv_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_intake(RoundState.OPEN)


def students(world, number=1):
    return [make_student(world.intake.pathway.programme) for __ in range(number)]


def bring(world, people, wish="yes", position=None):
    code = position.code if position else ""
    return import_applications(world.intake.pathway, people, wish, code)


def problems(outcome):
    return [(problem.column, str(problem.reason)) for problem in outcome.problems]


def known(world, student, state):
    """An application that a line of `import_applications` means, with a named place."""
    application = make_application(
        world.intake, state, [world.other_position], student=student, code=f"APP-{student.pk}"
    )
    return make_own_place(application, world.position)


def test_file_names_the_place_and_what_was_sent_counts_as_sent(world):
    """V35: as by hand; a second time nothing is new, and an empty cell takes nothing back."""
    (student,) = students(world)
    outcome = bring(world, [student], position=world.position)
    assert (outcome.problems, outcome.made) == ([], 1)
    place = OwnEmployerPlace.objects.get()
    assert (place.position, place.state) == (world.position, OwnPlaceState.ASKED)
    assert (place.application.own_employer, place.application.state) == (True, "submitted")
    for position in (world.position, None):
        assert bring(world, [student], position=position).unchanged == 1
    assert OwnEmployerPlace.objects.get() == place


def test_another_place_comes_in_until_the_conditions_are_checked(world):
    """V35: from then on the employer was asked."""
    (student,) = students(world)
    bring(world, [student], position=world.position)
    assert bring(world, [student], position=world.other_position).changed == 1
    application = Application.objects.get()
    services.check_application(application, actor=world.coach, answers={})
    outcome = bring(world, [student], position=world.position)
    said = "The conditions are checked already: from then on nobody can name another employer."
    assert problems(outcome) == [("application_code", said)]
    assert OwnEmployerPlace.objects.get().position == world.other_position


@pytest.mark.parametrize(
    ("wish", "elsewhere", "said"),
    [
        ("no", False, "Only who wants to learn at the own employer names a position there."),
        ("yes", True, "This position is not offered in this pathway."),
    ],
)
def test_place_that_the_student_could_not_name_by_hand_is_refused(world, wish, elsewhere, said):
    """V35."""
    position = make_position() if elsewhere else world.position
    outcome = bring(world, students(world), wish, position)
    assert problems(outcome) == [("own_employer_position", said)]
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("state", "answer", "said"),
    [
        (
            ApplicationState.SUBMITTED,
            None,
            "Until then this line says yes.",
        ),
        (
            ApplicationState.ELIGIBLE,
            None,
            "Once the conditions are checked, the student can take that back with “Do not learn at"
            " your own employer” on the page of the application. Until then this line says yes.",
        ),
        (
            ApplicationState.ELIGIBLE,
            "Geen mentor vrij.",
            "the answer was no: the list counts. Leave yes on this line.",
        ),
    ],
)
def test_no_in_a_file_takes_back_nothing_that_was_named(world, state, answer, said):
    """V35: who named what, and how it can go; once withdrawn, the line comes in."""
    (student,) = students(world)
    place = known(world, student, state)
    if answer:
        services.decline_own_place(place, actor=world.contact, reason=answer)
    ((column, reason),) = problems(bring(world, [student], "no"))
    assert column == "own_employer"
    assert reason.startswith(str(world.position.host))
    assert f"was named as the own employer of {student}" in reason
    assert reason.endswith(said)
    with override("nl"):
        ((__, reden),) = problems(bring(world, [student], "no"))
    assert "als eigen werkgever" in reden
    assert Application.objects.get().own_employer
    if state == ApplicationState.ELIGIBLE and not answer:
        services.withdraw_own_place(place, actor=student.user)
        assert bring(world, [student], "no").problems == []


def test_whether_a_place_was_named_costs_as_much_for_three_lines_as_for_one(world):
    """D4."""
    people = students(world, 3)
    for student in people:
        known(world, student, ApplicationState.SUBMITTED)

    def asked(number):
        with CaptureQueriesContext(connection) as found:
            assert len(bring(world, people[:number], "no").problems) == number
        return len(found)

    asked(1)
    assert asked(3) == asked(1)


def test_undo_takes_the_named_place_along(world):
    """Issue 3: as every row that an import made; the wish that was there before stays."""
    (student,) = students(world)
    first = bring(world, [student])
    second = bring(world, [student], position=world.position)
    undo(second.run, actor=world.coordinator)
    assert not OwnEmployerPlace.objects.exists()
    assert Application.objects.get().own_employer
    undo(first.run, actor=world.coordinator)
    both = bring(world, [student], position=world.position)
    undo(both.run, actor=world.coordinator)
    assert not Application.objects.exists()


def test_employer_hears_of_the_check_by_file_as_of_the_check_by_hand(world):
    """V35: one that was named and whose conditions are met; nobody hears of it twice."""
    condition = make_condition(world.intake.pathway)
    people = students(world, 3)
    assert bring(world, people[:2], position=world.position).problems == []
    assert bring(world, people[2:]).problems == []
    lines = [
        f"APP-{student.pk},{condition.code},{met},{world.coach.email}"
        for student, met in zip(people, ("yes", "no", "yes"), strict=True)
    ]
    text = "\n".join(["application_code,condition_code,met,checked_by_email", *lines])
    for __ in range(2):
        outcome = run_import(
            importer_named("eligibility_answers"), csv_file(text), actor=world.coordinator
        )
        assert outcome.problems == []
    (letter,) = Notification.objects.filter(kind="matching.own_employer_asked")
    assert letter.recipient == world.contact
    assert str(people[0]) in letter.subject_en
    assert letter.path.endswith(f"/{Application.objects.get(student=people[0]).uuid}/")


def test_undo_takes_wish_and_place_away_together_in_slices(world, monkeypatch):
    """V35: those of a later slice still stand while the wish of all is as it was before."""
    monkeypatch.setattr("core.importing.undo.SLICE", 1)
    people = students(world, 3)
    bring(world, people, wish="no")
    bring(world, people, position=world.position)
    undo(ImportRun.objects.latest("pk"), actor=world.coordinator)
    assert not OwnEmployerPlace.objects.exists()
    assert set(Application.objects.values_list("own_employer", flat=True)) == {False}


def test_undo_that_takes_the_wish_from_a_named_place_says_what_comes_first(world):
    """V35: the place came with a later file."""
    people = students(world)
    bring(world, people, wish="no")
    bring(world, people)
    wish = ImportRun.objects.latest("pk")
    bring(world, people, position=world.position)
    with pytest.raises(NotNow) as refused, transaction.atomic():
        undo(wish, actor=world.coordinator)
    assert "First undo that import" in str(refused.value.reasons)
    undo(ImportRun.objects.latest("pk"), actor=world.coordinator)
    undo(wish, actor=world.coordinator)
    assert not Application.objects.get().own_employer


def test_place_whose_wish_a_file_denied_has_it_after_the_upgrade(world):
    """V35: so that employer and institution can say their word, and nothing is refused."""
    (student,) = students(world)
    place = known(world, student, ApplicationState.ELIGIBLE)
    gone = known(world, students(world)[0], ApplicationState.ELIGIBLE)
    services.withdraw_own_place(gone, actor=gone.application.student.user)
    Application.objects.update(own_employer=False)
    migration = import_module("matching.migrations.0016_wish_of_named_places")
    migration.wish_along(apps, None)
    check_now()
    wishes = dict(Application.objects.values_list("pk", "own_employer"))
    assert wishes == {place.application_id: True, gone.application_id: False}
