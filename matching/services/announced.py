"""Whether a round said, with its criteria, that the own employer can be the host (V35, B3)."""

from matching.models import IntakeRound
from matching.services.seals import criteria_of


def own_employer_announced(intake: IntakeRound) -> bool:
    """As sealed with the criteria, or else as the pathway has it now.

    Criteria that were sealed before there was this rule did not announce it.
    """
    criteria = criteria_of(intake)
    if criteria is None:
        return bool(intake.pathway.own_employer_allowed)
    return bool(criteria.get("own_employer", False))
