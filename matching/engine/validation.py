"""The rules an intake round obeys before anything is computed from it."""

from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from .canonical import LARGEST_INTEGER
from .errors import InstanceError
from .rows import Cap, Position

if TYPE_CHECKING:
    from .instance import Instance


def require_rules(instance: "Instance") -> None:
    """Raise InstanceError, with the place, for the first rule the round breaks."""
    _require_students(instance)
    _require_places(instance)
    _require_sum(instance)
    _require_caps(instance.positions, instance.caps)
    _require_closing_order(instance)
    _require_lists(instance)
    _require_fixed(instance)


def _require_students(instance: "Instance") -> None:
    _require_unique("student", ((name, f"student {name}") for name in instance.students))
    lottery = instance.lottery
    wrong = (lottery < 0) | (lottery > LARGEST_INTEGER)
    if wrong.any():
        number = int(np.argmax(wrong))
        require_range("lottery", int(lottery[number]), 0, f"student {instance.students[number]}")
    if len(np.unique(lottery)) < len(lottery):
        lots = zip(lottery.tolist(), instance.students, strict=True)
        _require_unique("lottery", ((lot, f"student {name}") for lot, name in lots))


def _require_places(instance: "Instance") -> None:
    _require_unique("position", ((row.id, f"position {row.id}") for row in instance.positions))
    _require_unique("cap", ((row.id, f"cap {row.id}") for row in instance.caps))
    for cap in instance.caps:
        require_range("capacity", cap.capacity, 0, f"cap {cap.id}")
    for row in instance.positions:
        place = f"position {row.id}"
        require_range("capacity", row.capacity, 0, place)
        require_range("minimum", row.minimum, 0, place)
        if row.minimum > row.capacity:
            detail = f"at least {row.minimum} students, yet {row.capacity} seats"
            raise InstanceError("minimum_over_capacity", place, detail)


def _require_sum(instance: "Instance") -> None:
    seats = sum(row.capacity for row in instance.positions)
    if seats > LARGEST_INTEGER:
        detail = f"{seats} seats in all are more than {LARGEST_INTEGER}"
        raise InstanceError("too_many_seats", "positions", detail)


def _require_unique(what: str, rows: Iterable[tuple[Hashable, str]]) -> None:
    seen: dict[Hashable, str] = {}
    for value, place in rows:
        if value == "":
            raise InstanceError(f"empty_{what}", place, f"the {what} id is empty")
        if value in seen:
            detail = f"the {what} {value} was given before, to {seen[value]}"
            raise InstanceError(f"duplicate_{what}", place, detail)
        seen[value] = place


def require_range(what: str, value: int, least: int, place: str) -> None:
    """Raise InstanceError unless the number lies between the least one and 2^53 - 1."""
    if not least <= value <= LARGEST_INTEGER:
        detail = f"the {what} {value} lies outside {least} to {LARGEST_INTEGER}"
        raise InstanceError(f"{what}_out_of_range", place, detail)


def _require_caps(positions: Sequence[Position], caps: Sequence[Cap]) -> None:
    """Every cap that is named exists, and none lies within itself."""
    above = {cap.id: cap.within for cap in caps}
    for kind, rows in (("position", positions), ("cap", caps)):
        for row in rows:
            if row.within and row.within not in above:
                detail = f"there is no cap {row.within}"
                raise InstanceError("unknown_cap", f"{kind} {row.id}", detail)
    sound: set[str] = set()
    for cap in caps:
        way: list[str] = []
        name = cap.id
        while name and name not in sound:
            if name in way:
                detail = f"lies within itself: {' in '.join([*way, name])}"
                raise InstanceError("cap_cycle", f"cap {name}", detail)
            way.append(name)
            name = above[name]
        sound.update(way)


def _require_closing_order(instance: "Instance") -> None:
    """Exactly the positions with a minimum above one, each once."""
    order = instance.closing_order
    _require_unique("closing", ((name, f"closing order, {name}") for name in order))
    bound = {row.id for row in instance.positions if row.minimum > 1}
    for name in order:
        if name not in bound:
            detail = "no position of this name has a minimum above 1"
            raise InstanceError("unknown_closing", f"closing order, {name}", detail)
    for name in sorted(bound - set(order)):
        detail = "has a minimum and no place in the announced order of closing"
        raise InstanceError("missing_closing", f"position {name}", detail)


def _require_lists(instance: "Instance") -> None:
    """Nobody lists a position twice."""
    positions = max(len(instance.positions), 1)
    keys = instance.student_of.astype(np.int64) * positions + instance.position
    order = np.argsort(keys, kind="stable")
    again = np.flatnonzero(keys[order][1:] == keys[order][:-1])
    if len(again):
        student, position = divmod(int(keys[order[again[0]]]), positions)
        names = instance.students[student], instance.positions[position].id
        place = f"preference of {names[0]} for {names[1]}"
        raise InstanceError("duplicate_entry", place, "the position is on the list twice")


def _require_fixed(instance: "Instance") -> None:
    pairs = ((row.student, f"fixed pair {row.student} at {row.position}") for row in instance.fixed)
    _require_unique("fixed", pairs)
    for pair in instance.fixed:
        place = f"fixed pair {pair.student} at {pair.position}"
        number = instance.student_numbers.get(pair.student)
        if number is None:
            raise InstanceError("unknown_student", place, f"there is no student {pair.student}")
        at = instance.position_numbers.get(pair.position)
        if at is None:
            raise InstanceError("unknown_position", place, f"there is no position {pair.position}")
        mine = slice(instance.start[number], instance.start[number + 1])
        if (instance.reason[mine][instance.position[mine] == at] > 0).any():
            raise InstanceError("fixed_refused", place, "fixed, yet refused on the list")
    _require_room(instance)


def _require_room(instance: "Instance") -> None:
    """Fixed pairs fit the position and every cap above it."""
    above = {cap.id: cap.within for cap in instance.caps}
    left = {("position", row.id): row.capacity for row in instance.positions}
    left |= {("cap", cap.id): cap.capacity for cap in instance.caps}
    for pair in (pair for pair in instance.fixed if pair.seat_offered_to_all):
        left["position", pair.position] -= 1
        cap = instance.positions[instance.position_numbers[pair.position]].within
        while cap:
            left["cap", cap] -= 1
            cap = above[cap]
    for (kind, name), seats in left.items():
        if seats < 0:
            detail = f"{-seats} more fixed pairs than seats"
            raise InstanceError("fixed_over_capacity", f"{kind} {name}", detail)
