"""The verbs of the log (V13)."""

from datetime import date
from decimal import Decimal

import pytest

from core.errors import Invalid, NotNow, Refused
from tests.factories.partnerships import make_mentor
from tests.factories.trajectories import (
    make_log_entry,
    make_outcome,
    make_position,
    make_trajectory,
    walk,
)
from trajectories import services
from trajectories.enums import LogEntryState, TrajectoryState
from trajectories.models import LogEntry

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 14)


@pytest.fixture
def run():
    return make_trajectory(make_position(start_date=date(2026, 9, 1)))


def write(run, **values):
    day = {"day": TODAY, "hours": Decimal("7.25"), "text": " Een storing gezocht. "}
    return services.write_log_entry(run, **{"actor": run.student.user, **day, **values})


def test_the_student_writes_a_day_with_outcomes_of_the_pathway(run):
    """V13: the exchange begins with what the student did."""
    outcome = run.pathway.outcome_locations.get().outcome
    entry = write(run, outcomes=[outcome])
    assert (entry.state, entry.text, list(entry.outcomes.all())) == (
        LogEntryState.WRITTEN,
        "Een storing gezocht.",
        [outcome],
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day", date(2026, 9, 15)),
        ("day", date(2026, 8, 31)),
        ("hours", Decimal("7.3")),
        ("hours", Decimal(0)),
        ("hours", Decimal("12.25")),
        ("text", "   "),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(run, field, value):
    with pytest.raises(Invalid) as refusal:
        write(run, **{field: value})
    assert list(refusal.value.errors) == [field]
    assert LogEntry.objects.count() == 0


def test_a_day_after_the_end_is_invalid():
    run = make_trajectory(make_position(start_date=date(2026, 8, 1), end_date=date(2026, 9, 1)))
    with pytest.raises(Invalid) as refusal:
        write(run, day=date(2026, 9, 2))
    assert list(refusal.value.errors) == ["day"]


def test_an_outcome_without_a_place_in_the_pathway_is_invalid(run):
    with pytest.raises(Invalid) as refusal:
        write(run, outcomes=[make_outcome(run.pathway.programme)])
    assert list(refusal.value.errors) == ["outcomes"]


def test_nobody_but_the_student_writes(run):
    for actor in (run.coach, run.mentor.user, make_trajectory().student.user):
        with pytest.raises(Refused):
            write(run, actor=actor)


@pytest.mark.parametrize("state", [TrajectoryState.INTERRUPTED, TrajectoryState.COMPLETED])
def test_the_log_is_closed_unless_the_trajectory_runs(run, state):
    walk(run, [state])
    with pytest.raises(NotNow):
        write(run)


def test_the_mentor_confirms_once(run):
    entry = make_log_entry(run)
    services.confirm_log_entry(entry, actor=run.mentor.user)
    assert (entry.state, entry.confirmed_by) == (LogEntryState.CONFIRMED, run.mentor.user)
    with pytest.raises(NotNow):
        services.confirm_log_entry(entry, actor=run.mentor.user)


def test_another_mentor_of_the_host_does_not_confirm(run):
    """Own students only: the other mentor sits at the same site."""
    entry = make_log_entry(run)
    other = make_mentor(run.mentor.establishment)
    for actor in (other.user, run.coach, run.student.user):
        with pytest.raises(Refused):
            services.confirm_log_entry(entry, actor=actor)


def test_a_mentor_who_left_the_host_no_longer_confirms(run):
    entry, mentor = make_log_entry(run), run.mentor.user
    mentor.memberships.update(valid_to=date(2026, 9, 1))
    with pytest.raises(Refused):
        services.confirm_log_entry(entry, actor=mentor)


def test_a_question_goes_to_the_student_and_the_answer_back(run):
    """V13: the exchange goes both ways."""
    entry = make_log_entry(run, day=TODAY)
    services.ask_about_log_entry(entry, actor=run.mentor.user, question="Welke pomp?")
    assert (entry.state, entry.question) == (LogEntryState.RETURNED, "Welke pomp?")
    services.rewrite_log_entry(
        entry,
        actor=run.student.user,
        day=TODAY,
        hours=Decimal("6.5"),
        text="De pomp van hal 2.",
        answer="Die van hal 2.",
    )
    assert (entry.state, entry.hours, entry.answer) == (
        LogEntryState.WRITTEN,
        Decimal("6.50"),
        "Die van hal 2.",
    )


def test_a_question_without_words_is_invalid(run):
    entry = make_log_entry(run)
    with pytest.raises(Invalid) as refusal:
        services.ask_about_log_entry(entry, actor=run.mentor.user, question=" ")
    assert list(refusal.value.errors) == ["question"]


def test_only_the_writer_answers_and_only_a_returned_entry(run):
    entry = make_log_entry(run, day=TODAY)
    values = {"day": TODAY, "hours": Decimal(7), "text": "x"}
    with pytest.raises(NotNow):
        services.rewrite_log_entry(entry, actor=run.student.user, **values)
    walk(entry, [LogEntryState.RETURNED])
    with pytest.raises(Refused):
        services.rewrite_log_entry(entry, actor=run.mentor.user, **values)


def test_the_same_day_pressed_twice_is_written_once(run):
    """V13: the hours of a day do not double."""
    write(run)
    with pytest.raises(NotNow):
        write(run)
    write(run, text="Namiddag: een rapport geschreven.")
    assert run.log_entries.count() == 2
