"""What a run decided, sealed with digests, and `solve`, which makes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np

from .acceptance import match
from .canonical import fingerprint
from .decision import Closing, Match
from .errors import InstanceError
from .instance import Instance
from .pool import Int64
from .record import Record, read_rows, require_format, require_type
from .standing import Line, Standing

FORMAT = "matching-result/2"
ENGINE = "deferred-acceptance-numpy"
VERSION = "2"


@dataclass(frozen=True, slots=True)
class Placement(Record):
    """A student's position; `fixed` where it was given before the match."""

    student: str
    position: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class Cutoff(Record):
    """The last student admitted by the match to a position or under a cap, by score and lottery.

    Both are None while a seat is free, and where the match had no seat to give (a position that
    closed has 0 seats).
    """

    place: str
    seats: int
    admitted: int
    score: int | None
    lottery: int | None


@dataclass(frozen=True)
class Result:
    """The outcome of a round, all rows sorted; `digest` seals everything but engine and version.

    ``cutoffs`` are those of the positions, ``cap_cutoffs`` those of the caps; ``closings`` are in
    the order in which positions closed.
    """

    instance_digest: str
    placements: tuple[Placement, ...]
    unplaced: tuple[str, ...]
    cutoffs: tuple[Cutoff, ...]
    cap_cutoffs: tuple[Cutoff, ...]
    closings: tuple[Closing, ...]
    engine: str
    version: str
    digest: str

    @cached_property
    def sealed(self) -> bool:
        """Whether `digest` is that of `outcome`; DocumentError where JSON cannot carry it."""
        return self.digest == fingerprint(self.outcome())

    def outcome(self) -> dict[str, Any]:
        """Return what was decided, whichever engine decided it: what `digest` is taken of."""
        return {
            "format": FORMAT,
            "instance_digest": self.instance_digest,
            "placements": [row.to_dict() for row in self.placements],
            "unplaced": list(self.unplaced),
            "cutoffs": [row.to_dict() for row in self.cutoffs],
            "cap_cutoffs": [row.to_dict() for row in self.cap_cutoffs],
            "closings": [row.to_dict() for row in self.closings],
        }

    def to_dict(self) -> dict[str, Any]:
        """Return the whole result as JSON types."""
        run = {"engine": self.engine, "version": self.version, "digest": self.digest}
        return self.outcome() | run

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote, believing nothing: `check` compares the digests."""
        lists: dict[str, type[Record]] = {
            "placements": Placement,
            "cutoffs": Cutoff,
            "cap_cutoffs": Cutoff,
            "closings": Closing,
        }
        texts = ["instance_digest", "engine", "version", "digest"]
        require_format(document, FORMAT, [*lists, "unplaced", *texts])
        for name in texts:
            require_type(document[name], name, str)
        require_type(document["unplaced"], "unplaced", list)
        for number, student in enumerate(document["unplaced"]):
            require_type(student, f"unplaced[{number}]", str)
        rows: dict[str, Any] = {
            name: read_rows(kind, document[name], name) for name, kind in lists.items()
        }
        unplaced = tuple(document["unplaced"])
        return cls(unplaced=unplaced, **rows, **{name: document[name] for name in texts})


def solve(instance: Instance, step: Callable[[int], None] = lambda closed: None) -> Result:
    """Match the round: the same rows in any order give the same result and digest.

    ``step`` hears, before every run, how many positions closed until then.
    """
    return result_of(instance, match(instance, step), ENGINE, VERSION)


def result_of(instance: Instance, decided: Match, engine: str, version: str) -> Result:
    """Seal a match of the pool, adding the fixed pairs and the cut-offs."""
    cutoffs = cutoffs_of(instance, Standing.of(instance, decided))
    at = positions_of(instance, decided)
    names = [row.id for row in instance.positions]
    draft = Result(
        instance_digest=instance.digest,
        placements=tuple(
            Placement(student, names[position], student in instance.fixed_positions)
            for student, position in zip(instance.students, at.tolist(), strict=True)
            if position >= 0
        ),
        unplaced=tuple(
            student
            for student, position in zip(instance.students, at.tolist(), strict=True)
            if position < 0
        ),
        cutoffs=cutoffs.positions,
        cap_cutoffs=cutoffs.caps,
        closings=decided.closings,
        engine=engine,
        version=version,
        digest="",
    )
    result = replace(draft, digest=fingerprint(draft.outcome()))
    result.__dict__["sealed"] = True  # just done
    return result


def positions_of(instance: Instance, decided: Match) -> Int64:
    """The number of every student's position, fixed or matched, -1 for none (N)."""
    at = instance.fixed_at.copy()
    matched = decided.entry >= 0
    at[matched] = instance.position[decided.entry[matched]]
    return at


def match_of(instance: Instance, result: Result) -> Match:
    """The choices that a result granted. InstanceError when it is of another round, was changed
    after it was sealed, or grants what is on nobody's list.
    """
    if result.instance_digest != instance.digest:
        detail = "the result is of another round"
        raise InstanceError("other_round", "result", detail)
    if not result.sealed:
        detail = "the result was changed: its digest is not that of what it says"
        raise InstanceError("result_digest", "result", detail)
    for closing in result.closings:
        if closing.position not in instance.position_numbers:
            detail = f"there is no position {closing.position}"
            raise InstanceError("unknown_position", "closings", detail)
    at = np.full(len(instance.students), -1, np.int64)
    for row in result.placements:
        if not row.fixed:
            number = instance.student_numbers.get(row.student)
            position = instance.position_numbers.get(row.position, -1)
            if number is None or position < 0:
                raise _not_listed(row)
            at[number] = position
    entry = entries_of(instance, at)
    lost = np.flatnonzero((at >= 0) & (entry < 0))
    if len(lost):
        number = int(lost[0])
        position = instance.positions[at[number]].id
        raise _not_listed(Placement(instance.students[number], position, fixed=False))
    return Match(entry, result.closings)


def entries_of(instance: Instance, at: Int64) -> Int64:
    """The choice by which each student stands at a position (N, -1 for none or off the list)."""
    entry = np.full(len(at), -1, np.int64)
    granted = np.flatnonzero(instance.position == at[instance.student_of])
    entry[instance.student_of[granted]] = granted
    return entry


def _not_listed(row: Placement) -> InstanceError:
    place = f"{row.student} at {row.position}"
    return InstanceError("not_listed", place, "the result places who never asked for it")


@dataclass(frozen=True)
class Cutoffs:
    """The cut-offs of the positions and of the caps, by id."""

    positions: tuple[Cutoff, ...]
    caps: tuple[Cutoff, ...]


def cutoffs_of(instance: Instance, standing: Standing) -> Cutoffs:
    """Who was admitted last, everywhere."""
    names = [row.id for row in instance.positions]
    own = _cutoffs(instance, standing.lines[0], names)
    return Cutoffs(own, _cap_cutoffs(instance, standing))


def _cap_cutoffs(instance: Instance, standing: Standing) -> tuple[Cutoff, ...]:
    """The caps of every level, by id: each stands at one level only."""
    rows: dict[str, Cutoff] = {}
    names = [cap.id for cap in instance.caps]
    for line in standing.lines[1:]:
        here = set(np.unique(line.group).tolist())
        cutoffs = _cutoffs(instance, line, names)
        rows |= {row.place: row for number, row in enumerate(cutoffs) if number in here}
    empty = (name for name in names if name not in rows)
    seats = {cap.id: cap.capacity for cap in instance.caps}
    rows |= {name: Cutoff(name, seats[name], 0, None, None) for name in empty}
    return tuple(rows[name] for name in names)


def _cutoffs(instance: Instance, line: Line, names: list[str]) -> tuple[Cutoff, ...]:
    rows = zip(names, line.seats.tolist(), line.admitted.tolist(), line.last.tolist(), strict=False)
    return tuple(
        Cutoff(name, seats, admitted, None, None)
        if last < 0
        else Cutoff(
            name,
            seats,
            admitted,
            int(instance.score[last]),
            int(instance.lottery[instance.student_of[last]]),
        )
        for name, seats, admitted, last in rows
    )
