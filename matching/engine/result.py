"""What a run decided, sealed with digests, and `solve`, which makes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from .acceptance import match
from .canonical import digest
from .instance import Instance
from .record import Record, read_rows, require_format, require_type

FORMAT = "matching-result/1"
ENGINE = "deferred-acceptance-python"
VERSION = "1"


@dataclass(frozen=True, slots=True)
class Placement(Record):
    """A student's position; `fixed` where it was given before the match."""

    student: str
    position: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class Cutoff(Record):
    """The last student admitted by the match, by score and lottery number.

    Both are None while a seat is free, and where the match had no seat to give.
    """

    position: str
    seats: int
    admitted: int
    score: int | None
    lottery: int | None


@dataclass(frozen=True)
class Result:
    """The outcome of a round, all rows sorted; `digest` seals everything but engine and version."""

    instance_digest: str
    placements: tuple[Placement, ...]
    unplaced: tuple[str, ...]
    cutoffs: tuple[Cutoff, ...]
    engine: str
    version: str
    digest: str

    def outcome(self) -> dict[str, Any]:
        """Return what was decided, whichever engine decided it: what `digest` is taken of."""
        return {
            "format": FORMAT,
            "instance_digest": self.instance_digest,
            "placements": [row.to_dict() for row in self.placements],
            "unplaced": list(self.unplaced),
            "cutoffs": [row.to_dict() for row in self.cutoffs],
        }

    def to_dict(self) -> dict[str, Any]:
        """Return the whole result as JSON types."""
        run = {"engine": self.engine, "version": self.version, "digest": self.digest}
        return self.outcome() | run

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote, believing nothing: `check` compares the digests."""
        lists = ["placements", "unplaced", "cutoffs"]
        texts = ["instance_digest", "engine", "version", "digest"]
        require_format(document, FORMAT, lists + texts)
        for name in texts:
            require_type(document[name], name, str)
        require_type(document["unplaced"], "unplaced", list)
        for number, student in enumerate(document["unplaced"]):
            require_type(student, f"unplaced[{number}]", str)
        return cls(
            placements=read_rows(Placement, document["placements"], "placements"),
            unplaced=tuple(document["unplaced"]),
            cutoffs=read_rows(Cutoff, document["cutoffs"], "cutoffs"),
            **{name: document[name] for name in texts},
        )


def solve(instance: Instance) -> Result:
    """Match the round: the same rows in any order give the same result and digest."""
    return result_of(instance, match(instance), ENGINE, VERSION)


def result_of(instance: Instance, placed: Mapping[str, str], engine: str, version: str) -> Result:
    """Seal placements of the pool (position by student), adding the fixed pairs and cut-offs."""
    fixed = instance.fixed_positions
    everyone = sorted({**placed, **fixed}.items())
    placements = tuple(Placement(name, at, name in fixed) for name, at in everyone)
    taken = {row.student for row in placements}
    draft = Result(
        instance_digest=instance.digest,
        placements=placements,
        unplaced=tuple(row.id for row in instance.students if row.id not in taken),
        cutoffs=_cutoffs(instance, placed),
        engine=engine,
        version=version,
        digest="",
    )
    return Result(**{**vars(draft), "digest": digest(draft.outcome())})


def _cutoffs(instance: Instance, placed: Mapping[str, str]) -> tuple[Cutoff, ...]:
    lots = {student.id: student.lottery for student in instance.students}
    admitted: dict[str, list[tuple[int, int]]] = {row.id: [] for row in instance.positions}
    for row in instance.preferences:
        if placed.get(row.student) == row.position:
            admitted[row.position].append((row.score, -lots[row.student]))
    return tuple(
        _cutoff(name, instance.seats[name], priorities) for name, priorities in admitted.items()
    )


def _cutoff(name: str, seats: int, admitted: list[tuple[int, int]]) -> Cutoff:
    if not admitted or len(admitted) < seats:
        return Cutoff(name, seats, len(admitted), None, None)
    score, lottery = min(admitted)
    return Cutoff(name, seats, len(admitted), score, -lottery)
