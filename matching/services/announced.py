"""What a round announced with its criteria: that holds, whatever came later (V35, B3)."""

from matching.models import IntakeRound
from matching.querysets import drawers_may_apply
from matching.services.seals import criteria_of


def own_employer_announced(intake: IntakeRound) -> bool:
    """Whether the own employer can be the host: as sealed, or else as the pathway has it now.

    Criteria that were sealed before there was this rule did not announce it.
    """
    criteria = criteria_of(intake)
    if criteria is None:
        return bool(intake.pathway.own_employer_allowed)
    return bool(criteria.get("own_employer", False))


def drawers_do_not_apply(intake: IntakeRound) -> bool:
    """Whether nobody who draws along in the lottery applies: as sealed, and of every draft."""
    return not IntakeRound.objects.filter(drawers_may_apply(intake.pk), pk=intake.pk).exists()
