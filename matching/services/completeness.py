"""Who has rated and what is still missing, without showing a single score."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from core.transitions import move_in_bulk, transition
from matching.enums import ApplicationState
from matching.models import (
    Application,
    Criterion,
    IntakeRound,
    OwnEmployerPlace,
    Preference,
    Rating,
)
from matching.services.locking import round_held


@dataclass(frozen=True)
class RatingProgress:
    """Is there a whole rating of the institution, and of the host per ranked position."""

    institution: bool
    hosts: dict[int, bool]  # by the position's key
    refused: frozenset[int]  # positions that are not possible: no rating needed
    fixed: bool = False  # at the own employer: no rating needed at all (V35)

    @property
    def complete(self) -> bool:
        """True when nothing is missing before the match."""
        if self.fixed:
            return True
        needed = (rated for key, rated in self.hosts.items() if key not in self.refused)
        return self.institution and all(needed)


def rating_progress(applications: Iterable[Application]) -> dict[int, RatingProgress]:
    """By application key; five queries, however many applications."""
    keys = {row.pk: row.intake_round_id for row in applications}
    criteria = _criteria(set(keys.values()))
    whole: dict[tuple[int, int | None], bool] = {}
    for key, position, count in _raters(keys):
        whole[key, position] = whole.get((key, position), True) and count == criteria[keys[key]]
    ranked, refused = _positions(keys)
    own = OwnEmployerPlace.objects.fixed().filter(application__in=list(keys))
    fixed = set(own.values_list("application", flat=True))
    return {
        key: RatingProgress(
            institution=whole.get((key, None), False),
            hosts={position: whole.get((key, position), False) for position in ranked[key]},
            refused=frozenset(refused[key]),
            fixed=key in fixed,
        )
        for key in keys
    }


def finish_if_complete(application: Application, *, actor: Any) -> None:
    """Move an eligible application on when its last rating is there, or none is needed."""
    if application.state != ApplicationState.ELIGIBLE:
        return
    progress = rating_progress([application])[application.pk]
    if progress.complete:
        verb = "fix-place" if progress.fixed else "finish-interviews"
        with transition(application, verb, actor=actor):
            pass


def finish_complete_applications(intake: IntakeRound, *, actor: Any = None) -> int:
    """Move every completely rated, eligible application of a round on; returns how many.

    For whoever brings in many ratings at once (imports) and asked for the right to do so.
    """
    with round_held(intake.pk):
        waiting = Application.objects.filter(intake_round=intake, state=ApplicationState.ELIGIBLE)
        found = rating_progress(waiting)
        done = [key for key, progress in found.items() if progress.complete]
        return move_in_bulk(waiting.filter(pk__in=done), "finish-interviews", actor=actor)


def _criteria(rounds: set[int]) -> dict[int, int]:
    rows = Criterion.objects.filter(intake_round__in=rounds)
    return dict(rows.values_list("intake_round").annotate(count=Count("pk")).order_by())


def _raters(keys: Iterable[int]) -> Iterable[tuple[int, int | None, int]]:
    """Application, position and number of scores of every rater."""
    rows = Rating.objects.filter(application__in=list(keys)).order_by()
    grouped = rows.values("application", "position", "rater").annotate(count=Count("pk"))
    return grouped.values_list("application", "position", "count")


def _positions(keys: Iterable[int]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Ranked positions and, among them, the refused ones, by application."""
    ranked, refused = defaultdict(list), defaultdict(list)
    rows = Preference.objects.filter(application__in=list(keys)).order_by("rank")
    for key, position in rows.values_list("application", "position"):
        ranked[key].append(position)
    against = rows.filter(acceptability__acceptable=False).distinct()
    for key, position, __ in against.values_list("application", "position", "rank"):
        refused[key].append(position)
    return ranked, refused
