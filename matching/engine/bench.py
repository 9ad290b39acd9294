"""How fast a computer matches: rounds made up from a seed, each step timed by itself."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from .acceptance import match
from .certificate import blocking_choices
from .instance import Instance
from .reasons import reasons
from .rows import Position
from .standing import Standing

CHOICES = 8
TIMES = 3  # the best of so many counts
SCORES = 101


def made_up(students: int, seed: int = 1, *, skewed: bool = True) -> Instance:
    """A round of so many students with eight choices each, scores of 0 to 100 and three seats for
    every four students. Skewed: some positions are asked for much more than others.
    """
    chance = np.random.default_rng(seed)
    count = max(students // 8, CHOICES)
    weight = chance.lognormal(0, 1, count) if skewed else np.ones(count)
    steps = np.cumsum(weight / weight.sum())
    position = _lists(chance, steps, students)
    seats = chance.integers(4, 9, count).tolist()
    width = len(str(max(students, count)))
    return Instance(
        students=tuple(f"s{number:0{width}}" for number in range(students)),
        lottery=chance.permutation(students).astype(np.int32),
        positions=tuple(Position(f"p{at:0{width}}", seats[at]) for at in range(count)),
        start=np.arange(0, students * CHOICES + 1, CHOICES, dtype=np.int32),
        position=position.ravel(),
        score=chance.integers(0, SCORES, students * CHOICES, dtype=np.int8),
        reason=np.zeros(students * CHOICES, np.int8),
    )


def _lists(chance: Any, steps: Any, students: int) -> Any:
    """Eight different positions for each, drawn until nobody has one twice."""
    lists = np.empty((students, CHOICES), np.int32)
    wrong = np.arange(students)
    while len(wrong):
        drawn = np.searchsorted(steps, chance.random((len(wrong), CHOICES)))
        lists[wrong] = np.minimum(drawn, len(steps) - 1)
        ordered = np.sort(lists[wrong], axis=1)
        wrong = wrong[(ordered[:, 1:] == ordered[:, :-1]).any(axis=1)]
    return lists


def chain(students: int) -> Instance:
    """The worst there is: everybody is displaced once, one after the other."""
    number = np.arange(students)
    first, second = np.maximum(number - 1, 0), number.copy()
    second[0] = students - 1
    first[0] = 0
    width = len(str(students))
    return Instance(
        students=tuple(f"s{at:0{width}}" for at in range(students)),
        lottery=number.copy(),
        positions=tuple(Position(f"p{at:0{width}}", 1) for at in range(students)),
        start=np.arange(0, 2 * students + 1, 2),
        position=np.stack([first, second], axis=1).ravel(),
        score=np.tile(np.array([1, 2]), students) + np.where(np.arange(2 * students) < 2, 5, 0),
        reason=np.zeros(2 * students, np.int8),
    )


@dataclass(frozen=True)
class Timed:
    """What something gave, and the seconds of its best time."""

    value: Any
    seconds: float


def best_of(work: Callable[[], Any]) -> Timed:
    """Do something several times; the best counts, for the others were disturbed."""
    seconds, value = float("inf"), None
    for _ in range(TIMES):
        begun = time.perf_counter()
        value = work()
        seconds = min(seconds, time.perf_counter() - begun)
    return Timed(value, seconds)


def measure(students: int, tell: Callable[[str], None]) -> Iterator[str]:
    """Yield a line for each step of a made-up round of so many students.

    All of it is in arrays: to write documents, or to check one, takes several times the match.
    """
    tell(f"making up a round of {students:,} students with {CHOICES} choices each")
    instance = made_up(students)
    matched = best_of(lambda: match(instance))
    yield f"match            {matched.seconds:9.4f} s"
    told = best_of(lambda: reasons(instance, matched.value))
    yield f"reasons          {told.seconds:9.4f} s, of every choice"

    def certify() -> int:
        standing = Standing.of(instance, matched.value)
        return sum(len(part) for part in blocking_choices(instance, matched.value, standing))

    certified = best_of(certify)
    yield f"no blocking pair {certified.seconds:9.4f} s, {certified.value} passed over"
    yield f"placed           {int((matched.value.entry >= 0).sum()):9,} of {students:,}"
