"""Why each choice ended as it did, for all of them at once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .decision import Match
from .errors import InstanceError
from .instance import Instance
from .outcomes import (
    CLOSED,
    KINDS,
    NO_SEATS,
    NOT_ACCEPTABLE,
    NOT_NEEDED,
    OUTRANKED_BY_LOTTERY,
    OUTRANKED_BY_SCORE,
    PLACED,
)
from .pool import Flags, Int64
from .standing import Standing


@dataclass(frozen=True, eq=False)
class Reasons:
    """Why, for all E choices at once: ``kind`` is a number in `KINDS`, ``line`` the level that
    decided (0 the position itself, then the caps above), where one did.
    """

    kind: NDArray[np.uint8]
    line: NDArray[np.uint8]


def reasons(instance: Instance, decided: Match, standing: Standing | None = None) -> Reasons:
    """Work out the reason of every choice, in the order of the round.

    InstanceError when somebody was passed over: there is no reason for that.
    """
    standing = standing or Standing.of(instance, decided)
    found = Reasons(
        np.full(len(instance.position), KINDS.index(NOT_NEEDED), np.uint8),
        np.zeros(len(instance.position), np.uint8),
    )
    shut = np.zeros(len(instance.positions), bool)
    shut[[instance.position_numbers[row.position] for row in decided.closings]] = True
    # Who was placed needed nothing further down; who was placed beforehand, nothing at all.
    reached = np.where(decided.entry >= 0, decided.entry, len(instance.position))
    reached[instance.fixed_at >= 0] = -1
    last_scores = [standing.last_scores(line) for line in standing.lines]
    for part in standing.parts():
        entry = np.arange(part.start, min(part.stop, len(instance.position)))
        student = instance.student_of[part]
        above = entry < reached[student]
        entry, student = entry[above], student[above]
        kind, level, unknown = _outranked(standing, last_scores, entry, student)
        kind[shut[instance.position[entry]]] = KINDS.index(CLOSED)
        refused = instance.reason[entry] > 0
        kind[refused] = KINDS.index(NOT_ACCEPTABLE)
        _require_known(instance, entry[unknown & ~refused])
        found.kind[entry], found.line[entry] = kind, level
    found.kind[decided.entry[decided.entry >= 0]] = KINDS.index(PLACED)
    _tell_fixed(instance, found)
    return found


def _tell_fixed(instance: Instance, found: Reasons) -> None:
    """The choice at which somebody was placed beforehand, where it is on the list."""
    for pair in instance.fixed:
        number = instance.student_numbers[pair.student]
        mine = slice(instance.start[number], instance.start[number + 1])
        here = instance.position[mine] == instance.position_numbers[pair.position]
        found.kind[mine][here] = KINDS.index(PLACED)


def _require_known(instance: Instance, unknown: Int64) -> None:
    """Whoever had room and was yet not admitted was passed over: no reason is made up for it."""
    if len(unknown):
        student = instance.students[instance.student_of[unknown[0]]]
        place = f"{student} at {instance.positions[instance.position[unknown[0]]].id}"
        raise InstanceError("blocking_pair", place, "there was room, and yet no place was given")


def _outranked(
    standing: Standing, last_scores: list[Any], entry: Int64, student: NDArray[np.integer]
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], Flags]:
    """The nearest level that had no room for each of these choices, what decided there, and for
    which there is no such level.
    """
    priority, position = standing.priorities(entry, student), standing.instance.position[entry]
    score = standing.scores[entry]
    kind = np.full(len(entry), KINDS.index(OUTRANKED_BY_SCORE), np.uint8)
    level = np.zeros(len(entry), np.uint8)
    undecided = np.ones(len(entry), bool)
    for number, line in enumerate(standing.lines):
        group = line.group[position]
        here = undecided & (line.cutoff[group] > priority)
        level[here] = number
        kind[here & (last_scores[number][group] == score)] = KINDS.index(OUTRANKED_BY_LOTTERY)
        kind[here & (line.seats[group] == 0)] = KINDS.index(NO_SEATS)
        undecided &= ~here
    return kind, level, undecided
