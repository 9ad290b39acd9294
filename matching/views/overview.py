"""Choices and ratings of an application as rows for a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.access import scope
from matching.enums import RATABLE_APPLICATIONS, AcceptanceParty, RoundState
from matching.models import Acceptability, Application, Preference, Rating
from matching.reports import place_name
from matching.rules import sees_ranks
from matching.services import RatingProgress


@dataclass(frozen=True)
class Pair:
    """A choice with what the reader may know about it."""

    uuid: Any
    rank: int
    place: str
    host_said: Acceptability | None
    withdrawn: bool
    student_said: Acceptability | None
    rated: bool
    decides: bool
    may_rate: bool
    may_judge: bool


def pairs_of(
    application: Application, user: Any, progress: RatingProgress | None = None
) -> list[Pair]:
    """The choices in the reader's scope: in the student's order for who may know it."""
    rows = scope(Preference, user).filter(application=application)
    rows = rows.select_related("position__workplace__establishment__organisation")
    own = application.student.user_id == user.pk
    if not sees_ranks(user, application):
        rows = rows.order_by("uuid")
    said = _said(application)
    return [_pair(row, application, user, said, own, progress) for row in rows]


def _said(application: Application) -> dict[tuple[int, str], Acceptability]:
    rows = Acceptability.objects.filter(preference__application=application)
    return {(row.preference_id, row.party): row for row in rows}


def _pair(
    row: Preference,
    application: Application,
    user: Any,
    said: dict[tuple[int, str], Acceptability],
    own: bool,
    progress: RatingProgress | None,
) -> Pair:
    """The host's word is for institution and host; a withdrawal's reason never for the host."""
    host = said.get((row.pk, AcceptanceParty.HOST))
    student = said.get((row.pk, AcceptanceParty.STUDENT))
    decides = not own and user.has_perm("matching.decide_pair", row)
    ratable = application.state in RATABLE_APPLICATIONS and not application.has_own_place
    state = application.intake_round.state
    return Pair(
        uuid=row.uuid,
        rank=row.rank,
        place=place_name(row.position),
        host_said=None if own else host,
        withdrawn=student is not None,
        student_said=None if decides else student,
        rated=bool(progress and progress.hosts.get(row.position_id)),
        decides=decides,
        may_rate=decides and ratable and state == RoundState.RATING,
        may_judge=decides and ratable and state in {RoundState.OPEN, RoundState.RATING},
    )


@dataclass(frozen=True)
class Rater:
    """One person's rating of an application, criterion by criterion."""

    name: str
    party: str
    place: str
    ratings: list[Rating]


def raters_of(ratings: Any) -> list[Rater]:
    """The ratings that the reader may see, grouped by who gave them."""
    rows: Iterable[Rating] = ratings.select_related(
        "rater", "criterion", "position__workplace__establishment__organisation"
    ).order_by("party", "position", "rater", "criterion__sequence")
    grouped: dict[tuple[int, int | None], list[Rating]] = {}
    for row in rows:
        grouped.setdefault((row.rater_id, row.position_id), []).append(row)
    return [
        Rater(
            name=str(given[0].rater),
            party=given[0].get_party_display(),
            place=place_name(given[0].position) if given[0].position else "",
            ratings=given,
        )
        for given in grouped.values()
    ]
