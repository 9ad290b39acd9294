"""The documents of a round that people take along to check it: exact bytes, as sealed (B3)."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from matching.engine import public_certificate
from matching.enums import PLACED_APPLICATIONS, ApplicationState, SealKind
from matching.models import Application, IntakeRound, RoundSeal
from matching.reports.rounds import SMALLEST_GROUP

if TYPE_CHECKING:
    from matching.services.match import Decision


def for_everybody(decision: "Decision", seals: dict[str, str], full: RoundSeal) -> dict[str, Any]:
    """The public certificate: promises kept and totals, which a few students do not get."""
    return public_certificate(
        decision.instance,
        decision.lottery,
        decision.result,
        seals,
        certificate_digest=full.sha256,
        fewest=SMALLEST_GROUP,
    )


def applications_in(intake: IntakeRound, kind: SealKind) -> QuerySet[Application]:
    """The applications about which a sealed document tells: each, or those that were matched."""
    rows = Application.objects.filter(intake_round=intake).only("pk")
    if kind == SealKind.INPUTS:
        return rows
    took_part = PLACED_APPLICATIONS | {ApplicationState.UNPLACED}
    return rows.filter(state__in=took_part)
