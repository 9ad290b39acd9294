"""Two people at once, on a database of their own where everything is really committed."""

from datetime import date

from partnerships import services
from partnerships.enums import Judgement
from partnerships.models import Recognition
from tests.factories import partnerships as make
from tests.matching.test_concurrency import both


def test_two_sites_that_are_recognised_at_once_get_two_codes(committed):
    """V32: the second waits for the first one's code instead of colliding with it."""
    programme = make.make_programme()
    coordinator = make.make_coordinator(programme.institution)
    sites = [make.make_establishment() for __ in range(2)]

    def recognise():
        services.recognise_establishment(
            sites.pop(),
            actor=coordinator,
            programme=programme,
            valid_from=date(2026, 9, 15),
            valid_to=date(2031, 9, 14),
            judgement=Judgement.MEETS,
            decided_on=date(2026, 9, 14),
            risk_assessment_date=date(2026, 9, 1),
            first_reviewer=coordinator,
            second_reviewer=programme.director,
        )

    assert both(recognise) == ["done", "done"]
    codes = Recognition.objects.order_by("code").values_list("code", flat=True)
    assert list(codes) == ["REC-001", "REC-002"]
