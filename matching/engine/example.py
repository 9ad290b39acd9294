"""The small round of which the examples are: from its sealed criteria and inputs to the match.

A host with two positions and one seat for both, a position for two students or none, a student at
the own employer, a refusal, two parties in the lottery. Short names stand where the platform has
random UUIDs.
"""

import numpy as np

from .instance import Instance
from .lottery import Lottery, commit
from .rows import Cap, FixedPair, Position, Preference, Student
from .scheme import Scheme
from .scores import Choices, Scores, Sheets, combine
from .sealed_shapes import CRITERIA, INPUTS
from .shapes import Document

ROUND_UUID = "c0ffee00-0000-4000-8000-000000000001"
PATHWAY_UUID = "c0ffee00-0000-4000-8000-000000000002"
STUDENTS = ["ann", "ben", "cas", "dan"]
PLACES = ["bakery", "kitchen", "own", "school"]
WEIGHED = {  # weight, name in Dutch and in English
    "MOT": (60, "Motivatie", "Motivation"),
    "RDY": (40, "Klaar om te starten", "Readiness"),
}
ANCHORS = {  # what a mark stands for
    "anchor_1": ("niet", "not at all"),
    "anchor_3": ("met één voorbeeld", "with one example"),
    "anchor_5": ("met meerdere voorbeelden", "with several examples"),
}
REFUSED = ("cas", "bakery")
NO_NOTES = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # of no text at all


def example_lottery() -> Lottery:
    """Two parties, both of whom revealed their secret."""
    secrets = {"institution": "an example is no secret", "students": "nor is this example"}
    return Lottery(tuple(commit(*pair) for pair in secrets.items()), secrets)


def example_criteria() -> Document:
    """What was announced: two criteria, a minimum, own employers."""
    return {
        "format": CRITERIA,
        "round": ROUND_UUID,
        "pathway": PATHWAY_UUID,
        "opens_on": "2026-09-01",
        "closes_on": "2026-09-18",
        "scale": {"lowest": 1, "highest": 5},
        "parties": {"institution": 1, "host": 1},
        "criteria": [_criterion(place, code) for place, code in enumerate(WEIGHED, start=1)],
        "lottery_commitments": [row.to_dict() for row in example_lottery().commitments],
        "lottery_reveal_days": 3,
        "own_employer": True,
        "minimums": [{"id": "school", "code": "SCHOOL", "minimum": 2}],
        "lots_are_kept": True,
        "drawers_do_not_apply": True,
        "procedure": {
            "nl": ["Hier staat zin voor zin hoe de ronde verloopt."],
            "en": ["Here the round is described, sentence by sentence."],
        },
    }


def _criterion(place: int, code: str) -> Document:
    weight, *names = WEIGHED[code]
    texts = {
        f"{name}_{language}": text
        for name, both in {"name": names, **ANCHORS}.items()
        for language, text in zip(("nl", "en"), both, strict=True)
    }
    return {"sequence": place, "code": code, "weight": weight} | texts


def example_inputs() -> Document:
    """What was sealed before the match: ann, ben and cas are ranked, dan has a place already."""
    return {
        "format": INPUTS,
        "round": ROUND_UUID,
        "students": STUDENTS,
        "left_out": [{"student": "eva", "state": "withdrawn"}],
        "kept_lots": [],
        "positions": [
            _position("bakery", 1, within="host"),
            _position("kitchen", 1, within="host"),
            _position("own", 1),
            _position("school", 2, minimum=2),
        ],
        "caps": [{"id": "host", "capacity": 1, "within": ""}],
        "conditions": ["enrolled"],
        "eligibility": {
            "student": [0, 1, 2, 3, 4],
            "condition": [0, 0, 0, 0, 0],
            "met": [True, True, True, True, False],
        },
        "fixed": {"student": [3], "position": [2], "seat_offered_to_all": [False]},
        "lists": {
            "student": [0, 0, 1, 1, 2, 2],
            "position": [0, 3, 1, 3, 0, 3],
            "rank": [1, 2, 1, 2, 1, 2],
        },
        "acceptability": {
            "student": [0, 2],
            "position": [0, 0],
            "party": ["host", "host"],
            "acceptable": [True, False],
            "reason": ["", "no_show"],
        },
        "raters": ["coach", "baker", "cook", "teacher"],
        "ratings": _ratings(),
    }


def _ratings() -> Document:
    hosts = _sheets([0, 0, 1, 1, 2], [1, 3, 2, 3, 3], [4, 3, 4, 4, 3], [4, 4, 3, 4, 3])
    return {
        "institution": _sheets([0, 1, 2], [0, 0, 0], [5, 4, 3], [4, 4, 3]),
        "host": hosts | {"position": [0, 3, 1, 3, 3]},
    }


def _position(name: str, capacity: int, minimum: int = 0, within: str = "") -> Document:
    place = {"id": name, "code": name.upper(), "capacity": capacity}
    return place | {"minimum": minimum, "within": within}


def _sheets(students: list[int], raters: list[int], *marks: list[int]) -> Document:
    return {
        "student": students,
        "rater": raters,
        "notes_sha256": [NO_NOTES] * len(students),
        "marks": dict(zip(WEIGHED, marks, strict=True)),
    }


def example_scores() -> Scores:
    """The scores of the choices, out of criteria and ratings."""
    criteria, inputs = example_criteria(), example_inputs()
    lists = inputs["lists"]
    pairs = zip(lists["student"], lists["position"], strict=True)
    choices = Choices(
        STUDENTS,
        PLACES,
        np.array(lists["student"]),
        np.array(lists["position"]),
        np.array([(STUDENTS[who], PLACES[place]) != REFUSED for who, place in pairs]),
    )
    weights = {code: weight for code, (weight, *_) in WEIGHED.items()}
    scale = criteria["scale"]
    scheme = Scheme(weights, criteria["parties"], scale["lowest"], scale["highest"])
    sheets = {
        party: Sheets(
            np.array(each["student"]),
            np.array(each["rater"]),
            np.array(list(each["marks"].values())).T,
            np.array(each["position"]) if "position" in each else None,
        )
        for party, each in inputs["ratings"].items()
    }
    return combine(scheme, choices, sheets)


def example_round() -> Instance:
    """The round as it goes into the match."""
    inputs, lots = example_inputs(), example_lottery().numbers(STUDENTS)
    columns = (*inputs["lists"].values(), example_scores().score.tolist())
    return Instance.of(
        [Student(name, lots[name]) for name in STUDENTS],
        [
            Position(row["id"], row["capacity"], row["minimum"], row["within"])
            for row in inputs["positions"]
        ],
        [
            _choice(STUDENTS[student], PLACES[position], rank, score)
            for student, position, rank, score in zip(*columns, strict=True)
        ],
        [FixedPair("dan", "own", False)],
        caps=[Cap("host", 1)],
        closing_order=["school"],
    )


def _choice(student: str, position: str, rank: int, score: int) -> Preference:
    if (student, position) == REFUSED:
        return Preference(student, position, rank, score, acceptable=False, reason="host:no_show")
    return Preference(student, position, rank, score)
