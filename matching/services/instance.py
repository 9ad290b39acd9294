"""From the two seals to the engine's own terms: nothing else decides (B3)."""

from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Self

import numpy as np
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from core.errors import NotNow
from matching.engine import (
    OPEN,
    Cap,
    Choices,
    FixedPair,
    Instance,
    Position,
    Scheme,
    ScoreError,
    Scores,
    Sheets,
    combine,
)
from matching.enums import AcceptanceParty

Content = dict[str, Any]


@dataclass(frozen=True)
class Wishes:
    """Every choice in the order of the lists: student and position by number, and why it is not
    possible, as ``party:reason``, "" where it is.
    """

    student: NDArray[np.int64]
    position: NDArray[np.int64]
    refused: list[str]

    @classmethod
    def of(cls, inputs: Content) -> Self:
        """What was sealed about the choices."""
        lists = inputs["lists"]
        return cls(_numbers(lists["student"]), _numbers(lists["position"]), _refusals(inputs))


def scores_of(criteria: Content, inputs: Content, wishes: Wishes) -> Scores:
    """The exact mark of every choice that is possible for both, in the order of the lists.

    The institution's marks count at every possible position, a host's at its own. Raises the
    engine's ScoreError when a rating is missing or does not belong to the round.
    """
    choices = Choices(
        students=inputs["students"],
        positions=[row["id"] for row in inputs["positions"]],
        student=wishes.student,
        position=wishes.position,
        counts=np.array([not reason for reason in wishes.refused], bool),
    )
    scheme = _scheme(criteria)
    sheets = {party: _sheets(each, scheme) for party, each in inputs["ratings"].items()}
    return combine(scheme, choices, sheets)


def require_complete(criteria: Content, inputs: Content) -> None:
    """Raise `NotNow` when the marks cannot be computed (a missing rating blocks sealing)."""
    try:
        scores_of(criteria, inputs, Wishes.of(inputs))
    except ScoreError as error:
        raise NotNow(_("A rating is still missing, so the lists cannot be sealed.")) from error


def instance_of(
    inputs: Content, wishes: Wishes, scores: Scores, lottery: dict[str, int]
) -> Instance:
    """The round as the engine sees it; the sealed lists are in its order already.

    Before `round-inputs/3` no position had a minimum, and no host a limit over several; before `/4`
    no pathway had one.
    """
    bound = [row for row in inputs["positions"] if row.get("minimum", 0) > 1]
    reasons = tuple(sorted({"", *wishes.refused}))
    numbers = {reason: number for number, reason in enumerate(reasons)}
    listed = np.bincount(wishes.student, minlength=len(inputs["students"]))
    return Instance(
        students=tuple(inputs["students"]),
        lottery=np.array([lottery[key] for key in inputs["students"]], np.int64),
        positions=tuple(
            Position(row["id"], row["capacity"], row.get("minimum", 0), row.get("within", ""))
            for row in inputs["positions"]
        ),
        start=np.concatenate([[0], np.cumsum(listed)]),
        position=wishes.position,
        score=scores.score,
        reason=_numbers([numbers[reason] for reason in wishes.refused]),
        reasons=reasons,
        caps=tuple(
            Cap(row["id"], row["capacity"], row.get("within", "")) for row in inputs.get("caps", [])
        ),
        fixed=_fixed(inputs),
        closing_order=tuple(row["id"] for row in sorted(bound, key=itemgetter("code"))),
    )


def _fixed(inputs: Content) -> tuple[FixedPair, ...]:
    """Who has a place at the own employer; before `round-inputs/5` nobody (V35)."""
    rows = inputs.get("fixed", {})
    columns = (rows.get(name, []) for name in ("student", "position", "seat_offered_to_all"))
    return tuple(
        FixedPair(inputs["students"][student], inputs["positions"][position]["id"], offered)
        for student, position, offered in zip(*columns, strict=True)
    )


def _refusals(inputs: Content) -> list[str]:
    """Why each choice is not possible; where both said no, the student's own word is the reason."""
    said = inputs["acceptability"]
    rows = zip(*(said[name] for name in ("student", "position", *SAID)), strict=True)
    found: dict[tuple[int, int], str] = {}
    for student, position, party, acceptable, reason in rows:
        if not acceptable and (
            party == AcceptanceParty.STUDENT or (student, position) not in found
        ):
            found[student, position] = f"{party}:{reason}"
    lists = inputs["lists"]
    pairs = zip(lists["student"], lists["position"], strict=True)
    return [found.get(pair, "") for pair in pairs] if found else [""] * len(lists["student"])


SAID = ("party", "acceptable", "reason")


def _numbers(column: list[int]) -> NDArray[np.int64]:
    return np.array(column, np.int64)


def _scheme(criteria: Content) -> Scheme:
    weights = {row["code"]: row["weight"] for row in criteria["criteria"]}
    scale = criteria["scale"]
    return Scheme(weights, criteria["parties"], scale["lowest"], scale["highest"])


def _sheets(sheets: Content, scheme: Scheme) -> Sheets:
    """The sheets of one party, with the marks in the order of the criteria."""
    position = sheets.get("position")
    return Sheets(
        student=_numbers(sheets["student"]),
        rater=_numbers(sheets["rater"]),
        marks=np.stack(
            [_marks(sheets["marks"][code]) for code in scheme.criteria], axis=1, dtype=np.int64
        ),
        position=None if position is None else _numbers(position),
    )


def _marks(column: list[int | None]) -> Any:
    if None in column:
        return _numbers([OPEN if mark is None else mark for mark in column])
    marks: Any = column
    try:
        return np.frombuffer(bytes(marks), np.uint8)  # much quicker
    except ValueError:  # a scale beyond 0 to 255
        return _numbers(marks)
