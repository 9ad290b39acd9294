"""The marks in the explanation of a result, as a student reads them."""

import pytest
from django.utils.translation import override

from matching import reports
from matching.enums import ApplicationState, RoundState
from matching.models import Rating
from partnerships.enums import Role
from tests.factories.matching import (
    make_application,
    make_intake,
    make_ratings,
    matched,
)
from tests.factories.partnerships import make_member
from tests.factories.trajectories import walk

pytestmark = pytest.mark.django_db


def rated_by_three(world, raters, lower):
    """Somebody whom three of the institution and one of the host rate 4, but 3 on ``lower``."""
    application = make_application(world.intake, ApplicationState.ELIGIBLE, [world.position])
    for rater in raters:
        make_ratings(application, rater, 4)
    make_ratings(application, world.contact, 4, world.position)
    of_the_last = Rating.objects.filter(application=application, rater=raters[-1])
    of_the_last.filter(criterion__code__in=lower).update(score=3)
    walk(application, [ApplicationState.INTERVIEWED])
    return application


def test_marks_that_differ_never_look_the_same():
    """B3, V31: whoever reads that others had a higher mark reads also that it was higher."""
    world = make_intake(RoundState.RATING, capacity=5)
    institution = world.intake.pathway.programme.institution
    others = [make_member(Role.COORDINATOR, institution) for __ in range(2)]
    raters = [world.director, *others]
    for __ in range(4):
        rated_by_three(world, raters, [])
    rated_by_three(world, raters, ["MOT", "RDY", "ENT", "COM"])
    outranked = rated_by_three(world, raters, ["MOT", "RDY", "LRN", "COM"])
    matched(world)
    (choice,) = reports.results_of(outranked)
    assert choice.reason == (
        "There were 5 places. Others had a higher mark; yours was 3.875 out of 5. "
        "The last student who got a place had 3.883."
    )
    with override("nl"):
        assert "3,875" in reports.results_of(outranked)[0].reason
