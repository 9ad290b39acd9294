"""Limits on how many students hosts and pathways take, from a file."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core.errors import NotNow
from core.importing import importer_named, preview_import, run_import
from core.importing.undo import undo
from tests.factories.partnerships import (
    make_coordinator,
    make_host,
    make_mentor,
    make_workplace,
)
from tests.factories.trajectories import make_pathway, make_position, walk
from tests.sample import csv_file
from trajectories.enums import PathwayState
from trajectories.models import HostLimit

pytestmark = pytest.mark.django_db
HEADER = "pathway_code,organisation_code,students_at_most\n"


@pytest.fixture
def position():
    return make_position(capacity=4)


def bring(*lines, actor=None):
    text = HEADER + "".join(",".join(map(str, line)) + "\n" for line in lines)
    return run_import(importer_named("limits"), csv_file(text), actor=actor)


def refusals(*lines, actor=None):
    return [(one.line, one.column, str(one.reason)) for one in bring(*lines, actor=actor).problems]


def test_limits_of_hosts_and_of_the_pathway_come_in_together(position):
    """V27, V33: made, left as they are, changed; without a host the pathway as a whole."""
    pathway, host = position.pathway, position.host
    lines = [(pathway.code, host.code, 3), (pathway.code, "", 20)]
    first = bring(*lines, actor=pathway.coordinator)
    assert (first.problems, first.made, first.changed) == ([], 1, 1)
    pathway.refresh_from_db()
    assert (HostLimit.objects.get().capacity, pathway.students_at_most) == (3, 20)
    again = bring(*lines, actor=pathway.coordinator)
    assert (again.made, again.changed, again.unchanged) == (0, 0, 2)
    other = bring((pathway.code, host.code, 2), actor=pathway.coordinator)
    assert (other.made, other.changed) == (0, 1)
    assert HostLimit.objects.get().capacity == 2


def test_limit_below_a_minimum_is_refused_as_on_the_page(position):
    """V27: of the host and of the whole; a limit that is the minimum itself is none too low."""
    type(position).objects.filter(pk=position.pk).update(minimum=3)
    code, host = position.pathway.code, position.host.code
    found = refusals((code, host, 2), (code, "", 2))
    assert [(line, column) for line, column, __ in found] == [
        (2, "students_at_most"),
        (3, "students_at_most"),
    ]
    assert all("at least 3 students at a position, or none" in reason for *__, reason in found)
    assert not HostLimit.objects.exists()
    assert refusals((code, host, 3), (code, "", 3)) == []


def bring_position(position, site=None, actor=None, **more):
    """Import the position as it stands, or at another site, with further columns at the end."""
    mentor = position.mentor.user.email
    if site:
        mentor = make_mentor(site).user.email
    values = {
        "position_code": position.code,
        "establishment_number": (site or position.workplace.establishment).number,
        "pathway_code": position.pathway.code,
        "capacity": 4,
        "mentor_email": mentor,
        "weekdays": "1|2",
        "hours_per_week": 16,
        "schedule_nl": "ma en di",
        "start_date": "2026-09-21",
        "end_date": "2027-06-25",
        "tasks": "Taken",
    } | more
    text = f"{','.join(values)}\n{','.join(map(str, values.values()))}\n"
    return run_import(importer_named("positions"), csv_file(text), actor=actor)


def test_position_whose_minimum_lies_above_a_limit_is_refused(position):
    """V27: the same rule from the other side."""
    HostLimit.objects.create(pathway=position.pathway, organisation=position.host, capacity=2)
    (problem,) = bring_position(position, minimum=3).problems
    reason = "The limit of the host, or of the pathway, is lower than that."
    assert (problem.column, str(problem.reason)) == ("minimum", reason)


def test_minimum_that_a_file_keeps_fits_under_the_limit_at_the_new_host(position):
    """V27: without a column for it the minimum stays; an empty cell is none."""
    type(position).objects.filter(pk=position.pk).update(minimum=3)
    site = make_workplace().establishment
    neighbour = make_position(position.pathway, host=site.organisation)
    HostLimit.objects.create(pathway=position.pathway, organisation=neighbour.host, capacity=2)
    (problem,) = bring_position(position, site).problems
    assert (problem.column, problem.value) == ("establishment_number", site.number)
    assert str(problem.reason) == (
        "This position takes at least 3 students, and the limit of the host, or of the pathway, "
        "is lower than that."
    )
    assert bring_position(position).problems == []
    assert bring_position(position, site, minimum="").problems == []
    position.refresh_from_db()
    assert (position.minimum, position.workplace.establishment) == (0, site)


def test_position_elsewhere_tells_neither_its_minimum_nor_a_limit(position):
    """V27, D4: not by its code in an own pathway, and not in its own."""
    type(position).objects.filter(pk=position.pk).update(minimum=3)
    own = make_position(capacity=4)
    HostLimit.objects.create(pathway=own.pathway, organisation=own.host, capacity=2)
    actor, site = own.pathway.coordinator, own.workplace.establishment
    (problem,) = bring_position(position, site, actor, pathway_code=own.pathway.code).problems
    assert str(problem.reason) == "A position stays in its pathway; make a new one."
    HostLimit.objects.create(pathway=position.pathway, organisation=position.host, capacity=3)
    (problem,) = bring_position(position, actor=actor, minimum=4).problems
    assert str(problem.reason) == "This belongs to another institution."


def test_positions_hold_their_pathway_before_anything_is_compared(position):
    """V27: as the page does; a limit that is set meanwhile waits, or is seen."""
    with CaptureQueriesContext(connection) as asked:
        assert bring_position(position, minimum=2).problems == []
    asked = [one["sql"] for one in asked if one["sql"].startswith("SELECT")]
    held = next(place for place, sql in enumerate(asked) if "FOR UPDATE" in sql)
    assert 'FROM "trajectories_pathway"' in asked[held]
    for table in ("trajectories_position", "trajectories_hostlimit"):
        assert held < next(place for place, sql in enumerate(asked) if f'FROM "{table}"' in sql)


def test_limit_that_cannot_be_is_refused_with_the_reason(position):
    """V27: a number, a host without a place, another institution, a line that comes twice."""
    code, host = position.pathway.code, position.host.code
    assert refusals((code, host, 201)) == [(2, "students_at_most", "A limit is 1 to 200 students.")]
    for number in (0, 2001, ""):
        ((line, column, __),) = refusals((code, "", number))
        assert (line, column) == (2, "students_at_most")
    ((*__, reason),) = refusals((code, make_host().code, 2))
    assert reason == "This host offers no position here."
    ((*__, reason),) = refusals((code, host, 2), (code, host, 3))
    assert reason == "The same as on line 2."
    ((*__, reason),) = refusals((code, host, 2), actor=make_coordinator())
    assert reason == "This belongs to another institution."
    assert not HostLimit.objects.exists()


@pytest.mark.parametrize("act", [preview_import, run_import])
def test_limit_elsewhere_tells_no_minimum_and_holds_no_pathway(position, act):
    """V27, D4: of another institution's line only that is said, whatever else is wrong with it."""
    type(position).objects.filter(pk=position.pk).update(minimum=3)
    code, own = position.pathway.code, make_position()
    lines = f"{code},{position.host.code},2\n{code},,2\n{code},{own.host.code},201\n"
    file = csv_file(f"{HEADER}{lines}{own.pathway.code},{own.host.code},2\n")
    with CaptureQueriesContext(connection) as asked:
        outcome = act(importer_named("limits"), file, actor=own.pathway.coordinator)
    assert [(one.line, one.column, str(one.reason)) for one in outcome.problems] == [
        (line, "pathway_code", "This belongs to another institution.") for line in (2, 3, 4)
    ]
    (held,) = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    assert f"IN ({own.pathway.pk})" in held
    assert not HostLimit.objects.exists()


@pytest.mark.parametrize("about", ["host", "whole"])
def test_closed_pathway_is_limited_no_more(about):
    """V27: as on the page; before it is shared, a file brings in everything in its order."""
    position = make_position(make_pathway(state=PathwayState.DRAFT))
    line = (position.pathway.code, position.host.code if about == "host" else "", 2)
    assert refusals(line) == []
    walk(position.pathway, [PathwayState.WITHDRAWN])
    ((*__, reason),) = refusals((*line[:2], 3))
    assert reason.startswith("This pathway is closed or withdrawn")


def refused_undo(run, actor) -> list[str]:
    """Why it cannot be undone; what it did before it saw that, is taken back."""
    with pytest.raises(NotNow) as refused, transaction.atomic():
        undo(run, actor=actor)
    return refused.value.reasons


def test_limit_of_before_comes_back_only_with_room_for_the_minimum_of_now(position):
    """V27: the host asked for more since the file raised the limits."""
    pathway, host, actor = position.pathway, position.host, position.pathway.coordinator
    bring((pathway.code, host.code, 2), (pathway.code, "", 2))
    run = bring((pathway.code, host.code, 4), (pathway.code, "", 4)).run
    type(position).objects.filter(pk=position.pk).update(minimum=3)
    assert refused_undo(run, actor) == [
        f"{host} takes at least 3 students at a position, or none. With a lower limit that "
        "position would always close."
    ]
    pathway.refresh_from_db()
    assert (HostLimit.objects.get().capacity, pathway.students_at_most) == (4, 4)
    type(position).objects.filter(pk=position.pk).update(minimum=2)
    undo(run, actor=actor)
    pathway.refresh_from_db()
    assert (HostLimit.objects.get().capacity, pathway.students_at_most) == (2, 2)


def test_minimum_of_before_comes_back_only_under_the_limit_of_now(position):
    """V27: the limit was set since the file lowered the minimum; the pathway is held first."""
    pathway, actor = position.pathway, position.pathway.coordinator
    type(position).objects.filter(pk=position.pk).update(minimum=3)
    run = bring_position(position, minimum=2).run
    limit = HostLimit.objects.create(pathway=pathway, organisation=position.host, capacity=2)
    (reason,) = refused_undo(run, actor)
    assert reason.startswith(f"{position.host} takes at least 3 students at a position")
    position.refresh_from_db()
    assert position.minimum == 2
    limit.delete()
    with CaptureQueriesContext(connection) as asked:
        undo(run, actor=actor)
    position.refresh_from_db()
    assert position.minimum == 3
    asked = [one["sql"] for one in asked]
    held = next(n for n, sql in enumerate(asked) if 'FROM "trajectories_pathway"' in sql)
    assert "FOR UPDATE" in asked[held]
    assert held < next(n for n, sql in enumerate(asked) if 'UPDATE "trajectories_' in sql)
