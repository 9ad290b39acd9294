"""PostgreSQL refuses what the tables do not hold, also for raw SQL."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.factories.partnerships import make_mentor, make_programme
from tests.factories.trajectories import (
    make_log_entry,
    make_outcome,
    make_pathway,
    make_position,
    make_student,
    make_trajectory,
)
from trajectories.enums import PathwayState
from trajectories.models import Student
from trajectories.workflow import LOG_ENTRY, PATHWAY, TRAJECTORY

pytestmark = pytest.mark.django_db


def run(statement: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def illegal(workflow):
    """Every change of state that is not in the table, from the first state."""
    legal = {target for source, target in workflow.moves() if source == workflow.initial}
    return [(workflow, s) for s in workflow.states.values if s not in legal | {workflow.initial}]


MAKERS = {
    "pathway": lambda: make_pathway(state=PathwayState.DRAFT),
    "trajectory": lambda: make_trajectory(state="planned"),
    "logentry": make_log_entry,
}


@pytest.mark.parametrize(
    ("workflow", "state"), [*illegal(PATHWAY), *illegal(TRAJECTORY), *illegal(LOG_ENTRY)]
)
def test_an_illegal_move_is_refused(workflow, state):
    row = MAKERS[workflow.name]()
    with pytest.raises(DatabaseError):
        run(f"UPDATE {row._meta.db_table} SET state = %s WHERE id = %s", state, row.pk)


@pytest.mark.parametrize("hours", ["7.30", "0", "12.25"])
def test_hours_of_a_log_go_in_quarters_up_to_twelve(hours):
    entry = make_log_entry()
    with pytest.raises(IntegrityError):
        run("UPDATE trajectories_logentry SET hours = %s WHERE id = %s", hours, entry.pk)


@pytest.mark.parametrize(("minimum", "fits"), [(0, True), (1, False), (2, True), (3, False)])
def test_a_minimum_is_none_or_two_up_to_the_places(minimum, fits):
    """V27: a position takes at least so many students or none."""
    position = make_position(capacity=2)
    statement = "UPDATE trajectories_position SET minimum = %s WHERE id = %s"
    if fits:
        run(statement, minimum, position.pk)
        return
    with pytest.raises(IntegrityError, match="a_minimum_is_2_up_to_the_places"):
        run(statement, minimum, position.pk)


def test_the_history_of_a_log_cannot_be_rewritten():
    make_log_entry()
    with pytest.raises(DatabaseError):
        run("UPDATE trajectories_logentryevent SET text = 'anders'")


@pytest.mark.parametrize(
    ("table", "column", "other"),
    [
        ("trajectory", "pathway_id", lambda: make_pathway().pk),
        ("trajectory", "student_id", lambda: make_student().pk),
        ("position", "mentor_id", lambda: make_mentor().pk),
        ("outcomelocation", "outcome_id", lambda: make_outcome().pk),
        ("student", "programme_id", lambda: make_programme().pk),
    ],
)
def test_rows_of_two_worlds_are_refused(table, column, other):
    """V34: no run, place, mentor or student across institutions, hosts or pathways."""
    make_trajectory()
    statement = f"UPDATE trajectories_{table} SET {column} = %s"
    with pytest.raises(IntegrityError, match="does not agree"):
        run(statement, other())


def test_a_run_moves_on_after_its_student_went_elsewhere():
    """What agreed once is not asked again while those columns stay."""
    trajectory = make_trajectory()
    programme = make_programme()
    Student.objects.update(institution=programme.institution, programme=programme)
    run("UPDATE trajectories_trajectory SET end_reason = 'verhuisd' WHERE id = %s", trajectory.pk)
    trajectory.refresh_from_db()
    assert trajectory.end_reason == "verhuisd"
