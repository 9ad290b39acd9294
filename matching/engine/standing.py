"""Where a finished match draws the line: who holds the seats of every position and every cap."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from .caps import levels_of, pool_seats
from .decision import Match
from .instance import Instance
from .numbering import scores_from_zero
from .pool import OPEN, SHUT, Int64, Level

AT_ONCE = 1 << 16  # choices looked at together: what is worked out of them stays in the cache


@dataclass(frozen=True)
class Line:
    """One level, positions first: per group its seats, how many hold one, and the cut-off.

    ``group`` (P) is the group of each position. The cut-off is the lowest priority held where
    every seat is taken, `OPEN` where one is free and `SHUT` where there is none to give; ``last``
    is the choice of whoever was admitted last, -1 where there is no cut-off.
    """

    group: Int64
    seats: Int64
    admitted: Int64
    cutoff: Int64
    last: Int64


@dataclass(frozen=True)
class Standing:
    """All lines of a match, and who may stand where.

    ``barrier`` (P) is the highest of the cut-offs that stand between a student and a position: a
    choice with a higher priority would have been admitted.
    """

    instance: Instance
    lines: tuple[Line, ...]
    barrier: Int64
    scores: NDArray[np.integer]
    rank: Int64

    @classmethod
    def of(cls, instance: Instance, match: Match) -> Self:
        """Draw the lines of a match, from nothing but the choices that were granted."""
        scores, rank = scores_from_zero(instance.score), _ranks(instance)
        students = np.flatnonzero(match.entry >= 0)
        granted = match.entry[students]
        priority = scores[granted].astype(np.int64) * len(rank) + rank[students]
        seats = pool_seats(instance)
        seats[[instance.position_numbers[row.position] for row in match.closings]] = 0
        own = Level(np.arange(len(seats)), seats)
        lines = tuple(
            _line(level, level.group[instance.position[granted]], granted, priority)
            for level in (own, *levels_of(instance))
        )
        barrier = np.full(len(seats), OPEN)
        for line in lines:
            np.maximum(barrier, line.cutoff[line.group], out=barrier)
        return cls(instance, lines, barrier, scores, rank)

    def priorities(self, entries: Int64, students: NDArray[np.integer]) -> Int64:
        """The priority of some choices of these students."""
        return self.scores[entries].astype(np.int64) * len(self.rank) + self.rank[students]

    def last_scores(self, line: Line) -> NDArray[np.integer]:
        """The score, from zero, of whoever was admitted last to each group; -1 for nobody."""
        if not len(self.scores):
            return np.full(len(line.last), -1)
        return np.where(line.last >= 0, self.scores[line.last], -1)

    def parts(self) -> Iterator[slice]:
        """All choices, so many at a time that what is worked out of them stays small."""
        for at in range(0, len(self.instance.position), AT_ONCE):
            yield slice(at, at + AT_ONCE)


def _ranks(instance: Instance) -> Int64:
    """0 for the worst lottery number, N - 1 for the best (N)."""
    rank = np.empty(len(instance.students), np.int64)
    rank[np.argsort(-instance.lottery)] = np.arange(len(rank))
    return rank


def _line(level: Level, group: Int64, granted: Int64, priority: Int64) -> Line:
    admitted = np.bincount(group, minlength=len(level.seats))
    lowest = np.full(len(level.seats), SHUT)
    np.minimum.at(lowest, group, priority)
    full = admitted >= level.seats
    lasts = priority == lowest[group]
    last = np.full(len(level.seats), -1)
    last[group[lasts]] = granted[lasts]
    last[~full] = -1
    return Line(level.group, level.seats, admitted, np.where(full, lowest, OPEN), last)
