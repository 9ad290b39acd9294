"""The end of a match under nested caps, one student after the other.

Before a claim comes, every position and every cap above it has room for what it holds. So one claim
more is too much for the nearest of them that is full, if any: that one gives up its lowest claim,
and those further up hold as many as before. This is the greedy choice of a laminar matroid.
"""

from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import TYPE_CHECKING

import numpy as np

from .caps import UNLIMITED
from .pool import BARRED, Int64, Pool

if TYPE_CHECKING:
    from .rounds import Held


def finish_under_caps(pool: Pool, held: "Held", asking: Int64) -> None:
    """Seat these students and whom they displace, until nobody has anywhere left to ask."""
    chains = _CappedChains(pool, held)
    for student in asking.tolist():
        while student >= 0:
            student = chains.seat(student)
    chains.write_back()


@dataclass(eq=False, slots=True)
class _Place:
    """A position or a cap: its seats, how many hold one, and their priorities, the lowest on top;
    among them still those of students who have left.
    """

    seats: int
    held: int = 0
    heap: list[int] = field(default_factory=list)


class _CappedChains:
    def __init__(self, pool: Pool, held: "Held") -> None:
        self.pool, self.held = pool, held
        self.next_entry, self.end = held.next_entry.data, pool.end.data
        self.claims = pool.claims.data
        self.claim_of: dict[int, int] = {}  # of every student who holds a seat where we look
        self.roots: set[int] = set()
        self.places: dict[tuple[int, int], _Place] = {}
        self.chains: dict[int, list[_Place]] = {}

    def seat(self, student: int) -> int:
        """Go down one list until a seat is found; return the student who lost it, or -1."""
        for entry in range(self.next_entry[student], self.end[student]):
            claim = self.claims[entry]
            if claim == BARRED:
                continue
            claim |= student
            chain = self._chain(claim >> self.pool.priority_bits)
            full = next((place for place in chain if place.held >= place.seats), None)
            lowest = -1 if full is None else self._lowest(full)
            if full is None or 0 <= lowest < claim & self.pool.priority_mask:
                self.next_entry[student] = entry + 1
                loser = -1 if full is None else lowest & self.pool.student_mask
                if loser >= 0:
                    self._leave(loser)
                self._take(claim, chain)
                return loser
        self.next_entry[student] = self.end[student]
        return -1

    def _lowest(self, full: _Place) -> int:
        """The lowest priority that is held there; -1 where there is no seat to hold."""
        while full.heap:
            priority = full.heap[0]
            claim = self.claim_of.get(priority & self.pool.student_mask, BARRED)
            here = claim != BARRED and full in self.chains[claim >> self.pool.priority_bits]
            if here and claim & self.pool.priority_mask == priority:
                return priority
            heappop(full.heap)
        return -1

    def _take(self, claim: int, chain: list[_Place]) -> None:
        self.claim_of[claim & self.pool.student_mask] = claim
        for place in chain:
            place.held += 1
            heappush(place.heap, claim & self.pool.priority_mask)

    def _leave(self, student: int) -> None:
        for place in self.chains[self.claim_of.pop(student) >> self.pool.priority_bits]:
            place.held -= 1

    def _chain(self, position: int) -> list[_Place]:
        """A position and the caps above it, the nearest first, with all who hold a seat there."""
        root = int(self.pool.root[position])
        if root not in self.roots:
            self.roots.add(root)
            first, end = self.held.block[root : root + 2]
            for claim in self.held.claims[first:end].tolist():
                if claim >= 0:
                    self._take(claim, self._places(claim >> self.pool.priority_bits))
        return self._places(position)

    def _places(self, position: int) -> list[_Place]:
        chain = self.chains.get(position)
        if chain is None:
            chain = [_Place(int(self.pool.seats[position]))]
            for number, level in enumerate(self.pool.levels):
                group = int(level.group[position])
                seats = int(level.seats[group])
                if seats < UNLIMITED:
                    chain.append(self.places.setdefault((number, group), _Place(seats)))
            self.chains[position] = chain
        return chain

    def write_back(self) -> None:
        """Put the claims where the rounds keep theirs."""
        claims: dict[int, list[int]] = {root: [] for root in self.roots}
        for claim in self.claim_of.values():
            claims[int(self.pool.root[claim >> self.pool.priority_bits])].append(claim)
        for root, here in claims.items():
            first, end = self.held.block[root : root + 2]
            self.held.claims[first:end] = np.array([*here, *[-1] * (end - first - len(here))])
