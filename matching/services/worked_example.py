"""Four students and two workplaces: a match to follow with a pencil (V38).

The marks are data, the outcome is what the engine makes of them, and the test suite holds the
sentences to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from matching.engine import Instance, Position, Preference, Student, solve

HUNDREDTHS = 100
SEATS = {"bakery": 1, "school": 2}
LOTTERY = {"Bram": 1, "Daan": 2, "Amina": 3, "Chloé": 4}
LISTS = {
    "Amina": [("bakery", 420), ("school", 390)],
    "Bram": [("bakery", 420), ("school", 310)],
    "Chloé": [("school", 350)],
    "Daan": [("bakery", 400), ("school", 300)],
}


@dataclass(frozen=True)
class Line:
    """One student of the example: number in the lottery, choices with marks, place and reason."""

    student: str
    lottery: int
    choices: tuple[tuple[str, Decimal], ...]
    place: str
    reason: str


def worked_example() -> list[Line]:
    """Every student of the example, in the language of now."""
    places = placed()
    names = {"bakery": _("Bakery (1 place)"), "school": _("School (2 places)"), "": _("no place")}
    return [
        Line(
            student=student,
            lottery=LOTTERY[student],
            choices=tuple((names[at], Decimal(mark) / HUNDREDTHS) for at, mark in choices),
            place=names[places.get(student, "")],
            reason=reason,
        )
        for (student, choices), reason in zip(LISTS.items(), _reasons(), strict=True)
    ]


def example_round() -> Instance:
    """The example as the engine sees it."""
    return Instance.of(
        [Student(name, number) for name, number in LOTTERY.items()],
        [Position(name, seats) for name, seats in SEATS.items()],
        [
            Preference(student, position, rank, mark)
            for student, choices in LISTS.items()
            for rank, (position, mark) in enumerate(choices, start=1)
        ],
    )


def placed() -> dict[str, str]:
    """Position by student, as the engine decides."""
    return {row.student: row.position for row in solve(example_round()).placements}


def _reasons() -> Iterable[str]:
    yield _(
        "Amina and Bram have the same mark at the bakery, and Bram has the lower number in the "
        "lottery. Amina asks for the second choice and has the highest mark there."
    )
    yield _("Bram goes before Amina by the lottery, and before Daan by the mark.")
    yield _("Chloé has the second mark at the school, which has two places.")
    yield _(
        "At the bakery others had a higher mark. At the school the two places went to Amina and "
        "Chloé, who both had a higher mark; the lottery played no part."
    )
