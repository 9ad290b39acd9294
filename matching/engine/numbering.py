"""From a round to what the solver works on: names become numbers, choices become claims."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .caps import ancestors, levels_of, pool_seats
from .errors import InstanceError
from .instance import Instance
from .pool import BARRED, Flags, Int64, Level, Pool

BITS = 63  # of a positive int64
AT_ONCE = 1 << 20  # choices made into claims at a time, so that nothing large is held beside them


@dataclass(frozen=True)
class Lists:
    """The columns of a round that the match needs, as in `Instance`."""

    start: NDArray[np.integer]
    position: NDArray[np.integer]
    score: NDArray[np.integer]
    reason: NDArray[np.integer]
    lottery: NDArray[np.integer]


def pool_of(instance: Instance) -> Pool:
    """The round for the solver. InstanceError when it is too large.

    The outcome is in entries, which are numbered here as in the instance.
    """
    lists = Lists(
        instance.start, instance.position, instance.score, instance.reason, instance.lottery
    )
    fixed = instance.fixed_at >= 0 if instance.fixed else None
    return numbered(lists, pool_seats(instance), levels_of(instance), _tops(instance), fixed)


def numbered(
    lists: Lists,
    seats: Int64,
    levels: tuple[Level, ...] = (),
    tops: Int64 | None = None,
    fixed: Flags | None = None,
) -> Pool:
    """The same from columns: ``seats`` per position, ``tops`` the highest cap of each, and which
    students are ``fixed`` and do not ask.
    """
    against_lottery = np.argsort(-lists.lottery)
    tops = np.arange(len(seats)) if tops is None else tops
    order = np.argsort(tops, kind="stable")  # those under one highest cap become neighbours
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    scores = scores_from_zero(lists.score)
    student_bits = max(1, (len(lists.lottery) - 1).bit_length())
    priority_bits = student_bits + int(scores.max(initial=0)).bit_length()
    _require_bits(lists, len(seats), priority_bits)
    asking = np.arange(len(against_lottery))
    return Pool(
        first=lists.start[:-1][against_lottery],
        end=lists.start[1:][against_lottery],
        claims=_claims(lists, scores, number, student_bits, priority_bits),
        student_bits=student_bits,
        priority_bits=priority_bits,
        seats=_needed(lists, seats)[order],
        levels=tuple(Level(level.group[order], level.seats) for level in levels),
        root=np.unique(tops[order], return_inverse=True)[1],
        asking=asking if fixed is None else asking[~fixed[against_lottery]],
        number=number,
    )


def _needed(lists: Lists, seats: Int64) -> Int64:
    """No more seats than students who ask for them: a slot is kept for each."""
    seats = np.minimum(seats, len(lists.lottery))
    if int(seats.sum()) <= len(lists.position):
        return seats
    asked = np.zeros(len(seats), np.int64)
    for at in range(0, len(lists.position), AT_ONCE):
        asked += np.bincount(lists.position[at : at + AT_ONCE], minlength=len(seats))
    return np.minimum(seats, asked)


def _tops(instance: Instance) -> Int64 | None:
    """The highest cap above each position, beyond all positions; its own number without one."""
    if not instance.caps:
        return None
    size, chains = len(instance.positions), enumerate(ancestors(instance))
    return np.array([size + chain[-1] if chain else at for at, chain in chains], np.int64)


def scores_from_zero(score: NDArray[np.integer]) -> NDArray[np.integer]:
    """Scores counted from the lowest; by their order alone where the numbers would be too large."""
    least, most = int(score.min(initial=0)), int(score.max(initial=0))
    if (most - least).bit_length() <= 20:
        return score.astype(np.int64) - least if least else score
    return np.unique(score, return_inverse=True)[1]


def _require_bits(lists: Lists, positions: int, priority_bits: int) -> None:
    bits = priority_bits + max(positions - 1, 0).bit_length()
    if bits > BITS:
        sizes = f"{len(lists.lottery)} students, {positions} positions"
        detail = f"{sizes} and {len(lists.position)} choices need {bits} bits of {BITS}"
        raise InstanceError("too_large", "round", detail)


def _claims(
    lists: Lists,
    scores: NDArray[np.integer],
    number: Int64,
    student_bits: int,
    priority_bits: int,
) -> Int64:
    claims = np.empty(len(lists.position), np.int64)
    for at in range(0, len(claims), AT_ONCE):
        part = slice(at, at + AT_ONCE)
        own = claims[part]
        own[:] = number[lists.position[part]]
        own <<= priority_bits
        own |= scores[part].astype(np.int64) << student_bits
        own[lists.reason[part] > 0] = BARRED
    return claims
