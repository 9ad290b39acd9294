"""Intake rounds to test with: short to write, seeded, or chosen for what they provoke."""

import random

import numpy as np

from matching.engine import (
    Cap,
    FixedPair,
    Instance,
    Match,
    Position,
    Preference,
    Student,
    match,
)
from matching.engine.caps import pool_seats


def round_of(lists, seats, lottery=None, fixed=(), *, caps=None, closing_order=None):
    """Make a round: `{"ann": [("p", 5), ("q", "no_show")]}`, where a text is a refusal.

    Seats are a number, or (capacity, minimum, cap); caps (capacity, cap) by id.
    """
    lottery = lottery or {student: number for number, student in enumerate(lists)}
    positions = [Position(name, *several(given)) for name, given in seats.items()]
    bound = [row.id for row in positions if row.minimum > 1]
    return Instance.of(
        students=[Student(student, lottery[student]) for student in lists],
        positions=positions,
        preferences=[
            entry(student, rank, *given)
            for student, entries in lists.items()
            for rank, given in enumerate(entries, start=1)
        ],
        fixed=[FixedPair(*pair) for pair in fixed],
        caps=[Cap(name, *several(given)) for name, given in (caps or {}).items()],
        closing_order=bound if closing_order is None else closing_order,
    )


def several(given):
    """One number or several values, as a tuple."""
    return given if isinstance(given, tuple) else (given,)


def placed(instance):
    """Position by student for the pool, as the engine decides."""
    return names_of(instance, match(instance))


def names_of(instance, decided):
    """Position by student of a match in numbers."""
    return {
        instance.students[number]: instance.positions[instance.position[entry]].id
        for number, entry in enumerate(decided.entry)
        if entry >= 0
    }


def decided(instance, placed, closings=()):
    """The match in numbers of position by student."""
    entry = np.full(len(instance.students), -1)
    for at, row in enumerate(instance.preferences):
        if placed.get(row.student) == row.position:
            entry[instance.student_numbers[row.student]] = at
    return Match(entry, tuple(closings))


def lots_of(instance):
    """The lottery number by student."""
    return dict(zip(instance.students, instance.lottery.tolist(), strict=True))


def seats_of(instance):
    """Seats by position that the match fills."""
    return dict(zip(instance.position_numbers, pool_seats(instance).tolist(), strict=True))


def with_rows(instance, *, students=None, positions=None, preferences=None, fixed=None):
    """The same round with other rows of a kind."""
    lots = lots_of(instance).items()
    return Instance.of(
        students=students or [Student(*row) for row in lots],
        positions=positions or instance.positions,
        preferences=instance.preferences if preferences is None else preferences,
        fixed=instance.fixed if fixed is None else fixed,
        caps=instance.caps,
        closing_order=instance.closing_order,
    )


def entry(student, rank, position, given):
    """Make one list entry of a score or a reason to refuse."""
    if isinstance(given, str):
        return Preference(student, position, rank, 0, acceptable=False, reason=given)
    return Preference(student, position, rank, given)


def seeded(seed):
    """A source of repeatable rounds, not of secrets."""
    return random.Random(seed)  # noqa: S311


def random_round(rng, students=6, positions=4, longest=4, scores=3):
    """Draw a round with ties, refusals, positions without seats and fixed pairs."""
    names = [f"s{number}" for number in range(rng.randint(2, students))]
    places = [f"p{number}" for number in range(rng.randint(1, positions))]
    seats = {place: rng.choice([0, 1, 1, 1, 2, 2]) for place in places}
    lots = dict(zip(names, rng.sample(range(20), len(names)), strict=True))
    lists = {name: _list(rng, places, longest, scores) for name in names}
    return round_of(lists, seats, lots, _fixed(rng, lists, seats))


def capped_round(rng, *, minimum=False):
    """Draw a round with hosts that have a cap over their positions, within one cap over all.

    With minimum some positions want two students or none.
    """
    drawn = random_round(rng, students=5, positions=4)
    hosts = {f"h{number}": (rng.choice([0, 1, 1, 2]), "all") for number in range(2)}
    within = rng.choice(["", "h0", "h0", "h1", "all"])
    taken = sum(pair.seat_offered_to_all for pair in drawn.fixed)
    caps = {"all": rng.choice([2, 3]), **hosts}
    positions = [
        Position(
            row.id,
            row.capacity,
            2 if minimum and row.capacity > 1 else 0,
            rng.choice(["", "h0", "h1", "all", within]),
        )
        for row in drawn.positions
    ]
    order = [row.id for row in positions if row.minimum]
    return Instance.of(
        students=[Student(*row) for row in lots_of(drawn).items()],
        positions=positions,
        preferences=drawn.preferences,
        fixed=() if taken else drawn.fixed,
        caps=[Cap(name, *several(given)) for name, given in caps.items()],
        closing_order=rng.sample(order, len(order)),
    )


def _list(rng, places, longest, scores):
    chosen = rng.sample(places, min(longest, len(places), rng.choice([0, 1, 2, 3, 4, 4, 4])))
    marks = [8 + rng.randrange(scores) for _ in chosen]
    return [
        (place, "refused" if rng.random() < 0.15 else mark)
        for place, mark in zip(chosen, marks, strict=True)
    ]


def _fixed(rng, lists, seats):
    student, place = rng.choice(list(lists)), rng.choice(list(seats))
    refused = (place, "refused") in lists[student]
    offered = bool(seats[place]) and rng.random() < 0.5
    return [(student, place, offered)] if not refused and rng.random() < 0.3 else []


def rotation(size):
    """Students and positions with opposite tastes in a circle: as many stable outcomes as steps."""
    lists = {
        f"s{me}": [(f"p{(me + step) % size}", 8 + step) for step in range(size)]
        for me in range(size)
    }
    return round_of(lists, {f"p{number}": 1 for number in range(size)})


def next_round(first, kept):
    """The same people and places with one more seat everywhere and these pairs fixed."""
    lists = {name: [] for name in first.students}
    for row in first.preferences:
        lists[row.student].append((row.position, row.reason or row.score))
    seats = {row.id: row.capacity + 1 for row in first.positions}
    lots = dict(zip(first.students, first.lottery.tolist(), strict=True))
    return round_of(lists, seats, lots, kept)
