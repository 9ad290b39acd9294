"""Independent ratings: a score per criterion with a note, never a total (V28; domain.md 7.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.permissions import require
from core.transitions import transition
from core.versions import renew
from matching.enums import Party
from matching.models import Application, Criterion, Preference, Rating
from matching.services.completeness import finish_if_complete
from matching.services.locking import require_valid, round_held


@dataclass(frozen=True)
class Mark:
    """A score from 1 to 5 and why."""

    score: int
    note: str


Marks = Mapping[UUID, Mark]


def rate_application(application: Application, *, actor: Any, marks: Marks) -> None:
    """The institution's rating of the whole application, by one of its people.

    ``marks`` holds a mark for every criterion of the round, by identifier. Giving them again
    replaces one's own. Raises `Refused`, `NotNow` outside the rating step, `Invalid`.
    """
    with round_held(application.intake_round_id):
        with transition(application, "rate", actor=actor) as row:
            _write(row, None, Party.INSTITUTION, marks, actor)
        finish_if_complete(application, actor=actor)


def rate_pair(preference: Preference, *, actor: Any, marks: Marks) -> None:
    """A host's rating of a student for its own place; otherwise as `rate_application`."""
    with round_held(preference.application.intake_round_id):
        require(actor, "matching.decide_pair", preference)
        application = preference.application
        with transition(application, "rate-pair", actor=actor) as row:
            _write(row, preference.position, Party.HOST, marks, actor)
            renew(preference)
        finish_if_complete(application, actor=actor)


def _write(application: Application, position: Any, party: Party, marks: Marks, actor: Any) -> None:
    criteria = {row.uuid: row for row in application.intake_round.criteria.all()}
    if set(criteria) != set(marks):
        raise Invalid(_("Give every criterion a score and a note."))
    own = Rating.objects.filter(application=application, position=position, rater=actor)
    known = {row.criterion_id: row for row in own}
    for key, criterion in criteria.items():
        row = known.get(criterion.pk) or _blank(application, position, party, criterion, actor)
        row.score, row.note = marks[key].score, marks[key].note.strip()
        require_valid(row)
        row.save()


def _blank(
    application: Application, position: Any, party: Party, criterion: Criterion, actor: Any
) -> Rating:
    return Rating(
        application=application, position=position, party=party, criterion=criterion, rater=actor
    )
