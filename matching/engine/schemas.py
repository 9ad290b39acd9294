"""The shape of every document, as JSON Schema, and one small round as an example of each.

Made from the rows themselves, so that they cannot differ. ``python -m matching.engine schemas
FOLDER`` writes them.
"""

from types import NoneType
from typing import Any

from .decision import Closing
from .documents import FULL, PUBLIC, full_certificate, public_certificate
from .explain import explanations
from .instance import FORMAT as ROUND
from .instance import Instance
from .lottery import FORMAT as LOTTERY
from .lottery import LATER_FORMAT, Commitment, Lottery, commit
from .outcomes import KINDS, UNTOLD, Outcome
from .record import Record
from .result import FORMAT as RESULT
from .result import Cutoff, Placement, solve
from .rows import Cap, FixedPair, Position, Preference, Student

Document = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TYPES = {str: "string", int: "integer", bool: "boolean", NoneType: "null"}
SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
TEXT = {"type": "string"}


def schemas() -> dict[str, Document]:
    """Every schema by the name of its file."""
    parts = {
        "matching-instance": _round(),
        "matching-result": _result(),
        "matching-certificate": _full(),
        "matching-public-certificate": _public(),
        "matching-explanation": _explanation(),
    }
    return {f"{name}.schema.json": {"$schema": DRAFT} | part for name, part in parts.items()}


def examples() -> dict[str, Document]:
    """One document of each kind by the name of its file, all of one round."""
    instance, lottery, seals = example_round(), example_lottery(), {"criteria": "0" * 64}
    result = solve(instance)
    documents = {
        "matching-instance": instance.to_dict(),
        "matching-result": result.to_dict(),
        "matching-certificate": full_certificate(instance, lottery, result, seals),
        "matching-public-certificate": public_certificate(instance, lottery, result, seals),
        "matching-explanation": next(explanations(instance, result)).to_dict(),
    }
    return {f"{name}.example.json": document for name, document in documents.items()}


def example_lottery() -> Lottery:
    """Two parties, both of whom revealed their secret."""
    secrets = {"institution": "an example is no secret", "students": "nor is this example"}
    return Lottery(tuple(commit(*pair) for pair in secrets.items()), secrets)


def example_round() -> Instance:
    """Four students; a host with two positions and one seat, a pair of seats, an own employer."""
    names = ["ann", "ben", "cas", "dan"]
    lots = example_lottery().numbers(names)
    return Instance.of(
        [Student(name, lots[name]) for name in names],
        [
            Position("bakery", 1, within="host"),
            Position("kitchen", 1, within="host"),
            Position("school", 2, minimum=2),
            Position("own", 1),
        ],
        [
            Preference("ann", "bakery", 1, 40),
            Preference("ann", "school", 2, 35),
            Preference("ben", "kitchen", 1, 38),
            Preference("ben", "school", 2, 38),
            Preference("cas", "bakery", 1, 0, acceptable=False, reason="host:no_show"),
            Preference("cas", "school", 2, 30),
        ],
        [FixedPair("dan", "own", False)],
        caps=[Cap("host", 1)],
        closing_order=["school"],
    )


def _row(of: type[Record], /, **more: Document) -> Document:
    """The shape of one row, from the types of its fields."""
    shapes = {name: _type(allowed) for name, allowed in of._types.items()} | more
    return _object(shapes)


def _type(allowed: tuple[type, ...]) -> Document:
    names = [TYPES[kind] for kind in allowed]
    return {"type": names[0] if len(names) == 1 else names}


def _object(shapes: dict[str, Document]) -> Document:
    return {
        "type": "object",
        "properties": shapes,
        "required": sorted(shapes),
        "additionalProperties": False,
    }


def _list(of: Document) -> Document:
    return {"type": "array", "items": of}


def _round() -> Document:
    choice = {
        "oneOf": [
            _object({"position": TEXT, "score": {"type": "integer"}}),
            _object({"position": TEXT, "refused": TEXT | {"minLength": 1}}),
        ]
    }
    return _object(
        {
            "format": {"const": ROUND},
            "students": _list(_row(Student, choices=_list(choice))),
            "positions": _list(_row(Position)),
            "caps": _list(_row(Cap)),
            "fixed": _list(_row(FixedPair)),
            "closing_order": _list(TEXT),
        }
    )


def _result() -> Document:
    return _object(
        {
            "format": {"const": RESULT},
            "instance_digest": SHA256,
            "placements": _list(_row(Placement)),
            "unplaced": _list(TEXT),
            "cutoffs": _list(_row(Cutoff)),
            "cap_cutoffs": _list(_row(Cutoff)),
            "closings": _list(_row(Closing)),
            "engine": TEXT,
            "version": TEXT,
            "digest": SHA256,
        }
    )


def _lottery(kept: Document) -> Document:
    """Of a later round also what was drawn before it, which everybody gets without students."""
    shape: dict[str, Document] = {
        "commitments": _list(_row(Commitment, sha256=SHA256)),
        "secrets": {"type": "object", "additionalProperties": TEXT},
        "seed": SHA256,
    }
    first = _object({"format": {"const": LOTTERY}} | shape)
    later = _object({"format": {"const": LATER_FORMAT}} | shape | {"kept": _list(_object(kept))})
    return {"oneOf": [first, later]}


def _both(form: str, kept: Document) -> dict[str, Document]:
    return {
        "format": {"const": form},
        "says": _object({"nl": TEXT, "en": TEXT}),
        "seals": {"type": "object", "additionalProperties": SHA256},
        "lottery": _lottery(kept),
    }


def _full() -> Document:
    kept = {"seed": SHA256, "students": _list(TEXT)}
    shape = _object(_both(FULL, kept) | {"instance": _round(), "result": _result()})
    # The platform adds the fingerprint of the reasons that it told.
    shape["properties"]["explanations_sha256"] = SHA256
    return shape


def _public() -> Document:
    totals = (
        "students",
        "positions",
        "seats",
        "students_at_most",
        "choices",
        "refused_choices",
        "fixed",
        "matched",
        "first_choices",
        "unplaced",
        "closed_positions",
    )
    counts = _object({name: {"type": "integer", "minimum": 0} for name in totals})
    digests = ("instance_digest", "result_digest", "certificate_digest")
    few: Document = {"type": "null"}  # where fewer students than in "totals_from" were ranked
    told: dict[str, Document] = {
        "totals_from": {"type": "integer", "minimum": 0},
        "totals": {"oneOf": [counts, few]},
    }
    both = _both(PUBLIC, {"seed": SHA256})
    return _object(both | dict.fromkeys(digests, SHA256) | told)


def _outcome() -> Document:
    """Facts that had no part in it are left out."""
    shape = _row(Outcome, kind={"enum": list(KINDS)})
    return shape | {"required": sorted(set(Outcome._types) - set(UNTOLD))}


def _explanation() -> Document:
    return _object(
        {
            "student": TEXT,
            "position": {"type": ["string", "null"]},
            "fixed": {"type": "boolean"},
            "outcomes": _list(_outcome()),
        }
    )
