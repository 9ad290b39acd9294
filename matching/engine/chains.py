"""The end of a match, one student after the other: long chains would cost a round for each step.

Every position keeps its claims in a heap of plain integers, the lowest on top.
"""

from heapq import heapify, heappush, heapreplace
from typing import TYPE_CHECKING

import numpy as np

from .pool import BARRED, Int64, Pool

if TYPE_CHECKING:
    from .rounds import Held


def finish(pool: Pool, held: "Held", asking: Int64) -> None:
    """Seat these students and whom they displace, until nobody has anywhere left to ask.

    For a pool without caps above its positions.
    """
    chains = _Chains(pool, held)
    for student in asking.tolist():
        while student >= 0:
            student = chains.seat(student)
    chains.write_back()


class _Chains:
    """Views of the arrays that give plain integers, which is faster than numpy's own one by one."""

    def __init__(self, pool: Pool, held: "Held") -> None:
        self.held = held
        self.next_entry = held.next_entry.data
        self.end = pool.end.data
        self.claims = pool.claims.data
        self.seats = pool.seats.data
        self.above = pool.priority_bits
        self.mask = pool.student_mask
        self.heaps: dict[int, list[int]] = {}

    def seat(self, student: int) -> int:
        """Go down one list until a seat is found; return the student who lost it, or -1."""
        for entry in range(self.next_entry[student], self.end[student]):
            claim = self.claims[entry]
            position = claim >> self.above
            if claim == BARRED or not self.seats[position]:
                continue
            claim |= student
            heap = self.heaps.get(position)
            if heap is None:
                heap = self.heaps[position] = self._heap(position)
            if len(heap) < self.seats[position]:
                heappush(heap, claim)
                self.next_entry[student] = entry + 1
                return -1
            if claim > heap[0]:
                self.next_entry[student] = entry + 1
                return heapreplace(heap, claim) & self.mask
        self.next_entry[student] = self.end[student]
        return -1

    def _heap(self, position: int) -> list[int]:
        first, end = self.held.block[position : position + 2]
        heap = [claim for claim in self.held.claims[first:end].tolist() if claim >= 0]
        heapify(heap)
        return heap

    def write_back(self) -> None:
        """Put the heaps where the rounds keep their claims."""
        for position, heap in self.heaps.items():
            first, end = self.held.block[position : position + 2]
            self.held.claims[first:end] = np.array([*heap, *[-1] * (end - first - len(heap))])
