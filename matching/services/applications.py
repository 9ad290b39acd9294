"""What a student does with an application, until it is sent or withdrawn."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from core.errors import Invalid
from core.transitions import transition
from matching.models import Application, IntakeRound, Preference
from matching.services.locking import application_step, require_valid
from matching.services.lots import lottery_id_of
from matching.services.own_employers import forget_own_employer, require_possible
from trajectories.models import Position


def start_application(intake: IntakeRound, *, actor: Any) -> Application:
    """A draft in an open round, one per student.

    Raises `Refused` for anybody but a student of the programme who did not apply yet,
    `NotNow` when the round is not open.
    """
    with transition(intake, "apply", actor=actor) as row:
        return Application.objects.create(
            intake_round=row,
            student=actor.student,
            motivation_language=actor.language,
            lottery_id=lottery_id_of(actor.student.pk, row.pathway_id),
        )


def write_motivation(
    application: Application,
    *,
    actor: Any,
    motivation: str,
    motivation_language: str = Language.DUTCH,
    own_employer: bool | None = None,
) -> None:
    """Save the motivation while it is a draft, and the wish to learn at the own employer if given.

    Without that wish no place is named there any more (`name_own_employer`).
    """
    with application_step(application, "edit", actor=actor) as row:
        row.motivation, row.motivation_language = motivation, motivation_language
        if own_employer is not None:
            row.own_employer = own_employer
            require_possible(row) if own_employer else forget_own_employer(row)
        require_valid(row)


def rank_positions(application: Application, *, actor: Any, positions: Sequence[Position]) -> None:
    """Replace the student's list: the first position is the first choice.

    Raises `Invalid` for a position that is named twice or belongs to another pathway.
    """
    with application_step(application, "rank", actor=actor) as row:
        _require_list(row, positions)
        row.preferences.all().delete()
        Preference.objects.bulk_create(
            Preference(application=row, position=position, rank=rank)
            for rank, position in enumerate(positions, start=1)
        )


def submit_application(application: Application, *, actor: Any) -> None:
    """Send it; from here on motivation and list stand as they are."""
    with application_step(application, "submit", actor=actor) as row:
        row.submitted_at = timezone.now()


def withdraw_application(application: Application, *, actor: Any) -> None:
    """Take the application back, until the lists are sealed."""
    with application_step(application, "withdraw", actor=actor):
        pass


def _require_list(application: Application, positions: Sequence[Position]) -> None:
    keys = [position.pk for position in positions]
    offered = set(application.intake_round.pathway.positions.values_list("pk", flat=True))
    if len(set(keys)) != len(keys):
        sentence = _("You gave two positions the same place on your list.")
        raise Invalid(_("Please check your list."), {"positions": [sentence]})
    if not offered.issuperset(keys):
        sentence = _("A position on your list is not offered in this pathway.")
        raise Invalid(_("Please check your list."), {"positions": [sentence]})
