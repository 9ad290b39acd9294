"""Seats of positions and of the nested caps above them, level by level."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from .instance import Instance
from .pool import Int64, Level

UNLIMITED = 2**62  # seats of the group of positions that have no cap at a level


def pool_seats(instance: Instance) -> Int64:
    """Seats per position that the match itself fills: capacity less the fixed pairs in it (P)."""
    seats = np.array([row.capacity for row in instance.positions], np.int64)
    for pair in instance.fixed:
        if pair.seat_offered_to_all:
            seats[instance.position_numbers[pair.position]] -= 1
    return seats


def levels_of(instance: Instance) -> tuple[Level, ...]:
    """The caps by height: those over positions only first, then those over such caps, and so on.

    Each level numbers the caps as ``instance.caps`` does; its last group, without a limit, is of
    the positions that have no cap at this height.
    """
    if not instance.caps:
        return ()
    height, chains = _heights(instance), ancestors(instance)
    seats = np.append(cap_seats(instance), UNLIMITED)
    levels = []
    for level in range(1, max(height) + 1):
        group = [
            next((cap for cap in chain if height[cap] == level), len(instance.caps))
            for chain in chains
        ]
        levels.append(Level(np.array(group, np.int64), seats))
    return tuple(levels)


def cap_seats(instance: Instance) -> Int64:
    """Seats per cap that the match itself fills (one per cap)."""
    seats = np.array([cap.capacity for cap in instance.caps], np.int64)
    chains = ancestors(instance)
    for pair in instance.fixed:
        if pair.seat_offered_to_all:
            seats[chains[instance.position_numbers[pair.position]]] -= 1
    return seats


def room(instance: Instance) -> int:
    """How many students fit in: of the seats under a cap, no more than the cap takes."""
    inside: Counter[str] = Counter()
    for row in instance.positions:
        inside[row.within] += row.capacity
    height = _heights(instance)
    for number in sorted(range(len(height)), key=height.__getitem__):
        cap = instance.caps[number]
        inside[cap.within] += min(cap.capacity, inside[cap.id])
    return inside[""]


def ancestors(instance: Instance) -> list[list[int]]:
    """The numbers of the caps above each position, the nearest first."""
    numbers = {cap.id: number for number, cap in enumerate(instance.caps)}
    chains = []
    for row in instance.positions:
        chain, name = [], row.within
        while name:
            chain.append(numbers[name])
            name = instance.caps[numbers[name]].within
        chains.append(chain)
    return chains


def _heights(instance: Instance) -> Sequence[int]:
    """How many caps lie, at most, between each cap and a position, that cap counted."""
    height = [1] * len(instance.caps)
    numbers = {cap.id: number for number, cap in enumerate(instance.caps)}
    for number in range(len(height)):
        name, steps = instance.caps[number].within, 1
        while name:
            steps += 1
            height[numbers[name]] = max(height[numbers[name]], steps)
            name = instance.caps[numbers[name]].within
    return height
