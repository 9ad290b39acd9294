"""Whether a round said, with its criteria, that the own employer can be the host (V35, B3)."""

from matching.enums import SealKind
from matching.models import IntakeRound
from matching.services.seals import sealed


def own_employer_announced(intake: IntakeRound) -> bool:
    """As sealed with the criteria, or else as the pathway has it now.

    Criteria that were sealed before there was this rule did not announce it.
    """
    if intake.seals.filter(kind=SealKind.CRITERIA).exists():
        return bool(sealed(intake, SealKind.CRITERIA).get("own_employer", False))
    return bool(intake.pathway.own_employer_allowed)
