"""A round as the solver sees it: numbers instead of names, and one integer for every claim.

Students are numbered against the lottery: the worst lot is student 0, the best N - 1. A claim
holds, from its highest bits down, the number of the position, the score and the number of the
student. So a larger claim on the same position is the better one, no two are equal, a claim names
whom it is of, and sorting plain integers ranks all claims on all positions at once.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

Int64: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

BARRED = -1  # an entry that was refused, instead of a claim
OPEN = -1  # the cut-off of a position with a seat left: every claim is above it
SHUT = 2**63 - 1  # of a position without seats: none is


@dataclass(frozen=True)
class Level:
    """The caps at one height above the positions, each over some of them.

    ``group`` (P) is the number of each position's cap; ``seats`` are those of each cap.
    """

    group: Int64
    seats: Int64


@dataclass(frozen=True)
class Pool:
    """The lists of N students for P positions.

    ``first`` and ``end`` (N) bound each student's entries, the first choice first. ``claims`` are
    the entries, `BARRED` or a claim without its student, whose bits (``student_bits`` of them)
    are 0; ``priority_bits`` lie under the number of the position. ``seats`` (P) are those of each
    position, ``levels`` the caps above, the lowest first. Positions under one highest cap
    (``root``, P, rising) stand next to each other; without caps each is its own root.
    ``asking`` are the students who look for a place; ``number`` (P) is the number here of each
    position of the round.
    """

    first: NDArray[np.integer]
    end: NDArray[np.integer]
    claims: Int64
    student_bits: int
    priority_bits: int
    seats: Int64
    levels: tuple[Level, ...]
    root: Int64
    asking: Int64
    number: Int64

    def without(self, position: int) -> Self:
        """The same lists, and no seat at one position of the round."""
        seats = self.seats.copy()
        seats[self.number[position]] = 0
        return replace(self, seats=seats)

    @cached_property
    def student_mask(self) -> int:
        """The bits of a claim that name its student."""
        return (1 << self.student_bits) - 1

    @cached_property
    def priority_mask(self) -> int:
        """The bits of a claim under its position: what claims at one cap are compared by."""
        return (1 << self.priority_bits) - 1
