"""From a round to what the solver works on: names become numbers, choices become claims."""

import numpy as np

from .caps import ancestors, levels_of, pool_seats
from .errors import InstanceError
from .instance import Instance
from .pool import BARRED, Int64, Level, Pool

BITS = 63  # of a positive int64
AT_ONCE = 1 << 20  # choices made into claims at a time, so that nothing large is held beside them


def pool_of(instance: Instance) -> Pool:
    """The round for the solver. InstanceError when it is too large.

    The outcome is in entries, which are numbered here as in the instance.
    """
    against_lottery = np.argsort(-instance.lottery)
    order, root = _beside_each_other(instance)
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    scores = scores_from_zero(instance)
    student_bits = max(1, (len(instance.students) - 1).bit_length())
    priority_bits = student_bits + int(scores.max(initial=0)).bit_length()
    _require_bits(instance, priority_bits)
    return Pool(
        first=instance.start[:-1][against_lottery],
        end=instance.start[1:][against_lottery],
        claims=_claims(instance, scores, number, student_bits, priority_bits),
        student_bits=student_bits,
        priority_bits=priority_bits,
        seats=pool_seats(instance)[order],
        levels=tuple(Level(level.group[order], level.seats) for level in levels_of(instance)),
        root=root,
        asking=np.flatnonzero(instance.fixed_at[against_lottery] < 0),
        number=number,
    )


def _beside_each_other(instance: Instance) -> tuple[Int64, Int64]:
    """Positions in an order that puts those under one highest cap together, and their roots."""
    size = len(instance.positions)
    if not instance.caps:
        return np.arange(size), np.arange(size)
    tops = np.array(
        [size + chain[-1] if chain else at for at, chain in enumerate(ancestors(instance))]
    )
    order = np.argsort(tops, kind="stable")
    return order, np.unique(tops[order], return_inverse=True)[1]


def scores_from_zero(instance: Instance) -> Int64:
    """Scores counted from the lowest; by their order alone where the numbers would be too large."""
    score = instance.score
    least, most = int(score.min(initial=0)), int(score.max(initial=0))
    if (most - least).bit_length() <= 20:
        return (score - least).astype(np.int64, copy=False)
    return np.unique(score, return_inverse=True)[1]


def _require_bits(instance: Instance, priority_bits: int) -> None:
    bits = priority_bits + max(len(instance.positions) - 1, 0).bit_length()
    if bits > BITS:
        sizes = f"{len(instance.students)} students, {len(instance.positions)} positions"
        detail = f"{sizes} and {len(instance.position)} choices need {bits} bits of {BITS}"
        raise InstanceError("too_large", "round", detail)


def _claims(
    instance: Instance, scores: Int64, number: Int64, student_bits: int, priority_bits: int
) -> Int64:
    claims = np.empty(len(instance.position), np.int64)
    for at in range(0, len(claims), AT_ONCE):
        part = slice(at, at + AT_ONCE)
        own = claims[part]
        own[:] = number[instance.position[part]]
        own <<= priority_bits
        own |= scores[part].astype(np.int64) << student_bits
        own[instance.reason[part] > 0] = BARRED
    return claims
