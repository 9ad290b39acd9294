"""Student-proposing deferred acceptance: stable, and best for the students among all stable ones.

Gale and Shapley (1962) with capacities; a priority is the score, then the lottery number. The
order in which students propose cannot change the outcome, so there is none to announce.
"""

from collections.abc import Iterator, Sequence
from heapq import heappush, heapreplace

from .instance import Instance

Entry = tuple[int, int]  # the position's number and the student's priority there, higher first


def match(instance: Instance) -> dict[str, str]:
    """Return position by student for the pool; who is missing has no seat, or a fixed one."""
    fixed = instance.fixed_positions
    pool = [row.id for row in sorted(instance.students, key=lambda row: row.lottery)]
    pool = [student for student in pool if student not in fixed]
    names = [position.id for position in instance.positions]
    seats = [instance.seats[name] for name in names]
    held = deferred_acceptance(_entries(instance, pool, names), seats)
    last = len(pool) - 1
    return {
        pool[last - priority % len(pool)]: name
        for name, priorities in zip(names, held, strict=True)
        for priority in priorities
    }


def _entries(instance: Instance, pool: list[str], names: list[str]) -> list[list[Entry]]:
    """Number students by lottery and pack score and lottery into one priority per entry."""
    numbers = {name: number for number, name in enumerate(names) if instance.seats[name]}
    size = len(pool)
    entries: list[list[Entry]] = []
    for number, student in enumerate(pool):
        worst_first = size - 1 - number
        entries.append(
            [
                (numbers[row.position], row.score * size + worst_first)
                for row in instance.lists[student]
                if row.acceptable and row.position in numbers
            ]
        )
    return entries


def deferred_acceptance(lists: Sequence[Sequence[Entry]], seats: Sequence[int]) -> list[list[int]]:
    """Return the priorities each position holds in the end.

    Student `i` of `n` must have priorities equal to `n - 1 - i` modulo `n`: the priority then
    names its student, and a heap of plain integers is enough. Every listed position has a seat.
    """
    held: list[list[int]] = [[] for _ in seats]
    remaining = [iter(entries) for entries in lists]
    size = len(lists)
    for student in range(size):
        displaced = student
        while displaced >= 0:
            displaced = _seat(remaining[displaced], held, seats, size)
    return held


def _seat(entries: Iterator[Entry], held: list[list[int]], seats: Sequence[int], size: int) -> int:
    """Go down one list until a seat is found; return the student who lost it, or -1."""
    for position, priority in entries:
        here = held[position]
        if len(here) < seats[position]:
            heappush(here, priority)
            return -1
        if priority > here[0]:
            return size - 1 - heapreplace(here, priority) % size
    return -1
