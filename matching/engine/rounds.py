"""Student-proposing deferred acceptance in rounds, on arrays.

Gale and Shapley (1962) with capacities, and with nested caps (Biro, Fleiner, Irving and Manlove
2010): a batch of students asks at the same time, and every position keeps the best that it and the
caps above it have room for. In which order students ask cannot change the outcome, so any batch
will do; one that is not too large keeps the arrays beside it small. When few are left, `chains`
or `capped_chains` goes on one by one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .capped_chains import finish_under_caps
from .chains import finish
from .pool import OPEN, SHUT, Flags, Int64, Level, Pool

BATCH = 1 << 16
FEW = 64


@dataclass
class Held:
    """What is held while the match runs.

    ``claims`` has a block of slots for each highest cap (or position without cap), from
    ``block``; an empty slot is -1. ``cutoff`` is the lowest priority a full position or a full cap
    above it holds, and never falls. ``next_entry`` is where each student goes on in the list.
    """

    claims: Int64
    block: Int64
    cutoff: Int64
    next_entry: NDArray[np.integer]


def accept(pool: Pool) -> Int64:
    """Return the entry that each of the N students got, -1 for none: the best stable outcome."""
    held = _nothing_held(pool)
    waiting = [pool.asking[at : at + BATCH] for at in range(0, len(pool.asking), BATCH)][::-1]
    while waiting:
        asking = waiting.pop()
        if len(asking) <= FEW:
            (finish_under_caps if pool.levels else finish)(pool, held, asking)
            continue
        refused = _ask(pool, held, asking)
        if len(refused):
            waiting.append(refused)
    return _outcome(pool, held)


def _nothing_held(pool: Pool) -> Held:
    sizes = np.bincount(pool.root, pool.seats).astype(np.int64)
    shut = pool.seats == 0
    for level in pool.levels:
        shut |= level.seats[level.group] == 0
    return Held(
        claims=np.full(sizes.sum(), -1, np.int64),
        block=_sums(sizes),
        cutoff=np.where(shut, SHUT, OPEN),
        next_entry=pool.first.copy(),
    )


def _outcome(pool: Pool, held: Held) -> Int64:
    """Who is held made the last claim of the own list so far."""
    entry = np.full(len(pool.first), -1, np.int64)
    students = held.claims[held.claims >= 0] & pool.student_mask
    entry[students] = held.next_entry[students] - 1
    return entry


def _ask(pool: Pool, held: Held, asking: Int64) -> Int64:
    """Let each ask for the next position of the list; return who must go on to another."""
    entries = held.next_entry[asking]
    listed = entries < pool.end[asking]
    asking, entries = asking[listed], entries[listed]
    held.next_entry[asking] = entries + 1
    claims = pool.claims[entries] | asking
    # Who is barred claims the last position with -1, which is above no cut-off.
    hopeful = claims > held.cutoff[claims >> pool.priority_bits]
    return np.concatenate([asking[~hopeful], _choose(pool, held, claims[hopeful])])


def _choose(pool: Pool, held: Held, claims: Int64) -> Int64:
    """Let the positions that are asked choose anew; return the students who lost or got none."""
    claims.sort()
    asked = pool.root[claims >> pool.priority_bits]
    roots = asked[_starts(asked)]
    slots = _ranges(held.block[roots], held.block[roots + 1])
    before = held.claims[slots]
    claims = np.concatenate([before[before >= 0], claims])
    claims.sort()
    kept, lost = _keep_best(pool, held, claims)
    held.claims[slots] = -1
    held.claims[_seats_of(pool, held, kept)] = kept
    return np.concatenate(lost) & pool.student_mask


def _keep_best(pool: Pool, held: Held, claims: Int64) -> tuple[Int64, list[Int64]]:
    """Split sorted claims into those that every level has room for and those it has not."""
    positions = claims >> pool.priority_bits
    keep, full, lowest = _best(positions, pool.seats)
    held.cutoff[positions[full]] = claims[lowest]
    kept, lost = claims[keep], [claims[~keep]]
    for level in pool.levels:
        kept, out = _keep_under(pool, held, kept, level)
        lost.append(out)
    kept.sort()
    return kept, lost


def _keep_under(pool: Pool, held: Held, claims: Int64, level: Level) -> tuple[Int64, Int64]:
    """Let the caps of one level choose among what the levels below them kept."""
    groups = level.group[claims >> pool.priority_bits]
    order = np.lexsort((claims & pool.priority_mask, groups))
    claims, groups = claims[order], groups[order]
    keep, full, lowest = _best(groups, level.seats)
    raised = np.full(len(level.seats), OPEN)
    raised[groups[full]] = claims[lowest] & pool.priority_mask
    under = raised[level.group]
    above = np.arange(len(under)) << pool.priority_bits
    np.maximum(held.cutoff, np.where(under >= 0, above | under, OPEN), out=held.cutoff)
    return claims[keep], claims[~keep]


def _best(groups: Int64, seats: Int64) -> tuple[Flags, Int64, Int64]:
    """Which rows, sorted by group and rising in it, belong to the best that its seats can take.

    Also the first row of each group that is full, and its lowest row that is kept.
    """
    first = _starts(groups)
    ends = np.append(first[1:], len(groups))
    threshold = ends - seats[groups[first]]
    full = threshold >= first
    keep = np.arange(len(groups)) >= np.repeat(threshold, ends - first)
    return keep, first[full], threshold[full]


def _seats_of(pool: Pool, held: Held, claims: Int64) -> Int64:
    """The slots for sorted claims: one after the other from the start of their block."""
    roots = pool.root[claims >> pool.priority_bits]
    first = _starts(roots)
    place = np.arange(len(roots)) - np.repeat(first, np.diff(np.append(first, len(roots))))
    return held.block[roots] + place


def _starts(values: Int64) -> Int64:
    """Where each run of equal values begins."""
    changes = np.flatnonzero(values[1:] != values[:-1]) + 1
    return np.concatenate([[0], changes]) if len(values) else changes


def _sums(sizes: Int64) -> Int64:
    """0, then the sums of all sizes so far."""
    return np.concatenate([[0], np.cumsum(sizes)])


def _ranges(first: Int64, end: Int64) -> Int64:
    """The numbers from each first up to its end, one range after the other."""
    lengths = end - first
    skipped = np.repeat(first - _sums(lengths)[:-1], lengths)
    return np.arange(len(skipped)) + skipped
