"""The committed shapes and examples are fresh, and everything we write has its shape."""

import json
import re

import jsonschema
import pytest
from django.conf import settings

from matching.engine import (
    digest,
    explanations,
    full_certificate,
    public_certificate,
    solve,
    verify,
)
from matching.engine.__main__ import main
from matching.engine.example import example_lottery
from matching.engine.schemas import examples, schemas
from tests.matching.engine.engine_samples import capped_round, lots_of, seeded

FOLDER = settings.BASE_DIR / "docs/reference/matching"
KINDS = [name.removesuffix(".schema.json") for name in schemas()]


def test_committed_shapes_and_examples_are_fresh(tmp_path):
    """B3: `python -m matching.engine schemas docs/reference/matching` writes them anew."""
    assert main(["schemas", str(tmp_path)]) == 0
    written = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert {path.name: path.read_text() for path in FOLDER.iterdir()} == written


@pytest.mark.parametrize("kind", KINDS)
def test_example_has_its_shape_and_a_word_more_does_not(kind):
    """B3."""
    shape, example = schemas()[f"{kind}.schema.json"], examples()[f"{kind}.example.json"]
    validator = jsonschema.Draft202012Validator(shape)
    jsonschema.Draft202012Validator.check_schema(shape)
    validator.validate(example)
    assert not validator.is_valid(example | {"more": 1})


def test_examples_are_one_round_that_an_auditor_can_check():
    """B3: with caps, minimum, refusal and own employer; every question can be asked of them."""
    names = ("certificate", "public-certificate")
    full, public = (example(f"matching-{name}") for name in names)
    sealed = [(name, example(name)) for name in ("round-criteria", "round-inputs")]
    told = [(name, example(name)) for name in ("round-explanations", "student-explanation")]
    assert list(verify.check(full)) == []
    assert list(verify.check(public, sealed[:1])) == []
    whole = [("public", public), *sealed, *told]
    assert list(verify.check(full, whole)) == []
    assert all(verify.asked(full, whole).values())
    kinds = {row["kind"] for one in told[0][1]["explanations"] for row in one["outcomes"]}
    assert {"placed", "not_needed", "outranked_by_score", "not_acceptable"} <= kinds


def example(kind):
    return json.loads((FOLDER / f"{kind}.example.json").read_text())


@pytest.mark.parametrize("kind", KINDS)
def test_page_about_checking_a_round_names_every_document(kind):
    """B3: by the name of its schema, and by the format that stands in it."""
    page = (settings.BASE_DIR / "docs/administration/check-a-round.md").read_text()
    assert f"`{kind}`" in page
    said = example(kind).get("format", "none")
    if kind not in ("matching-instance", "matching-result"):  # which stand in the certificate
        assert re.search(rf"^\|.*{re.escape(said)}.*`{kind}`", page, re.MULTILINE)


def test_every_document_of_any_round_has_its_shape():
    """B3."""
    for seed in range(40):
        instance = capped_round(seeded(seed), minimum=True)
        result = solve(instance)
        parts = (instance, example_lottery(), result, {"criteria": digest({})})
        documents = {
            "matching-instance": [instance.to_dict()],
            "matching-result": [result.to_dict()],
            "matching-certificate": [full_certificate(*parts)],
            "matching-public-certificate": [
                public_certificate(*parts),
                public_certificate(*parts, fewest=99),
            ],
            "matching-explanation": [row.to_dict() for row in explanations(instance, result)],
        }
        for kind, rows in documents.items():
            for row in rows:
                jsonschema.validate(row, schemas()[f"{kind}.schema.json"])


def test_public_certificate_names_no_student_no_position_and_no_score():
    """B3, V31: with few seats a cut-off is one person's score."""
    instance = capped_round(seeded(3), minimum=True)
    told = public_certificate(instance, example_lottery(), solve(instance), {})
    text = json.dumps({**told, "lottery": None, "says": None})
    names = [*lots_of(instance), *instance.position_numbers, *(cap.id for cap in instance.caps)]
    assert not [name for name in names if f'"{name}"' in text]
    assert "score" not in text
    assert "cutoff" not in text
    assert "full certificate" in told["says"]["en"]


def test_public_certificate_of_a_few_students_has_no_numbers_and_says_so():
    """V38: not even totals where whoever knows the class would recognise somebody."""
    instance = capped_round(seeded(3), minimum=True)
    parts = (instance, example_lottery(), solve(instance), {})
    count = len(instance.students) - len(instance.fixed)
    assert public_certificate(*parts, fewest=count)["totals"]["students"] == len(instance.students)
    few = public_certificate(*parts, fewest=count + 1)
    assert few["totals"] is None
    assert f"Fewer than {count + 1} students were ranked" in few["says"]["en"]
    assert f"minder dan {count + 1} studenten" in few["says"]["nl"]
