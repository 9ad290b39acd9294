"""Ratings one by one, as people give them, brought into the columns of the engine and the seals."""

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from matching.engine import OPEN, Choices, Sheets, combine


class Rating(NamedTuple):
    """One mark, as a rater gives it."""

    student: str
    position: str | None
    criterion: str
    party: str
    rater: str
    mark: int


def combined(scheme, given, pairs, refused=()):
    """Scores by pair, from marks one by one."""
    students = sorted({row.student for row in given} | {pair[0] for pair in pairs})
    positions = sorted({pair[1] for pair in pairs} | {row.position or "" for row in given})
    choices = Choices(
        students,
        positions,
        np.array([students.index(student) for student, _ in pairs], np.int64),
        np.array([positions.index(position) for _, position in pairs], np.int64),
        np.array([pair not in refused for pair in pairs], bool),
    )
    marks = defaultdict(dict)
    for row in given:
        marks[row.party, row.student, row.position, row.rater][row.criterion] = row.mark
    by_party = defaultdict(list)
    for (party, *of), by_criterion in marks.items():
        by_party[party].append((*of, [by_criterion.get(name, OPEN) for name in scheme.criteria]))
    sheets = {
        party: sheets_of(rows, students, positions, len(scheme.criteria))
        for party, rows in by_party.items()
    }
    found = combine(scheme, choices, sheets)
    return found.denominator, dict(zip(pairs, found.score.tolist(), strict=True))


def sheets_of(rows, students, positions, criteria):
    raters = sorted({rater for *_, rater, _ in rows})
    everywhere = rows[0][1] is None
    return Sheets(
        student=np.array([students.index(row[0]) for row in rows], np.int64),
        rater=np.array([raters.index(row[2]) for row in rows], np.int64),
        marks=np.array([row[3] for row in rows], np.int64).reshape(-1, criteria),
        position=None if everywhere else np.array([positions.index(row[1]) for row in rows]),
    )


def packed(rows):
    """A sealed input of readable rows in the form in which the platform seals it."""
    students, places = rows["students"], [row["id"] for row in rows["positions"]]
    raters = sorted({row["rater"] for row in rows["ratings"]})
    numbers = {"student": students, "position": places, "rater": raters}

    def columns(table, *names):
        return {
            name: [
                numbers[name].index(row[name]) if name in numbers else row[name] for row in table
            ]
            for name in names
        }

    said = ("student", "position", "party", "acceptable", "reason")
    return rows | {
        "raters": raters,
        "lists": columns(rows["lists"], "student", "position", "rank"),
        "acceptability": columns(rows["acceptability"], *said),
        "ratings": {
            party: sheets_in_columns(rows["ratings"], party, columns)
            for party in sorted({row["party"] for row in rows["ratings"]})
        },
    }


def sheets_in_columns(ratings, party, columns):
    """The sheets of a party: who and where once for each, the marks by criterion."""
    sheets = []
    for row in (row for row in ratings if row["party"] == party):
        who = {name: row[name] for name in ("student", "position", "rater")}
        again = (one for one, marks in sheets if one == who and row["criterion"] not in marks)
        if next(again, None) is None:
            sheets.append((who, {}))
        next(marks for one, marks in reversed(sheets) if one == who)[row["criterion"]] = row[
            "score"
        ]
    names = ["student", "rater"]
    if any(who["position"] is not None for who, _ in sheets):
        names.append("position")
    criteria = sorted({name for _, marks in sheets for name in marks})
    given = {name: [marks.get(name) for _, marks in sheets] for name in criteria}
    return columns([who for who, _ in sheets], *names) | {"marks": given}
