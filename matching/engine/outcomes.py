"""What is told of every choice of a student: facts as data, to be worded by whoever shows them."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from types import NoneType
from typing import Any, Final, Self

from .record import Record, read_rows, require_keys, require_type

Document = dict[str, Any]

PLACED: Final = "placed"
NOT_NEEDED: Final = "not_needed"
OUTRANKED_BY_SCORE: Final = "outranked_by_score"
OUTRANKED_BY_LOTTERY: Final = "outranked_by_lottery"
NOT_ACCEPTABLE: Final = "not_acceptable"
CLOSED: Final = "closed_below_minimum"
NO_SEATS: Final = "no_seats"
KINDS: Final = (
    PLACED,
    NOT_NEEDED,
    OUTRANKED_BY_SCORE,
    OUTRANKED_BY_LOTTERY,
    NOT_ACCEPTABLE,
    CLOSED,
    NO_SEATS,
)


@dataclass(frozen=True, slots=True)
class Outcome(Record):
    """One list entry: its kind, and the facts that decided it.

    `seats` are those the match could give at the place that decided: the position, or with `cap` a
    cap above it that was full. Own `score` and `lottery` are there where they decided; `last_score`
    and `last_lottery` are those of the last student admitted there, None with `withheld` true where
    too few seats were at stake. `reason` is the code of a refusal; `students` and `minimum` tell of
    a position that closed.
    """

    position: str
    rank: int
    kind: str
    seats: int
    reason: str = ""
    score: int | None = None
    lottery: int | None = None
    last_score: int | None = None
    last_lottery: int | None = None
    withheld: bool = False
    cap: str = ""
    students: int | None = None
    minimum: int | None = None

    def to_dict(self) -> Document:
        """Return JSON types: only the facts that there are."""
        told = {name: getattr(self, name) for name in self._types}
        return {name: value for name, value in told.items() if value != UNTOLD.get(name, NEVER)}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any], place: str = "$") -> Self:
        """Read what `to_dict` wrote; raises DocumentError."""
        require_type(document, place, dict)
        whole: Document = UNTOLD | dict(document)
        require_keys(whole, cls._types, place)
        row = cls(**whole)
        row.require_types(place)
        return row


NEVER: Final = object()
# What a document leaves out: the facts that had no part.
UNTOLD: Final[Document] = {
    field.name: field.default for field in fields(Outcome) if field.default is not MISSING
}


@dataclass(frozen=True)
class Explanation:
    """All outcomes of one student, in the order of the list; `position` is None if unplaced.

    `fixed` tells that the place was given before the match: then no entry was needed.
    """

    student: str
    position: str | None
    fixed: bool
    outcomes: tuple[Outcome, ...]

    def to_dict(self) -> Document:
        """Return JSON types: one document per student."""
        return {
            "student": self.student,
            "position": self.position,
            "fixed": self.fixed,
            "outcomes": [row.to_dict() for row in self.outcomes],
        }

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote; raises DocumentError."""
        require_keys(document, ["student", "position", "fixed", "outcomes"], "$")
        require_type(document["student"], "student", str)
        require_type(document["position"], "position", str, NoneType)
        require_type(document["fixed"], "fixed", bool)
        rows = read_rows(Outcome, document["outcomes"], "outcomes")
        return cls(document["student"], document["position"], document["fixed"], rows)
