"""What a round is made of, row by row, for whoever reads or writes one."""

from dataclasses import dataclass

from .record import Record


@dataclass(frozen=True, slots=True)
class Student(Record):
    """A student by the random id of the round, with the one lottery number (the lowest is best)."""

    id: str
    lottery: int


@dataclass(frozen=True, slots=True)
class Position(Record):
    """A position with the number of seats it offers.

    With a ``minimum`` it takes so many students or none. ``within`` names the cap that it shares
    with others ("" for none).
    """

    id: str
    capacity: int
    minimum: int = 0
    within: str = ""


@dataclass(frozen=True, slots=True)
class Cap(Record):
    """A number of seats that several positions share, such as a host's; itself maybe in another."""

    id: str
    capacity: int
    within: str = ""


@dataclass(frozen=True, slots=True)
class Preference(Record):
    """One entry of a student's list; rank 1 is the first choice.

    `acceptable` is false after a refusal by host or programme, with its `reason` code; a refused
    entry has no part in the match, and its score is 0.
    """

    student: str
    position: str
    rank: int
    score: int
    acceptable: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FixedPair(Record):
    """A student placed before the match: at the own employer, or in an earlier round.

    The pair takes a seat of the position, and of its caps, only where that seat was offered to all.
    """

    student: str
    position: str
    seat_offered_to_all: bool
