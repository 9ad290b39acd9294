"""The life of an intake round, from draft to closed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, NotNow
from core.history import acting
from core.notifications.notices import tell_each
from core.permissions import require
from core.transitions import move_in_bulk, transition
from core.versions import locked
from matching.enums import RoundState, SealKind
from matching.models import Application, Criterion, IntakeRound
from matching.reports.waiting import already_placed
from matching.services.contents import criteria_content, inputs_content
from matching.services.default_criteria import DEFAULT_CRITERIA
from matching.services.instance import require_complete
from matching.services.locking import require_valid
from matching.services.room import require_room
from matching.services.seals import seal, sealed
from matching.services.witnesses import ask_for_secrets
from trajectories.enums import PathwayState
from trajectories.models import Pathway

NEW_CODE = "C{}"


def create_round(
    *,
    pathway: Pathway,
    name: str,
    opens_on: date,
    closes_on: date,
    actor: Any,
    institution_weight: int = 1,
    host_weight: int = 1,
) -> IntakeRound:
    """A draft round for an open pathway, with the default criteria of domain.md 7.4.

    Raises `Refused` for anybody but a coordinator of the institution, `NotNow` while the
    pathway is not open, `Invalid` for dates, weights or a name that cannot be.
    """
    with transaction.atomic(), acting(actor, "matching.intakeround.create"):
        require(actor, "matching.create_round", pathway)
        if pathway.state != PathwayState.OPEN:
            raise NotNow(_("The pathway is not open yet."))
        intake = IntakeRound(
            pathway=pathway,
            name=name,
            opens_on=opens_on,
            closes_on=closes_on,
            institution_weight=institution_weight,
            host_weight=host_weight,
        )
        _require_order(intake)
        require_valid(intake)
        intake.save()
        _write_criteria(intake, DEFAULT_CRITERIA)
    return intake


def edit_round(
    intake: IntakeRound,
    *,
    actor: Any,
    name: str,
    opens_on: date,
    closes_on: date,
    institution_weight: int,
    host_weight: int,
) -> None:
    """Change name, dates and the weights of the parties while nobody relies on them."""
    with transition(intake, "edit", actor=actor) as row:
        row.name, row.opens_on, row.closes_on = name, opens_on, closes_on
        row.institution_weight, row.host_weight = institution_weight, host_weight
        _require_order(row)
        require_valid(row)


def set_criteria(intake: IntakeRound, *, actor: Any, criteria: Sequence[Mapping[str, Any]]) -> None:
    """Replace the criteria of a draft round, in the order given.

    A row has weight, names and anchors (fields of `Criterion`); a known ``code`` is kept, a
    new criterion gets one. Weights need not add up yet: publishing asks that.
    """
    with transition(intake, "set-criteria", actor=actor) as row:
        row.criteria.all().delete()
        _write_criteria(row, criteria)


def publish_round(intake: IntakeRound, *, actor: Any) -> None:
    """Fix criteria, weights, procedure and the promises of the lottery for everybody (V28, B3)."""
    with transition(intake, "publish", actor=actor) as row:
        # Numbers and words about what hosts offer are read one after the other, and must agree.
        locked(Pathway, row.pathway_id)
        seal(row, SealKind.CRITERIA, criteria_content(row), actor=actor)


def open_round(intake: IntakeRound, *, actor: Any) -> None:
    """Let students apply."""
    with transition(intake, "open", actor=actor):
        pass


def start_rating(intake: IntakeRound, *, actor: Any) -> None:
    """No more applications; raters begin."""
    with transition(intake, "start-rating", actor=actor):
        pass


def seal_round(intake: IntakeRound, *, actor: Any) -> None:
    """Fix lists, ratings, acceptability and conditions: the input of the match (B3).

    Whoever has a place from an earlier round takes no part: that application ends here.

    Raises `NotNow` while an application is unchecked, a rating or a word about an own employer is
    missing, own workers were promised more seats than there are, or another sealed round of the
    pathway waits for its match: the same places would be given twice. From here on who draws along
    in the lottery can reveal the secret.
    """
    with transition(intake, "seal", actor=actor) as row:
        # Also against new places: they are numbered, and each query must number the same.
        locked(Pathway, row.pathway_id)
        if IntakeRound.objects.filter(pathway=row.pathway_id, state=RoundState.SEALED).exists():
            raise NotNow(_("Another round of this pathway is sealed. Run its match first."))
        _leave_out_the_placed(row, actor=actor)
        require_room(row)
        inputs = inputs_content(row)
        require_complete(sealed(row, SealKind.CRITERIA), inputs)
        seal(row, SealKind.INPUTS, inputs, actor=actor)
        ask_for_secrets(row, actor=actor)


def _leave_out_the_placed(intake: IntakeRound, *, actor: Any) -> None:
    """Earlier placements are not touched (matching.md 3.2): one place per student and pathway."""
    there = already_placed(intake)
    keys = [row.pk for row in there]
    move_in_bulk(Application.objects.filter(pk__in=keys), "leave-out", actor=actor)
    tell_each(there, "leave-out", actor)


def close_round(intake: IntakeRound, *, actor: Any) -> None:
    """End a round in which every placed student has answered."""
    with transition(intake, "close", actor=actor):
        pass


def _require_order(intake: IntakeRound) -> None:
    if intake.closes_on < intake.opens_on:
        sentence = _("The last day to apply comes after the first.")
        raise Invalid(_("Please check the dates."), {"closes_on": [sentence]})


def _write_criteria(intake: IntakeRound, criteria: Sequence[Mapping[str, Any]]) -> None:
    if not criteria:
        raise Invalid(_("A round needs at least one criterion."))
    used = {row["code"] for row in criteria if row.get("code")}
    spare = (code for n in range(1, 1000) if (code := NEW_CODE.format(n)) not in used)
    for sequence, values in enumerate(criteria, start=1):
        code = values.get("code") or next(spare)
        row = Criterion(**{**values, "intake_round": intake, "code": code, "sequence": sequence})
        require_valid(row)
        row.save()
