"""Sealing: canonical JSON and its SHA-256, written once (B3)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import NotNow
from matching.engine import digest
from matching.enums import SealKind
from matching.models import IntakeRound, RoundSeal


def seal(intake: IntakeRound, kind: SealKind, content: dict[str, Any], *, actor: Any) -> RoundSeal:
    """Write the seal of one moment. The engine's DocumentError when it has no canonical form."""
    return RoundSeal.objects.create(
        intake_round=intake,
        kind=kind,
        content=content,
        sha256=digest(content),
        sealed_by=actor,
    )


def sealed(intake: IntakeRound, kind: SealKind) -> dict[str, Any]:
    """The sealed content, after checking its hash: `NotNow` when the two do not agree."""
    row = intake.seals.get(kind=kind)
    if digest(row.content) != row.sha256:
        raise NotNow(_("A seal of this round does not agree with its content."))
    return row.content
