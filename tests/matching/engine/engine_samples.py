"""Intake rounds to test with: short to write, seeded, or chosen for what they provoke."""

import random

from matching.engine import FixedPair, Instance, Position, Preference, Student


def round_of(lists, seats, lottery=None, fixed=()):
    """Make a round: `{"ann": [("p", 5), ("q", "no_show")]}`, where a text is a refusal."""
    lottery = lottery or {student: number for number, student in enumerate(lists)}
    return Instance(
        students=tuple(Student(student, lottery[student]) for student in lists),
        positions=tuple(Position(name, capacity) for name, capacity in seats.items()),
        preferences=tuple(
            entry(student, rank, *given)
            for student, entries in lists.items()
            for rank, given in enumerate(entries, start=1)
        ),
        fixed=tuple(FixedPair(*pair) for pair in fixed),
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
