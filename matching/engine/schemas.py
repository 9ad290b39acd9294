"""The shape of every document, as JSON Schema, and one small round as an example of each.

Made from the rows themselves, so that they cannot differ. ``python -m matching.engine schemas
FOLDER`` writes them.
"""

from .canonical import digest, fingerprint
from .decision import Closing
from .documents import FULL, PUBLIC, full_certificate, public_certificate
from .example import (
    ROUND_UUID,
    example_criteria,
    example_inputs,
    example_lottery,
    example_round,
    example_scores,
)
from .explain import explanation_documents
from .instance import FORMAT as ROUND
from .lottery import FORMAT as LOTTERY
from .lottery import LATER_FORMAT, Commitment
from .result import FORMAT as RESULT
from .result import Cutoff, Placement, solve
from .rows import Cap, FixedPair, Position, Student
from .sealed_shapes import (
    TOLD_TO_ALL,
    TOLD_TO_ONE,
    criteria_shape,
    explanation_shape,
    inputs_shape,
    round_explanations_shape,
    student_explanation_shape,
)
from .shapes import SHA256, TEXT, Document
from .shapes import list_of as _list
from .shapes import object_of as _object
from .shapes import row_of as _row

DRAFT = "https://json-schema.org/draft/2020-12/schema"
# What each document is, as the schema says it.
TITLES = {
    "matching-instance": "A round as it goes into the match, which solve reads.",
    "matching-result": "What a match decided, as solve writes it.",
    "matching-certificate": "full-certificate.json: the whole match, for whoever audits the round.",
    "matching-public-certificate": "certificate.json: promises kept and totals, for everybody.",
    "matching-explanation": "A line that explain writes: a student, and every choice.",
    "round-criteria": "criteria.json: all that is fixed before anybody applies, for everybody.",
    "round-inputs": "inputs.json: lists, refusals and ratings, for whoever audits the round.",
    "round-explanations": "explanations.json: what every student was told, for the auditor.",
    "student-explanation": "explanation.json: what one student was told, for that student.",
}


def schemas() -> dict[str, Document]:
    """Every schema by the name of its file."""
    parts = {
        "matching-instance": _round(),
        "matching-result": _result(),
        "matching-certificate": _full(),
        "matching-public-certificate": _public(),
        "matching-explanation": explanation_shape(),
        "round-criteria": criteria_shape(),
        "round-inputs": inputs_shape(),
        "round-explanations": round_explanations_shape(),
        "student-explanation": student_explanation_shape(),
    }
    return {
        f"{name}.schema.json": {"$schema": DRAFT, "title": TITLES[name]} | part
        for name, part in parts.items()
    }


def examples() -> dict[str, Document]:
    """One document of each kind by the name of its file, all of one round: `verify.py` finds
    everything right when it gets them together.
    """
    criteria, inputs, lottery = example_criteria(), example_inputs(), example_lottery()
    instance = example_round()
    result = solve(instance)
    seals = {"criteria": digest(criteria), "inputs": digest(inputs)}
    explanations = list(explanation_documents(instance, result))
    same = {"round": ROUND_UUID, "denominator": example_scores().denominator}
    told = [{"format": TOLD_TO_ONE} | same | document for document in explanations]
    hashes = {document["student"]: digest(document) for document in told}
    full = full_certificate(instance, lottery, result, seals)
    full["explanations_sha256"] = fingerprint(hashes)
    documents = {
        "matching-instance": instance.to_dict(),
        "matching-result": result.to_dict(),
        "matching-certificate": full,
        "matching-public-certificate": public_certificate(
            instance, lottery, result, seals, certificate_digest=digest(full)
        ),
        "matching-explanation": explanations[0],
        "round-criteria": criteria,
        "round-inputs": inputs,
        "round-explanations": {
            "format": TOLD_TO_ALL,
            "round": ROUND_UUID,
            "explanations": told,
        },
        "student-explanation": told[0],
    }
    return {f"{name}.example.json": document for name, document in documents.items()}


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
