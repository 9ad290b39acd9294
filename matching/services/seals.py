"""Sealing: canonical JSON and its SHA-256, written once (B3)."""

import hashlib
from typing import Any

import orjson
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.copying import insert
from core.errors import NotNow
from matching.engine import spelled
from matching.enums import SealKind
from matching.models import IntakeRound, RoundSeal


def seal(intake: IntakeRound, kind: SealKind, content: dict[str, Any], *, actor: Any) -> RoundSeal:
    """Write the seal of one moment, of a document of our own making (`spelled`)."""
    return seal_text(intake, kind, spelled(content), actor=actor)


def seal_text(intake: IntakeRound, kind: SealKind, text: bytes, *, actor: Any) -> RoundSeal:
    """Write a seal whose canonical spelling is there already."""
    row = RoundSeal(
        intake_round=intake,
        kind=kind,
        canonical=text.decode(),
        sha256=hashlib.sha256(text).hexdigest(),
        sealed_by=actor,
    )
    with transaction.atomic():
        insert(RoundSeal, [row])
    return row


def sealed_text(intake: IntakeRound, kind: SealKind) -> bytes:
    """The very bytes that were sealed: `NotNow` when they do not agree with their hash.

    RoundSeal.DoesNotExist when there is no such seal.
    """
    kept, sha256 = intake.seals.values_list("canonical", "sha256").get(kind=kind)
    text: bytes = kept.encode()
    if hashlib.sha256(text).hexdigest() != sha256:
        raise NotNow(_("A seal of this round does not agree with its content."))
    return text


def sealed(intake: IntakeRound, kind: SealKind) -> dict[str, Any]:
    """What was sealed, read; raises as `sealed_text`."""
    content: dict[str, Any] = orjson.loads(sealed_text(intake, kind))
    return content


def criteria_of(intake: IntakeRound) -> dict[str, Any] | None:
    """What was announced and holds from then on; None while the round is a draft."""
    if not intake.seals.filter(kind=SealKind.CRITERIA).exists():
        return None
    return sealed(intake, SealKind.CRITERIA)
