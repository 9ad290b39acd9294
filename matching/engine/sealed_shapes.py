"""The shapes of what the platform seals around a match: criteria, inputs, explanations.

The application makes these documents out of its tables (`matching.services`), and a test validates
real ones of it. What is only there in columns stands in arrays of equal length, which no JSON
Schema can ask for: `verify.py` does.
"""

from .lottery import Commitment
from .outcomes import KINDS, UNTOLD, Outcome
from .shapes import (
    DAY,
    NAME,
    NUMBER,
    SHA256,
    TEXT,
    UUID,
    YES_OR_NO,
    Document,
    list_of,
    map_of,
    object_of,
    one_of,
    row_of,
)

CRITERIA = "round-criteria/2"
INPUTS = "round-inputs/5"
TOLD_TO_ONE = "student-explanation/1"
TOLD_TO_ALL = "round-explanations/2"

# What was sealed in this format before there were these rules does not announce them.
LATER_RULES = ("own_employer", "drawers_do_not_apply")
LANGUAGES = ("nl", "en")
# Of whoever was left out when the lists were sealed.
LEFT_OUT = ("draft", "submitted", "eligible", "ineligible", "withdrawn")
SAY_NO = ("host", "student")
REASONS = (
    "no_reply",
    "no_show",
    "schedule_conflict",
    "travel",
    "entry_competence_missing",
    "learning_goals_not_possible",
    "legal_requirement",
    "other",
)

WEIGHT: Document = {"type": "integer", "minimum": 1}
NUMBERS = list_of(NUMBER)


def criteria_shape() -> Document:
    """What is fixed before anybody applies."""
    both = [f"{name}_{language}" for name in ANCHORED for language in LANGUAGES]
    criterion = {"sequence": NUMBER, "code": NAME, "weight": WEIGHT} | dict.fromkeys(both, TEXT)
    minimum = {"id": NAME, "code": NAME, "minimum": {"type": "integer", "minimum": 2}}
    shape = {
        "format": {"const": CRITERIA},
        "round": UUID,
        "pathway": UUID,
        "opens_on": DAY,
        "closes_on": DAY,
        "scale": object_of({"lowest": {"type": "integer"}, "highest": {"type": "integer"}}),
        "parties": object_of({"institution": WEIGHT, "host": WEIGHT}),
        "criteria": list_of(object_of(criterion)) | {"minItems": 1},
        "lottery_commitments": list_of(row_of(Commitment, sha256=SHA256)) | {"minItems": 1},
        "lottery_reveal_days": NUMBER,
        "own_employer": YES_OR_NO,
        "minimums": list_of(object_of(minimum)),
        "lots_are_kept": YES_OR_NO,
        "drawers_do_not_apply": YES_OR_NO,
        "procedure": object_of(dict.fromkeys(LANGUAGES, list_of(NAME))),
    }
    return object_of(shape, optional=LATER_RULES)


ANCHORED = ("name", "anchor_1", "anchor_3", "anchor_5")


def inputs_shape() -> Document:
    """What goes into the match, sealed before it; numbers count from 0 in the lists of names."""
    cap = {"id": NAME, "capacity": NUMBER, "within": TEXT}
    return object_of(
        {
            "format": {"const": INPUTS},
            "round": UUID,
            "students": list_of(NAME),
            "left_out": list_of(object_of({"student": NAME, "state": one_of(*LEFT_OUT)})),
            "kept_lots": list_of(object_of({"round": UUID, "seed": SHA256, "students": NUMBERS})),
            "positions": list_of(object_of(cap | {"code": NAME, "minimum": NUMBER})),
            "caps": list_of(object_of(cap)),
            "conditions": list_of(NAME),
            "eligibility": _columns(condition=NUMBER, met=YES_OR_NO),
            "fixed": _columns(position=NUMBER, seat_offered_to_all=YES_OR_NO),
            "lists": _columns(position=NUMBER, rank={"type": "integer", "minimum": 1}),
            "acceptability": _columns(
                position=NUMBER,
                party=one_of(*SAY_NO),
                acceptable=YES_OR_NO,
                reason=one_of("", *REASONS),
            ),
            "raters": list_of(NAME),
            # The institution rates a student, a host a student for one of its positions.
            "ratings": object_of({"institution": _sheets(), "host": _sheets(position=NUMBERS)}),
        }
    )


def _columns(**columns: Document) -> Document:
    """Facts about students, by their numbers."""
    return object_of({"student": NUMBERS} | {name: list_of(of) for name, of in columns.items()})


def _sheets(**more: Document) -> Document:
    """Whole sheets, a rater's marks by criterion; a mark may lack where the choice was refused."""
    marks = map_of(list_of({"type": ["integer", "null"]}))
    sheets = {"student": NUMBERS, "rater": NUMBERS, "notes_sha256": list_of(SHA256), "marks": marks}
    return object_of(sheets | more)


def explanation_shape() -> Document:
    """What the engine tells a student, as the command `explain` writes it."""
    return object_of(_told())


def student_explanation_shape() -> Document:
    """The same as it is sealed and handed to that student: readable without any other document."""
    same = {"format": {"const": TOLD_TO_ONE}, "round": UUID, "denominator": WEIGHT}
    return object_of(same | _told())


def round_explanations_shape() -> Document:
    """Those of everybody in one file, for whoever audits the round."""
    return object_of(
        {
            "format": {"const": TOLD_TO_ALL},
            "round": UUID,
            "explanations": list_of(student_explanation_shape()),
        }
    )


def _told() -> dict[str, Document]:
    outcome = row_of(Outcome, kind=one_of(*KINDS))
    # Facts that had no part in it are left out.
    outcome["required"] = sorted(set(Outcome._types) - set(UNTOLD))
    return {
        "student": NAME,
        "position": {"type": ["string", "null"]},
        "fixed": YES_OR_NO,
        "outcomes": list_of(outcome),
    }
