"""The one place that moves a record."""

from uuid import uuid4

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import InternalError, connection, transaction

from core.actions import available_actions
from core.errors import NotNow, Refused
from core.timeline import timeline
from core.transitions import move_in_bulk
from core.transitions import transition as open_transition
from tests.factories import partnerships as make
from tests.factories.trajectories import make_pathway
from trajectories.models import Pathway

pytestmark = pytest.mark.django_db


@pytest.fixture
def pathway():
    return make_pathway(state="draft")


def test_move_changes_state_since_and_history(pathway, frozen_clock):
    with open_transition(pathway, "start-co-creation", actor=pathway.coordinator):
        pass
    assert (pathway.state, pathway.state_since.isoformat()) == (
        "in_co_creation",
        "2026-09-14T07:00:00+00:00",
    )
    newest = timeline(pathway)[0]
    assert (newest.who, newest.text) == (
        str(pathway.coordinator),
        "asked the hosts to think along",
    )


def test_actor_without_the_right_is_refused_with_a_reason(pathway):
    with (
        pytest.raises(Refused) as refusal,
        open_transition(pathway, "start-co-creation", actor=make.make_coordinator()),
    ):
        pytest.fail("the body must not run")
    assert str(refusal.value.detail)
    assert Pathway.objects.get().state == "draft"


def test_verb_of_another_state_answers_not_now(pathway):
    with (
        pytest.raises(NotNow),
        open_transition(pathway, "close", actor=pathway.coordinator),
    ):
        pytest.fail("the body must not run")


def test_unmet_requirement_answers_not_now_with_each_sentence(pathway):
    pathway.outcome_locations.all().delete()
    with (
        pytest.raises(NotNow) as refusal,
        open_transition(pathway, "start-co-creation", actor=pathway.coordinator),
    ):
        pytest.fail("the body must not run")
    assert [str(reason) for reason in refusal.value.reasons] == [
        "Say first where at least one learning outcome is learned."
    ]


def half_done(pathway) -> None:
    with open_transition(pathway, "start-co-creation", actor=pathway.coordinator) as row:
        row.title_nl = "Half"
        raise FieldDoesNotExist


def test_failure_in_the_body_leaves_nothing_behind(pathway):
    with pytest.raises(FieldDoesNotExist):
        half_done(pathway)
    assert Pathway.objects.values_list("state", "title_nl").get() == ("draft", pathway.title_nl)


def test_buttons_come_from_the_table_and_the_rules(pathway):
    names = [action.name for action in available_actions(pathway, pathway.coordinator)]
    assert "start-co-creation" in names
    assert "close" not in names
    assert available_actions(pathway, make.make_coordinator()) == []


def test_button_that_must_wait_says_why(pathway):
    pathway.outcome_locations.all().delete()
    actions = {a.name: a for a in available_actions(pathway, pathway.coordinator)}
    asked = actions["start-co-creation"]
    assert (asked.allowed, asked.reason) == (
        False,
        "Say first where at least one learning outcome is learned.",
    )


def test_bulk_moves_only_rows_that_may_move(pathway):
    other = make_pathway(state="open")
    rows = Pathway.objects.filter(pk__in=[pathway.pk, other.pk])
    assert move_in_bulk(rows, "start-co-creation", actor=pathway.coordinator) == 1
    states = Pathway.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["in_co_creation", "open"]


def test_verb_without_a_move_cannot_move_in_bulk(pathway):
    with pytest.raises(ValueError, match="changes no state"):
        move_in_bulk(Pathway.objects.all(), "accept", actor=pathway.coordinator)


@pytest.mark.parametrize("state", ["open", "closed", "withdrawn_by_mistake"])
def test_database_refuses_moves_that_the_table_does_not_hold(pathway, state):
    """V36: raw SQL cannot skip a state."""
    with (
        pytest.raises(InternalError, match="Invalid transition"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE trajectories_pathway SET state = %s WHERE id = %s", [state, pathway.pk]
        )


def test_database_refuses_a_row_that_begins_in_the_middle(pathway):
    copy = Pathway.objects.get(pk=pathway.pk)
    copy.pk, copy.uuid, copy.code = None, uuid4(), "PW-MIDDLE"
    copy.__dict__["state"] = "open"
    with pytest.raises(InternalError, match="begins as draft"), transaction.atomic():
        copy.save(force_insert=True)
