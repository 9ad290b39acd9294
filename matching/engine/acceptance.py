"""The match: deferred acceptance, and positions that close because too few students came.

A position with a minimum takes so many or none. A stable outcome need not exist then, and to find
out is NP-complete (Biro, Fleiner, Irving and Manlove 2010); so the rule is announced: run, close
the position with the largest shortage (equal ones in the announced order), and run again. The
outcome is stable among the positions that stay open. Whether an honest list is always the best one
is then no longer certain, and the words about the procedure say so.
"""

from collections.abc import Callable

import numpy as np

from .decision import Closing, Match
from .instance import Instance
from .numbering import pool_of
from .pool import Int64
from .rounds import accept


def match(instance: Instance, step: Callable[[int], None] = lambda closed: None) -> Match:
    """Match the pool. InstanceError when a round is too large for 63 bits.

    ``step`` hears, before every run, how many positions closed until then.
    """
    closings: list[Closing] = []
    pool = pool_of(instance)
    order = _closing_order(instance)
    while True:
        step(len(closings))
        entry = accept(pool)
        closing = _shortest(instance, entry, order)
        if closing is None:
            return Match(_by_student(instance, entry), tuple(closings))
        closings.append(closing)
        pool = pool.without(instance.position_numbers[closing.position])


def _by_student(instance: Instance, entry: Int64) -> Int64:
    """The solver numbers students against the lottery; everybody else by id."""
    own = np.empty(len(entry), np.int64)
    own[np.argsort(-instance.lottery)] = entry
    return own


def _closing_order(instance: Instance) -> Int64:
    numbers = [instance.position_numbers[name] for name in instance.closing_order]
    return np.array(numbers, np.int64)


def _shortest(instance: Instance, entry: Int64, order: Int64) -> Closing | None:
    """The position that lacks most students among those some came to, the first one announced."""
    if not len(order):
        return None
    positions = instance.position[entry[entry >= 0]]
    came = np.bincount(positions, minlength=len(instance.positions))[order]
    there = np.bincount(
        instance.fixed_at[instance.fixed_at >= 0], minlength=len(instance.positions)
    )[order]
    minimum = np.array([instance.positions[number].minimum for number in order])
    lack = np.where(came > 0, minimum - came - there, 0)
    first = int(np.argmax(lack))
    if lack[first] <= 0:
        return None
    row = instance.positions[order[first]]
    return Closing(row.id, int(came[first] + there[first]), row.minimum)
