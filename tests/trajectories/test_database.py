"""PostgreSQL refuses what the tables do not hold, also for raw SQL."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.factories.trajectories import make_log_entry, make_pathway, make_trajectory
from trajectories.enums import PathwayState
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


def test_the_history_of_a_log_cannot_be_rewritten():
    make_log_entry()
    with pytest.raises(DatabaseError):
        run("UPDATE trajectories_logentryevent SET text = 'anders'")
