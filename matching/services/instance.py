"""From the two seals to the engine's own terms: nothing else decides (B3)."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import NotNow
from matching.engine import (
    Instance,
    Position,
    Preference,
    Rating,
    Scheme,
    ScoreError,
    Scores,
    Student,
    combine,
)
from matching.enums import AcceptanceParty

Content = dict[str, Any]
Pair = tuple[str, str]


def scores_of(criteria: Content, inputs: Content) -> Scores:
    """The exact mark of every student at every position that is possible for both.

    Raises the engine's ScoreError when a rating is missing or does not belong to the round.
    """
    pairs = _possible(inputs)
    return combine(_scheme(criteria), _ratings(inputs, pairs), pairs)


def require_complete(criteria: Content, inputs: Content) -> None:
    """Raise `NotNow` when the marks cannot be computed (a missing rating blocks sealing)."""
    try:
        scores_of(criteria, inputs)
    except ScoreError as error:
        raise NotNow(_("A rating is still missing, so the lists cannot be sealed.")) from error


def instance_of(inputs: Content, scores: Scores, lottery: dict[str, int]) -> Instance:
    """The round as the engine sees it."""
    marks = {(row.student, row.position): row.score for row in scores.rows}
    reasons = refusals(inputs)
    return Instance.of(
        students=(Student(key, lottery[key]) for key in inputs["students"]),
        positions=(Position(row["id"], row["capacity"]) for row in inputs["positions"]),
        preferences=(
            Preference(
                student=row["student"],
                position=row["position"],
                rank=row["rank"],
                score=marks.get((row["student"], row["position"]), 0),
                acceptable=(row["student"], row["position"]) not in reasons,
                reason=reasons.get((row["student"], row["position"]), ""),
            )
            for row in inputs["lists"]
        ),
    )


def refusals(inputs: Content) -> dict[Pair, str]:
    """Why a pair is not possible, as ``party:reason``; the student's own word comes first."""
    found: dict[Pair, str] = {}
    for party in (AcceptanceParty.HOST, AcceptanceParty.STUDENT):
        for row in inputs["acceptability"]:
            if row["party"] == party and not row["acceptable"]:
                found[row["student"], row["position"]] = f"{party}:{row['reason']}"
    return found


def _scheme(criteria: Content) -> Scheme:
    weights = {row["code"]: row["weight"] for row in criteria["criteria"]}
    scale = criteria["scale"]
    return Scheme(weights, criteria["parties"], scale["lowest"], scale["highest"])


def _possible(inputs: Content) -> list[Pair]:
    refused = refusals(inputs)
    pairs = [(row["student"], row["position"]) for row in inputs["lists"]]
    return [pair for pair in pairs if pair not in refused]


def _ratings(inputs: Content, pairs: list[Pair]) -> Iterator[Rating]:
    """The institution's scores count at every possible position, a host's at its own."""
    possible: dict[str, list[str]] = {}
    for student, position in pairs:
        possible.setdefault(student, []).append(position)
    for row in inputs["ratings"]:
        here = possible.get(row["student"], [])
        if row["position"] is not None:
            here = [row["position"]] if row["position"] in here else []
        for position in here:
            yield Rating(
                student=row["student"],
                position=position,
                criterion=row["criterion"],
                party=row["party"],
                rater=row["rater"],
                mark=row["score"],
            )
