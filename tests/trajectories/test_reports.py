"""How a pathway compares, what it covers, how a run progresses."""

from datetime import date
from decimal import Decimal

import pytest

from partnerships.enums import ProgrammeType
from tests.factories.partnerships import make_host, make_programme
from tests.factories.trajectories import (
    make_location,
    make_log_entry,
    make_outcome,
    make_pathway,
    make_position,
    make_trajectory,
)
from trajectories.enums import Learnable, LogEntryState, Place
from trajectories.models import Pathway, Trajectory
from trajectories.reports import (
    Comparison,
    Progress,
    compare,
    coverage,
    places_offered,
    progress_of,
    remarks,
    with_progress,
)

pytestmark = pytest.mark.django_db


def remarks_of(pathway):
    return [str(sentence) for sentence in remarks(pathway, coverage(pathway))]


def test_a_pathway_stands_beside_the_regular_route():
    """V3: credits, share and hours against the programme's, at 27.5 hours a credit."""
    comparison = compare(make_pathway())
    assert comparison == Comparison(
        total_credits=120,
        credits=60,
        regular_credits=45,
        percentage=Decimal("50.0"),
        regular_percentage=Decimal("37.5"),
        hours=Decimal("1650.0"),
        regular_hours=Decimal("1237.5"),
    )
    assert comparison.extra_credits == 15


def test_an_outcome_without_a_place_shows_as_a_gap_and_blocks_nothing():
    """B2, V11: every outcome of the programme is in the map, covered or not."""
    pathway = make_pathway()
    gap = make_outcome(pathway.programme)
    covered = coverage(pathway)
    assert [(row.outcome == gap, row.location is None) for row in covered] == [
        (False, False),
        (True, True),
    ]
    assert remarks_of(pathway) == ["Learning outcomes without a place: 1."]


@pytest.mark.parametrize(("credits_at_work", "total"), [(28, 90), (39, 120)])
def test_an_associate_degree_below_one_third_gets_a_remark(credits_at_work, total):
    """V2: a warning, never a block."""
    programme = make_programme(total_credits=total, wbl_credits=20)
    pathway = make_pathway(programme, wbl_credits=credits_at_work)
    assert remarks_of(pathway) == [
        "Less than one third of this associate degree is work-based learning."
    ]


def test_one_third_is_enough_and_a_bachelor_has_no_minimum():
    """V2: no fixed minimum elsewhere."""
    third = make_pathway(wbl_credits=40)
    bachelor = make_programme(programme_type=ProgrammeType.PROFESSIONAL_BACHELOR)
    assert remarks_of(third) == []
    assert remarks_of(make_pathway(bachelor, wbl_credits=10)) == []


def test_an_outcome_learned_at_work_below_the_programmes_level_gets_a_remark():
    """V9: the level is guarded for each outcome learned at the workplace."""
    pathway = make_pathway(make_programme(qf_level=6))
    at_school = make_outcome(pathway.programme, qf_level=5)
    make_location(pathway, at_school, place=Place.INSTITUTION)
    assert remarks_of(pathway) == ["Learning outcomes at the workplace below level 6: 1."]


def test_what_a_workplace_cannot_teach_fully_gets_a_remark_when_placed_there_alone():
    """V11: the plan starts from what the workplace can teach."""
    pathway = make_pathway()
    for place in (Place.WORKPLACE, Place.BOTH):
        outcome = make_outcome(pathway.programme, learnable_at_workplace=Learnable.PARTLY)
        make_location(pathway, outcome, place=place)
    assert remarks_of(pathway) == [
        "Placed only at the workplace, though it cannot be learned there fully: 1."
    ]


def test_positions_with_one_host_get_a_remark_about_breadth():
    """V10: competences are useful at other hosts too."""
    pathway, host = make_pathway(), make_host()
    make_position(pathway, host)
    make_position(pathway, host)
    narrow = "All positions are with one host: check that what is learned is useful elsewhere."
    assert remarks_of(pathway) == [narrow]
    make_position(pathway)
    assert remarks_of(pathway) == []


def test_places_are_the_sum_of_the_capacities():
    pathway, empty = make_pathway(), make_pathway()
    make_position(pathway, capacity=2)
    make_position(pathway, capacity=3)
    found = {row.pk: row.places for row in places_offered(Pathway.objects.all())}
    assert found == {pathway.pk: 5, empty.pk: 0}


def test_progress_counts_hours_outcomes_and_what_waits():
    """V13: both sides see the same progress."""
    run = make_trajectory()
    outcome = run.pathway.outcome_locations.get().outcome
    make_log_entry(run).outcomes.set([outcome])
    confirmed = make_log_entry(
        run, LogEntryState.CONFIRMED, day=date(2026, 9, 22), hours=Decimal("6.25")
    )
    confirmed.outcomes.set([outcome])
    assert progress_of(run) == Progress(
        planned=Decimal("1650.0"),
        logged=Decimal("13.75"),
        confirmed=Decimal("6.25"),
        waiting=1,
        last_day=date(2026, 9, 22),
        touched=1,
        outcomes=1,
    )


def test_progress_without_a_log_is_zero_and_percentages_stop_at_a_hundred():
    run = make_trajectory()
    empty = progress_of(run)
    assert (empty.logged, empty.last_day, empty.logged_percent) == (0, None, 0)
    Pathway.objects.filter(pk=run.pathway_id).update(hours_planned=Decimal(5))
    run.refresh_from_db()
    make_log_entry(run)
    full = progress_of(run)
    assert (full.logged_percent, full.confirmed_percent) == (100, 0)


def test_the_progress_of_many_runs_comes_in_one_query(django_assert_num_queries):
    first = make_trajectory()
    make_log_entry(first)
    make_trajectory()
    with django_assert_num_queries(1):
        rows = list(with_progress(Trajectory.objects.order_by("pk")))
    assert [row.hours_logged for row in rows] == [Decimal("7.50"), Decimal(0)]
